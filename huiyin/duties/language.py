"""The language of the rules of points (P-40): a table that an office reads and writes, and that refuses what makes no sense.

A row has thirteen cells: code, name, what is counted, of whom, in which role, points each, factor, from the n-th, per n, most points,
least number, once per, group. "-" is an empty cell. A row whose second cell of meaning is `group` counts nothing: it caps what stands
under it, and may itself stand under another.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NONE, GROUP = "-", "group"
WHO = {
    "all": gettext_lazy("全体委员"),
    "standing": gettext_lazy("常委"),
    "ordinary": gettext_lazy("常委以外的委员"),
}
ROLES = {
    "any": gettext_lazy("不分"),
    "alone": gettext_lazy("独自"),
    "first": gettext_lazy("联名第一人"),
    "lead": gettext_lazy("独自或联名第一人"),
    "co": gettext_lazy("联名的其他人"),
    "top3": gettext_lazy("前三名"),
}
COVERS = {
    "any": {"alone", "first", "co", "co3"}, "alone": {"alone"}, "first": {"first"}, "lead": {"alone", "first"}, "co": {"co", "co3"},
    "top3": {"alone", "first", "co3"},
}  # fmt: skip
"""Which places among those who did it a role stands for; `co3` is one of the first three."""
FACTORS = {
    "full": gettext_lazy("每人全分"),
    "half": gettext_lazy("第一人一半，其他人平分另一半"),
    "even": gettext_lazy("大家平分"),
}
ONCE = {
    NONE: gettext_lazy("每次都计"),
    "record": gettext_lazy("同一件取最高的一项"),
    "matter": gettext_lazy("同一事项取最高的一项"),
    "day": gettext_lazy("同一天取最高的一项"),
    "year": gettext_lazy("一年只计一次"),
}
MOST_POINTS, MOST_COUNT = Decimal(1000), 999
CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
POINTS = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Rule:
    """One row. `points` each, signed; `cap` has the sign of the points, or is None; `minimum` 0: nothing is asked."""

    code: str
    label: str
    source: str
    who: str
    role: str
    points: Decimal
    factor: str
    start: int
    per: int
    cap: Decimal | None
    minimum: int
    once: str
    group: str

    @property
    def is_group(self) -> bool:
        return self.source == GROUP

    @property
    def last(self) -> int:
        """The last of the records in their order that it can count."""
        return self.start + self.per - 1 if self.once == "year" else MOST_COUNT

    def share(self, position: int, people: int) -> Decimal:
        """Which part of the points the one at this position (from 1) among so many has."""
        if self.factor == "full" or people < 2 and self.factor in FACTORS:
            return Decimal(1)
        if self.factor == "even":
            return Decimal(1) / people
        if self.factor == "half":
            return Decimal("0.5") if position == 1 else Decimal("0.5") / (people - 1)
        return Decimal(self.factor)

    def row(self) -> list[str]:
        """The cells, as `read` takes them."""
        cells = [
            getattr(self, one.name) or (None if one.name == "minimum" else getattr(self, one.name))
            for one in fields(self)
        ]
        return [NONE if cell in (None, "") else _number(cell) for cell in cells]


WIDTH = len(fields(Rule))


def _number(cell: object) -> str:
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


def read(rows: Sequence[Sequence[str]]) -> list[Rule]:
    """The rules of a table that `check` has passed."""
    return [_rule(row) for row in rows]


def _rule(row: Sequence[str]) -> Rule:
    code, label, source, who, role, points, factor, start, per, cap, least, once, group = row
    return Rule(
        code, label, source, who, role, Decimal(points), factor, int(start), int(per), None if cap == NONE else Decimal(cap),
        0 if least == NONE else int(least), once, "" if group == NONE else group,
    )  # fmt: skip


def check(rows: Sequence[Sequence[str]], sources: Mapping[str, object]) -> list[Rule]:
    """Errors: ValueError with a sentence that names the row: what it counts, a number, a circle, a record counted twice, a cap too low."""
    rules = []
    for row in rows:
        _cells(row, sources)
        rules.append(_rule(row))
    codes = [rule.code for rule in rules]
    if doubled := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(_("代码“{codes}”写了两次，请留一行。").format(codes="、".join(sorted(doubled))))
    _groups(rules)
    for rule in rules:
        _caps(rule)
    _twice([rule for rule in rules if not rule.is_group])
    return rules


def _cells(row: Sequence[str], sources: Mapping[str, object]) -> None:
    said = _("“{row}”").format(row=row[1] if len(row) > 1 else " | ".join(row))
    if len(row) != WIDTH:
        raise ValueError(_("{row}要有 {n} 格，空的写“-”。").format(row=said, n=WIDTH))
    code, _label, source, who, role, points, factor, start, per, cap, least, once, _group = row
    if not CODE.fullmatch(code):
        raise ValueError(_("{row}的代码“{code}”要用小写字母开头，只用字母、数字和下划线。").format(row=said, code=code))
    if source != GROUP and source not in sources:
        raise ValueError(_("{row}数的“{source}”这里没有。请从可以数的里选。").format(row=said, source=source))
    for value, known in ((who, WHO), (role, ROLES), (once, ONCE)):
        if value not in known:
            raise ValueError(_("{row}里的“{value}”不认识。可以写：{known}。").format(row=said, value=value, known="、".join(known)))  # fmt: skip
    for value in (points, *([cap] if cap != NONE else [])):
        _points(said, value)
    if factor not in FACTORS and not 0 < _decimal(factor) <= 1:
        raise ValueError(_("{row}的系数要写 {known}，或大于 0、不超过 1 的数。").format(row=said, known="、".join(FACTORS)))  # fmt: skip
    for value in (start, per, *([least] if least != NONE else [])):
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= MOST_COUNT:
            raise ValueError(
                _("{row}的“从第几件起”“每几件”“至少几件”要写 1 到 {n} 的整数，写 0 就永远数不完。").format(
                    row=said, n=MOST_COUNT
                )
            )


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() else Decimal(0)


def _points(said: str, text: str) -> None:
    if not POINTS.fullmatch(text) or abs(Decimal(text)) > MOST_POINTS:
        raise ValueError(_("{row}的分值“{text}”要写数字，最多两位小数，扣分写负数。").format(row=said, text=text))


def _groups(rules: Iterable[Rule]) -> None:
    """Whatever stands under a group ends at the top: no group is its own, in one step or in many."""
    by_code = {rule.code: rule for rule in rules}
    for rule in by_code.values():
        way, here = [rule.code], rule
        while here.group:
            above = by_code.get(here.group)
            if above is None or not above.is_group:
                raise ValueError(_("“{row}”归到“{group}”，可是表里没有这一组。先加一行，数的写 group。").format(row=here.label, group=here.group))  # fmt: skip
            if above.code in way:
                raise ValueError(_("“{row}”绕了一圈又归到自己，永远算不完。请改它的归组。").format(row=rule.label))
            way.append(above.code)
            here = above


def _caps(rule: Rule) -> None:
    if rule.is_group:
        if rule.cap is None:
            raise ValueError(_("“{row}”是一组，要写最多几分。").format(row=rule.label))
        return
    if rule.cap is None:
        return
    if rule.points * rule.cap < 0 or abs(rule.cap) < abs(rule.points):
        raise ValueError(_("“{row}”最多 {cap} 分，要和每次的分同号，并且不小于它。").format(row=rule.label, cap=_number(rule.cap)))  # fmt: skip
    asked = rule.points * rule.minimum / rule.per
    if rule.minimum and rule.factor == "full" and abs(asked) > abs(rule.cap):
        raise ValueError(
            _("“{row}”至少要 {n} 件，值 {asked} 分，可是最多只给 {cap} 分。请提高上限，或减少件数。").format(
                row=rule.label, n=rule.minimum, asked=_number(asked), cap=_number(rule.cap)
            )
        )


def _twice(rules: Sequence[Rule]) -> None:
    """Two rules that would give points for one and the same record: one of them must give way, or both stand in one group."""
    for number, one in enumerate(rules):
        for other in rules[number + 1 :]:
            if one.source == other.source and _meet(one, other):
                raise ValueError(
                    _(
                        "“{a}”和“{b}”数的是同一条记录，会计两次分。请改其中一行的对象、角色或件数，或把两行归到一组，都选“同一件取最高的一项”。"
                    ).format(a=one.label, b=other.label)
                )


def _meet(one: Rule, other: Rule) -> bool:
    highest = {"record", "matter", "day"}
    if one.group and one.group == other.group and one.once in highest and other.once in highest:
        return False
    if not one.points or not other.points:
        return False
    who = "all" in (one.who, other.who) or one.who == other.who
    roles = COVERS[one.role] & COVERS[other.role]
    return bool(who and roles and one.start <= other.last and other.start <= one.last)
