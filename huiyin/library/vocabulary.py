"""The words of one committee's conditions: its units, sessions, states, classes, with what a person may call them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.models import RATINGS
from huiyin.kernel import parameters
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Committee, Organisation, Period
from huiyin.library.fold import fold
from huiyin.library.wanted import number_in, sounds_like
from huiyin.proposals.models import KINDS

LATE = "late"


def looks() -> dict[str, str]:
    """What else a case may be looked for by; `late` is no column but a comparison with today."""
    return {
        LATE: _("已逾期"),
        "key": _("重点提案"),
        "between": _("平时提案"),
        "public": _("已公开"),
        "promise": _("有承诺"),
    }


OTHER_WORDS = {
    "overdue": ("look", LATE), "逾期": ("look", LATE), "重点": ("look", "key"), "平时": ("look", "between"), "公开": ("look", "public"), "承诺": ("look", "promise"),
}  # fmt: skip


@dataclass
class Vocabulary:
    """`units`: id → (name, whole name). `sessions`: code → name. Read once per request, two queries."""

    committee: Committee
    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    years: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, committee: Committee) -> "Vocabulary":
        bodies = Organisation.objects.filter(committee=committee, kind="unit").order_by("name")
        periods = list(Period.objects.filter(committee=committee, kind="session").values_list("code", "name", "year"))
        return cls(
            committee,
            {str(pk): (name, whole) for pk, name, whole in bodies.values_list("pk", "name", "full_name")},
            {code: name for code, name, _year in periods},
            sorted({str(year) for *_rest, year in periods if year}, reverse=True),
        )

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Side → value → what it is called."""
        return {
            "unit": {pk: name for pk, (name, _whole) in self.units.items()}, "session": self.sessions, "year": {year: year for year in self.years},
            "state": {state.name: str(state.label) for state in flow_of("proposal").states}, "rating": {value: str(label) for value, label in RATINGS},
            "class": {str(row[0]): f"{row[0]} {row[1]}" for row in parameters.get(self.committee, "P-20")},
            "subject": {str(row[0]): str(row[0]) for row in parameters.get(self.committee, "P-28a")},
            "form": {value: str(label) for value, label in KINDS}, "look": looks(),
        }  # fmt: skip

    def label(self, side: str, value: str) -> str:
        return self.labels.get(side, {}).get(value, value)

    def meant(self, side: str, text: str) -> list[str]:
        """The values of a side that a text may mean; empty where there is none."""
        wanted = fold(text).strip()
        if side == "number":
            return [number_in(wanted) or text.strip()] if wanted else []
        if side == "unit":
            return self.units_named(wanted)
        if side == "look" and wanted in OTHER_WORDS:
            return [OTHER_WORDS[wanted][1]]
        labels = self.labels[side]
        same = [value for value, label in labels.items() if wanted in (fold(value), fold(label))]
        if same or side in ("class", "year"):
            return same
        return [value for value, label in labels.items() if wanted in fold(label)]

    @cached_property
    def _folded(self) -> list[tuple[str, str, str]]:
        return [(pk, fold(name), fold(whole)) for pk, (name, whole) in self.units.items()]

    def units_named(self, wanted: str) -> list[str]:
        """Ids of the units that a folded word means: it stands in the name, or is its pinyin or initials (住建 is 住房城乡建设局)."""
        if len(wanted) < 2:
            return []
        same = [pk for pk, name, whole in self._folded if wanted in (name, whole)]
        if same:
            return same
        if wanted.isascii():
            return [pk for pk, name, _whole in self._folded if wanted.isalpha() and sounds_like(name, wanted)]
        found = [pk for pk, name, whole in self._folded if wanted in name or wanted in whole]
        return found or [pk for pk, name, _whole in self._folded if len(wanted) <= 5 and _short_for(wanted, name)]

    def example(self, side: str) -> str:
        """A condition as it may be typed."""
        some: dict[str, Any] = {
            "unit": next((name for name, _whole in self.units.values()), _("住建")), "class": next(iter(self.labels["class"]), "A"),
            "year": next(iter(self.years), "2026"), "state": _("办理中"), "look": _("逾期"), "rating": _("不满意"), "number": "87",
            "subject": next(iter(self.labels["subject"]), ""), "session": next(iter(self.sessions.values()), ""), "form": _("界别"),
        }  # fmt: skip
        name = {
            "unit": "单位",
            "class": "类别",
            "year": "年份",
            "rating": "评价",
            "number": "编号",
            "subject": "分类",
            "session": "届次",
            "form": "提案类别",
        }
        return f"{name.get(side, '状态')}:{some[side]}"


def _short_for(short: str, name: str) -> bool:
    """Whether the letters of a short name stand in a name in order, the first one early: 住建局 in 住房城乡建设局."""
    at = -1
    for letter in short:
        at = name.find(letter, at + 1)
        if at < 0:
            return False
    return name.find(short[0]) <= 2
