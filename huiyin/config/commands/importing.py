"""huiyin import proposals FILE: a catalogue moves in. huiyin import members FILE (units, staff …): a list does."""

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.config.commands.common import committee, print_json, say, tell, wants_committee, wants_json
from huiyin.exchange.lists import load
from huiyin.exchange.proposals import Moved, contents, move_in
from huiyin.kernel.actors import system_post
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.people import lists
from huiyin.people.columns import LABELS

MOST_SHOWN = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=["proposals", *LABELS],
        metavar="什么",
        help="proposals（提案目录），或名单：" + "、".join(LABELS),
    )
    parser.add_argument("file", type=Path, metavar="文件", help=".xlsx、.xls、.csv，提案还可以是 .jsonl")
    wants_committee(parser)
    parser.add_argument("--dry-run", action="store_true", help="只查不写")
    parser.add_argument("--create-missing", action="store_true", help="目录里有、系统里没有的单位和会议，照名字建好")
    parser.add_argument(
        "--session", default="", metavar="代码", help="没有写届次的行算哪次会议，例如 9-5；不写就不算进哪次会议"
    )
    parser.add_argument("--mapping", type=Path, metavar="文件", help="表头对照（TOML 或 JSON，见 docs/import.md）")
    parser.add_argument("--day-unknown", action="store_true", help="只有年月的日期当作不知道，原文留在备注里")
    parser.add_argument("--hosts-as-separate", action="store_true", help="一格里几个主办单位，当作分办")
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    house = committee(options.committee)
    if options.what != "proposals":
        return one_list(house, options)
    moved = move_in(
        house, options.file, dry=options.dry_run, create=options.create_missing, session=options.session,
        mapping=mapping(options.mapping), day_unknown=options.day_unknown, hosts_as_separate=options.hosts_as_separate,
        progress=lambda n, total: tell(_("已走 {n} 件，共 {total} 件……").format(n=n, total=total)),
    )  # fmt: skip
    if options.json:
        print_json(moved.as_dict())
    else:
        report(moved)
    return 0 if moved.well else 1


def mapping(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    text = decoded(contents(path), path.name)
    try:
        found: dict[str, Any] = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except ValueError as trouble:
        raise Refused(_("对照文件 {name} 读不懂（{why}）。").format(name=path.name, why=trouble)) from trouble
    return found


def decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise Refused(_("对照文件 {name} 不是 UTF-8。请另存为 UTF-8 再来。").format(name=name)) from trouble


def report(moved: Moved) -> None:
    for problem in moved.refused[:MOST_SHOWN]:
        say(problem)
    if len(moved.refused) > MOST_SHOWN:
        say(_("……还有 {n} 处，加 --json 看全部。").format(n=len(moved.refused) - MOST_SHOWN))
    for label, missing in ((_("没有这些单位"), moved.units_missing), (_("没有这些会议"), moved.sessions_missing)):
        if missing:
            say(f"{label}（{len(missing)}）：" + "、".join(f"{name}（{n}）" for name, n in missing.items()))
    if moved.headers_ignored:
        say(_("没有读的列：") + "、".join(moved.headers_ignored))
    for note in moved.notes:
        say(note)
    say(summary(moved))


def summary(moved: Moved) -> str:
    if moved.refused:
        unknown = _("上面没有的单位和会议，核对名称；没有错的，改好以后加 --create-missing。")
        told = _("{rows} 行，{n} 处要改，一行也没有写进去。").format(rows=moved.rows, n=len(moved.refused))
        return told + (unknown if moved.units_missing or moved.sessions_missing else "")
    if not moved.well:
        return _(
            "{rows} 行都看得懂，一行也还没有写进去。核对上面的名单，没有错就加 --create-missing 再来一次。"
        ).format(rows=moved.rows)
    if not moved.written:
        return _("{rows} 行都没有问题，会成为 {acts} 步；这次只查不写。").format(rows=moved.rows, acts=moved.acts)
    created = _("，新建单位 {u} 个、会议 {s} 次").format(u=len(moved.units_created), s=len(moved.sessions_created))
    done = _("{rows} 行都写进去了，{acts} 步").format(rows=moved.cases, acts=moved.acts)
    return done + (created if moved.units_created or moved.sessions_created else "") + "。"


def one_list(house: Committee, options: argparse.Namespace) -> int:
    plan = load(options.what, contents(options.file), options.file.name)
    try:
        done = lists.apply(plan, house, system_post(house), options.dry_run)
    except Refused as refused:
        if options.json:
            print_json({"written": False, "refused": [problem.as_dict() for problem in plan.problems]})
        else:
            for problem in plan.problems:
                say(problem)
            say(refused)
        return 1
    facts = {"created": done.created, "updated": done.updated, "same": done.same, "notes": done.notes}
    if options.json:
        print_json({"written": not options.dry_run, **facts, "refused": []})
    else:
        say("\n".join([*done.notes, done.words()]))
    return 0
