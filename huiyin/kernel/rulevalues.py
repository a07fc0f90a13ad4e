"""The value of a parameter as people write and read it: checked text in, text for a form and words for a page out."""

from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.parameters import Parameter
from huiyin.kernel.refusal import Refused
from huiyin.kernel.span import Span

PATTERN_NAMES = {"term", "session", "year", "seq", "intake"}
MEANINGS = ("solved", "in_progress", "planned", "deferred", "reference")
MOST_LINES = 100
MOST_NUMBER = 1_000_000
YES, NO = ("1", "true", "yes", "on", "是"), ("0", "false", "no", "off", "否", "")


def read(parameter: Parameter, text: str) -> Any:
    """The value that a text means. Errors: Refused with a sentence under the field "value"."""
    try:
        value = READERS[parameter.kind](parameter, text.strip())
        if parameter.check is not None:
            parameter.check(value)
    except ValueError as trouble:
        raise _refused(str(trouble)) from None
    return value


def write(parameter: Parameter, value: Any) -> str:
    """The value as a text that `read` takes back."""
    if parameter.kind == "flag":
        return "1" if value else "0"
    if parameter.kind in ("lines", "labels"):
        return "\n".join(_line(row) for row in value)
    return str(value)


def words(parameter: Parameter, value: Any) -> str:
    """The value in words, for a page: "3 个月", "是", "8 项：经济建设、…"."""
    match parameter.kind:
        case "span":
            return Span.parse(value).words()
        case "flag":
            return _("是") if value else _("否")
        case "choice":
            return str(dict(parameter.choices).get(value, value))
        case "lines":
            return _("{n} 项：{names}").format(n=len(value), names="、".join(row[1] for row in value))
        case "labels":
            return "；".join(f"{row[0]} {row[1]}" for row in value)
        case "ladder":
            return "、".join(_rung(int(day)) for day in str(value).split(","))
        case _:
            return str(value)


def _rung(day: int) -> str:
    if not day:
        return _("当天")
    return _("前 {n} 天").format(n=-day) if day < 0 else _("后 {n} 天").format(n=day)


def _line(row: list[str]) -> str:
    cells = row[1:] if len(row) == 2 and row[0] == row[1] else row
    return " | ".join(cells)


def _span(parameter: Parameter, text: str) -> str:
    return str(Span.parse(text))


def _number(parameter: Parameter, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_NUMBER:
        raise ValueError(_("“{text}”不是 0 到 1000000 之间的整数。请只写数字。").format(text=text))
    return int(text)


def _flag(parameter: Parameter, text: str) -> bool:
    if text.lower() not in YES + NO:
        raise ValueError(_("请选“是”或“否”。"))
    return text.lower() in YES


def _choice(parameter: Parameter, text: str) -> str:
    if text not in dict(parameter.choices):
        raise ValueError(_("请从这几项里选：{names}。").format(names="、".join(str(n) for _c, n in parameter.choices)))
    return text


def _text(parameter: Parameter, text: str) -> str:
    if not text:
        raise ValueError(_("这一项不能空着。请填写，或者不改。"))
    if "{" in text or "{" in str(parameter.default):
        _check_pattern(text)
    return text


def _check_pattern(text: str) -> None:
    """A pattern of numbers may use the named parts only, and must hold the running number."""
    names = set()
    try:
        for _before, name, _spec, _conversion in Formatter().parse(text):
            if name is not None:
                names.add(name)
        wrong = names - PATTERN_NAMES
        if not wrong:
            text.format(**dict.fromkeys(PATTERN_NAMES, 1))
    except (ValueError, IndexError, KeyError):
        raise ValueError(_("“{text}”里的花括号没有写对。例如 {{year}}{{seq:03}}。").format(text=text)) from None
    if wrong or not names & {"seq", "intake"}:
        raise ValueError(_("写法里要有 {seq}（顺序号），还可以用 {term}、{session}、{year}，别的不认识。"))


def _lines(parameter: Parameter, text: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.replace("｜", "|").split("|")] for line in text.splitlines() if line.strip()]
    width = len(parameter.default[0]) if parameter.default else 2
    if not 1 <= len(rows) <= MOST_LINES:
        raise ValueError(_("请写 1 到 {n} 行，每行一项。").format(n=MOST_LINES))
    rows = [[row[0], row[0]] if width == 2 and len(row) == 1 else row for row in rows]
    for row in rows:
        if len(row) != width or not all(row):
            raise ValueError(_("“{row}”这一行要有 {n} 格，用 | 隔开。").format(row=" | ".join(row), n=width))
    doubled = sorted({row[0] for row in rows if [r[0] for r in rows].count(row[0]) > 1})
    if doubled:
        raise ValueError(_("“{names}”写了两次，请留一行。").format(names="、".join(doubled)))
    return rows


def _labels(parameter: Parameter, text: str) -> list[list[str]]:
    rows = _lines(parameter, text)
    for row in rows:
        if len(row) == 3 and row[2] not in MEANINGS:
            raise ValueError(
                _("“{row}”的第三格要写 {meanings} 之一，统计按它归类。").format(
                    row=" | ".join(row), meanings="、".join(MEANINGS)
                )
            )
    return rows


def _ladder(parameter: Parameter, text: str) -> str:
    try:
        days = sorted({int(part) for part in text.replace("，", ",").split(",") if part.strip()})
    except ValueError:
        days = []
    if not days or min(days) < -365 or max(days) > 365:
        raise ValueError(_("请写几个整数，用逗号隔开，例如 -15,-3,0,3：负数是到期前，正数是到期后。"))
    return ",".join(map(str, days))


READERS = {
    "span": _span, "number": _number, "flag": _flag, "choice": _choice, "text": _text,
    "lines": _lines, "labels": _labels, "ladder": _ladder,
}  # fmt: skip


def _refused(sentence: str) -> Refused:
    return Refused(sentence, {"value": sentence})
