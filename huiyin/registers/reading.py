"""What somebody gives for a line, made plain and checked; and a line's values as words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import clock
from huiyin.kernel.facts import clean
from huiyin.kernel.refusal import Missing
from huiyin.registers.finding import Names
from huiyin.registers.shape import TIED, Field, Register
from huiyin.ui import days

LARGEST = Decimal("99999999999999")
YES = ("on", "true", "1", "yes", "是", "有", "√")
FIRST = date(1949, 10, 1)


@dataclass
class Given:
    """A line as it was read: all its values, the columns of figures, its ties (field, id).

    `name` is what its keepers call it; `title` and `said` (its words, by which it is found) hold nothing private.
    """

    values: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    ties: list[tuple[Field, int]] = field(default_factory=list)
    name: str = ""
    title: str = ""
    said: str = ""

    @property
    def day(self) -> date | None:
        return self.columns.get("at")


def read(register: Register, given: Mapping[str, Any], names: Names) -> Given:
    """Errors: Missing, with a sentence for each field that is absent, or is not what it should be, or contradicts another."""
    line, faults, checked = Given(), {}, {}
    for one in register.fields:
        try:
            value = plain(one, given.get(one.name), names)
        except ValueError as trouble:
            faults[one.name] = _("“{label}”：{what}。").format(label=one.label, what=str(trouble).rstrip("。"))
            continue
        if value in (None, "", [], False):
            if one.required:
                faults[one.name] = _("请填“{label}”。").format(label=one.label)
            continue
        checked[one.name] = value
        _put(line, one, value)
    if not faults:
        begins, ends = line.columns.get("at"), line.columns.get("until")
        last = register.at("until")
        if begins and ends and ends < begins and last is not None:
            faults[last.name] = _("“{label}”比开始那天还早。请核对两个日期。").format(label=last.label)
        for test in register.checks:
            faults |= test(checked)
    if faults:
        raise Missing(_("还差 {n} 处没有填好：").format(n=len(faults)) + " ".join(map(str, faults.values())), faults)
    resolved = _resolved(line, names)
    told = {one.name: told_of(one, checked.get(one.name), resolved) for one in register.fields}
    line.name = " ".join(register.called.format_map(told).split())[:300] or str(register.label)
    line.title = " ".join(register.public.format_map(told).split())[:300] or str(register.label)
    line.said = " ".join(told[one.name] for one in register.fields if told[one.name] and not one.private).lower()
    return line


def _resolved(line: Given, names: Names) -> dict[int, str]:
    found = {}
    for one, pk in line.ties:
        if one.kind != "case":
            found[pk] = names.title(one, pk)
    return found


def _put(line: Given, one: Field, value: Any) -> None:
    kept = value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    (line.private if one.private else line.values)[one.name] = kept
    if one.column:
        line.columns[one.column] = int(value) if one.column == "heads" else value
    if one.kind in TIED:
        line.ties += [(one, pk) for pk in (value if isinstance(value, list) else [value])]


def plain(one: Field, value: Any, names: Names) -> Any:
    """A field's value as it is kept: text, date, Decimal, bool, an id or a list of ids. Errors: ValueError with what is wrong."""
    if value is None or value == "":
        return None
    if one.kind in TIED:
        return _named(one, value, names)
    if one.kind == "day":
        return _day(value)
    if one.kind in ("int", "money"):
        return _number(one, value)
    if one.kind == "flag":
        return value is True or clean(value).lower() in YES
    text = clean(value)
    if one.kind == "choice":
        code = next((code for code, label in one.choices if text in (code, str(label))), "")
        if text and not code:
            raise ValueError(_("没有“{text}”这一项，可以写：{known}").format(text=text, known="、".join(str(label) for _code, label in one.choices)))  # fmt: skip
        return code
    most = 8000 if one.kind == "long" else one.longest
    if len(text) > most:
        raise ValueError(_("有 {n} 个字，最多 {most} 个字").format(n=len(text), most=most))
    return text if one.kind == "long" else " ".join(text.split())


def _named(one: Field, value: Any, names: Names) -> Any:
    many = one.kind in ("people", "orgs")
    if isinstance(value, str):
        parts = [
            part
            for part in value.replace("，", "、").replace(",", "、").replace("；", "、").split("、")
            if part.strip()
        ]
    else:
        parts = list(value) if isinstance(value, list | tuple | set) else [value]
    found = []
    for part in parts if many else parts[:1] if not isinstance(value, str) else [value]:
        text = str(getattr(part, "pk", part)).strip()
        pk = int(text) if text.isdecimal() and len(text) > 9 else names.find(one, text)
        if not names.has(one, pk):
            raise ValueError(_("选的不在名单里"))
        found.append(pk)
    return list(dict.fromkeys(found)) if many else found[0] if found else None


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        text = clean(value).replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
        try:
            year, month, day = (int(part) for part in text.split(" ")[0].split("T")[0].split("-"))
            value = date(year, month, day)
        except ValueError:
            raise ValueError(_("“{text}”不是日期，要写成 2026-06-16").format(text=clean(value)[:20])) from None
    if not FIRST <= value <= date(clock.today().year + 30, 12, 31):
        raise ValueError(_("{day}太远了，请核对年份").format(day=value.isoformat()))
    return value


def _number(one: Field, value: Any) -> Decimal:
    try:
        number = Decimal(clean(value).replace(",", "").replace("，", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError(_("“{text}”不是数字").format(text=clean(value)[:20]))
    if number < 0 or (one.kind == "int" and number != number.to_integral_value()):
        raise ValueError(_("要填整数，不能是负数") if one.kind == "int" else _("不能是负数"))
    if one.kind == "int" and number > 2_000_000_000:
        raise ValueError(_("这个数太大了，请核对"))
    return number if one.kind == "int" else number.quantize(Decimal("0.01"))


def told_of(one: Field, value: Any, names: Mapping[int, str]) -> str:
    """A value as a reader sees it."""
    if value in (None, "", [], False):
        return ""
    if one.kind == "choice":
        return str(dict(one.choices).get(value, value))
    if one.kind == "day":
        return days.day(value if isinstance(value, date) else date.fromisoformat(value))
    if one.kind == "flag":
        return _("是")
    if one.kind in TIED:
        return "、".join(names.get(pk, "") for pk in (value if isinstance(value, list) else [value]))
    if one.kind in ("int", "money"):
        return f"{Decimal(value):,f}".removesuffix(".00")
    return str(value)
