"""What commands share: which committee is meant, JSON and tables out, progress on stderr."""

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.models import Committee
from huiyin.kernel.refusal import Refused


def wants_committee(parser: argparse.ArgumentParser, needed: bool = False) -> None:
    parser.add_argument(
        "--committee", metavar="代码", required=needed, help="机构的代码，例如 demo；只有一个机构时可以不写"
    )


def wants_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="打印 JSON，供别的程序读")


def committee(code: str | None) -> Committee:
    """The committee by its code, or the only one there is. Errors: Refused with those that there are."""
    known = list(Committee.objects.order_by("code"))
    if code is None and len(known) == 1:
        return known[0]
    found = next((one for one in known if one.code == code), None)
    if found is None:
        names = "、".join(one.code for one in known) or _("还没有机构，请先运行 huiyin init 或 huiyin demo")
        what = _("没有代码是“{code}”的机构。").format(code=code) if code else _("请用 --committee 写明是哪个机构。")
        raise Refused(what + _("现有：{names}。").format(names=names))
    return found


def committees(code: str | None) -> list[Committee]:
    """One committee, or all of them when none is named."""
    return [committee(code)] if code else list(Committee.objects.order_by("code"))


def say(text: object = "") -> None:
    sys.stdout.write(f"{text}\n")


def tell(text: object) -> None:
    """Progress and remarks, apart from the data."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def table(rows: Iterable[Sequence[object]]) -> None:
    """Rows in columns, Chinese characters counted as two."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(wide, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        say("  ".join(text + " " * (width - wide(text)) for text, width in zip(row, widths, strict=True)).rstrip())


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
