"""A special action is set up, a lead of investment registered, a trip planned, the quotas of a year begun."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.initiatives.models import DIRECTIONS, PURPOSES, Investment, InvestYear, Programme, Trip
from huiyin.kernel import clock
from huiyin.kernel.act import act, open_case
from huiyin.kernel.models import Organisation, Person, Post
from huiyin.kernel.refusal import Missing, Refused

LONGEST = 3
"""Years that an action may run."""


def begin(
    as_: Post, *, title: str, begins: date, ends: date, theme: str = "", above: str = "", key: str | None = None
) -> Programme:
    """Set up a special action; a repeated `key` gives that of the first time. Errors: Missing with `fields` title, begins, ends."""
    wrong: dict[str, Any] = {}
    title = _titled(title, wrong)
    if ends <= begins:
        wrong["ends"] = _("结束的日期要晚于开始的日期。")
    elif ends.year - begins.year > LONGEST:
        wrong["ends"] = _("专项行动最长 {n} 年。").format(n=LONGEST)
    _refuse(wrong)
    row = {"theme": theme.strip()[:120], "above": above.strip()[:120], "begins": begins, "ends": ends}
    made: Programme = open_case("programme", as_=as_, title=title, key=key, row=row)
    return _entered(made, as_, key)


def lead(
    as_: Post, *, title: str, about: str = "", body: Organisation | None = None, source_of: str = "", introducer: str = "", key: str | None = None
) -> Investment:  # fmt: skip
    """Register a lead. Errors: Missing with `fields` title."""
    wrong: dict[str, Any] = {}
    title = _titled(title, wrong)
    _refuse(wrong)
    row = {
        "about": about.strip(),
        "body": body,
        "source_of": source_of.strip()[:120],
        "introducer": introducer.strip()[:120],
    }
    made: Investment = open_case("investment", as_=as_, title=title, key=key, row=row)
    return _entered(made, as_, key)


def trip(
    as_: Post, *, title: str, on: date, place: str, direction: str = "out", purpose: str = "invest", leader: Person | None = None, key: str | None = None
) -> Trip:  # fmt: skip
    """Plan a trip (or put one down that was made). Errors: Missing with `fields` title, direction, purpose, place, on."""
    wrong: dict[str, Any] = {}
    title = _titled(title, wrong)
    for name, value, table in (("direction", direction, DIRECTIONS), ("purpose", purpose, PURPOSES)):
        if value not in dict(table):
            wrong[name] = _("请选一项。")
    if not place.strip():
        wrong["place"] = _("请写去了哪里，或请谁来。")
    if not clock.today().year - 1 <= on.year <= clock.today().year + 1:
        wrong["on"] = _("只能登记去年、今年或明年的。")
    _refuse(wrong)
    row = {"on": on, "place": place.strip()[:120], "direction": direction, "purpose": purpose, "leader": leader}
    made: Trip = open_case("invest_trip", as_=as_, title=title, key=key, row=row)
    return _entered(made, as_, key)


def year_of(as_: Post, year: int) -> InvestYear:
    """The quotas of a year, begun if they are not. Errors: Refused for a year out of reach."""
    if not clock.today().year - 5 <= year <= clock.today().year + 1:
        raise Refused(_("{year} 年的任务现在不能定。").format(year=year))
    mark = f"{as_.committee_id}-{year}"
    there = InvestYear.objects.filter(mark=mark).first()
    if there is not None:
        there.committee = as_.committee
        return there
    title = _("{year} 年招商任务").format(year=year)
    made: InvestYear = open_case(
        "invest_year", as_=as_, title=title, key=f"invest-{year}", row={"year": year, "mark": mark, "number": str(year)}
    )
    return made


def _entered(made: Any, as_: Post, key: str | None) -> Any:
    if made.state == "arriving":
        made.committee = as_.committee
        act(made, "enter", as_=as_, key=f"{key}-e" if key else None)
    return made


def _titled(title: str, wrong: dict[str, Any]) -> str:
    title = title.replace("\x00", "").strip()
    if not title:
        wrong["title"] = _("请写名称，一句话说清。")
    elif len(title) > 100:
        wrong["title"] = _("名称太长了：{n} 个字，最多 100 个字。").format(n=len(title))
    return title


def _refuse(wrong: dict[str, Any]) -> None:
    if wrong:
        raise Missing(" ".join(map(str, wrong.values())), wrong)


__all__ = ["begin", "lead", "trip", "year_of"]
