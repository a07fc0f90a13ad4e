"""huiyin init: a district begins. The committee, its three separated administrators, its first session, its lists, its slips."""

import argparse
import sys
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.config.commands.common import print_json, say, tell, wants_json
from huiyin.exchange.lists import load
from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused
from huiyin.people import lists
from huiyin.people.activation import make_slips
from huiyin.people.columns import LABELS
from huiyin.people.found import Founded, found

ORDER = ("assigning", "units", "places", "sectors", "members", "staff")
ADMINISTRATORS = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", help="代码，小写字母和数字，例如 chengjiang")
    parser.add_argument("--name", help="全称，例如 政协澄江区委员会")
    parser.add_argument("--short", help="简称，例如 澄江区政协")
    parser.add_argument("--place", help="地方，例如 澄江区")
    parser.add_argument("--level", default="district", choices=[code for code, _label in Committee.LEVELS], help="层级")
    parser.add_argument("--parent", metavar="代码", help="上级政协的代码")
    parser.add_argument("--term", type=int, default=1, help="第几届")
    parser.add_argument("--session", type=int, default=1, help="第几次会议")
    parser.add_argument("--opens", type=date.fromisoformat, metavar="日期", help="会议开幕的日子，例如 2026-01-12")
    for key, label in ADMINISTRATORS.items():
        parser.add_argument(f"--{key}", metavar="姓名:用户名", help=label)
    for kind in ORDER:
        parser.add_argument(
            f"--{kind}", type=Path, metavar="文件", help=f"{LABELS[kind]}（Excel 或 CSV，样表在设置页下载）"
        )
    wants_json(parser)


def run(options: argparse.Namespace) -> int:
    for name in ("code", "name", "short", "place", *ADMINISTRATORS):
        if not getattr(options, name):
            setattr(options, name, ask(name))
    parent = Committee.objects.filter(code=options.parent).first()
    if options.parent and parent is None:
        raise Refused(_("没有代码是“{code}”的上级机构。").format(code=options.parent))
    given = {key: pair(getattr(options, key)) for key in ADMINISTRATORS}
    with transaction.atomic():
        made = found(
            options.code, options.name, options.short, options.place, options.level, parent, administrators=given,
            term=options.term, session=options.session, opens=options.opens,
        )  # fmt: skip
        people = [*made.administrators.values(), *fill(made, options)]
        slips = make_slips(people, made.committee, made.system)
    if options.json:
        print_json({
            "committee": options.code, "session": made.session.code,
            "slips": [{"name": one.name, "username": one.username, "code": code} for one, code in slips],
        })  # fmt: skip
        return 0
    say(_("{name}建好了。激活单只打印这一次，请交给本人：").format(name=options.name))
    for person, code in slips:
        say(f"  {person.name}\t{person.username}\t{code}")
    say(_("本人打开 /activate/，填用户名和激活码，自己设密码。"))
    return 0


def fill(made: Founded, options: argparse.Namespace) -> list[object]:
    people: list[object] = []
    for kind in ORDER:
        path = getattr(options, kind)
        if path is None:
            continue
        plan = load(kind, path.read_bytes(), path.name)
        try:
            done = lists.apply(plan, made.committee, made.system)
        except Refused:
            for problem in plan.problems:
                tell(f"{path.name} {problem}")
            raise
        tell(done.words())
        people += done.people
    return people


def pair(text: str) -> tuple[str, str]:
    name, colon, username = text.replace("：", ":").partition(":")
    if not colon or not name.strip() or not username.strip():
        raise Refused(_("“{text}”要写成 姓名:用户名，例如 何衡:heheng。").format(text=text))
    return name.strip(), username.strip()


def ask(name: str) -> str:
    """Ask on the terminal for what was not given. Errors: Refused when there is nobody to ask."""
    words = {"code": "代码", "name": "全称", "short": "简称", "place": "地方"} | ADMINISTRATORS
    if not sys.stdin.isatty():
        raise Refused(_("还要写明 --{name}（{words}）。").format(name=name, words=words[name]))
    hint = "（姓名:用户名）" if name in ADMINISTRATORS else ""
    sys.stderr.write(f"{words[name]}{hint}：")
    return sys.stdin.readline().strip()
