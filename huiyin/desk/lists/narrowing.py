"""To what a reader narrowed the board: by session, unit, role, days and step, each read from the address and shown as links."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.desk.lists import clockboard
from huiyin.desk.lists.clockboard import BANDS, OPEN, Cell
from huiyin.desk.lists.clocks import Clocks
from huiyin.handling.models import ROLES, Assignment
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Organisation, Period
from huiyin.ui.templatetags.ui import link_to, replaced

KEYS = ("unit", "role", "state", "due")
COLUMNS = {"unit": 0, "role": 1, "state": 2, "due": 3}


@dataclass(frozen=True)
class Narrowed:
    """What was chosen; unknown values count as none. `names`: the units that may be chosen, by id."""

    names: dict[int, str]
    session: Period | None = None
    unit: int | None = None
    role: str = ""
    state: str = ""
    due: str = ""

    def value(self, key: str) -> Any:
        return getattr(self, key) or None

    def rows(self, post: Any, clocks: Clocks, *keys: str) -> QuerySet[Assignment]:
        """What is in hand, narrowed by the session and by these of the keys."""
        rows = self.of_session(clockboard.in_hand(post))
        for key in keys:
            if value := self.value(key):
                rows = rows.filter(clockboard.within(value, clocks) if key == "due" else Q(**{key: value}))
        return rows

    def of_session(self, rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
        return rows.filter(session=self.session) if self.session else rows

    def by(self, column: str, cells: Counter[Cell], *keys: str, **also: Any) -> Counter[Any]:
        """For each value of a column (unit, role, state, due) how many of the counted fit what was chosen under these keys, and `also`."""
        wanted = {key: self.value(key) for key in keys if self.value(key)} | also
        pairs = [(COLUMNS[key], value) for key, value in wanted.items()]
        at, found = COLUMNS[column], Counter[Any]()
        for cell, n in cells.items():
            if all(cell[i] == value for i, value in pairs):
                found[cell[at]] += n
        return found

    def count(self, cells: Counter[Cell], *keys: str, **also: Any) -> int:
        return self.by("due", cells, *keys, **also).total()

    def undated(self, cells: Counter[Cell]) -> int:
        """Of the rows that were chosen, how many have no day."""
        return self.count(cells, *KEYS, due="none") if self.due in ("", "none") else 0

    def label(self, key: str) -> str:
        value = self.value(key)
        if not value:
            return ""
        if key == "unit":
            return self.names[value]
        if key == "state":
            return str(flow_of("assignment").by_state[value].label)
        return str((dict(ROLES) if key == "role" else BANDS)[value])


def narrowed(request: Any) -> Narrowed:
    """One query, and one more when a session is named."""
    get, names = request.GET, bodies(request.post)
    number = get.get("unit", "")
    unit = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    session = None
    if code := get.get("session", ""):
        session = Period.objects.filter(committee=request.post.committee_id, kind="session", code=code[:24]).first()
    return Narrowed(
        names, session, unit if unit in names else None, _among(get.get("role"), dict(ROLES)), _among(get.get("state"), OPEN),
        _among(get.get("due"), BANDS),
    )  # fmt: skip


def _among(value: str | None, known: Any) -> str:
    return value if value and value in known else ""


def bodies(post: Any) -> dict[int, str]:
    """The units that a board may be narrowed to: for an assigning office those that answer to it. id → name."""
    rows = Organisation.objects.filter(committee=post.committee_id, kind="unit")
    if post.role == "assigning":
        rows = rows.filter(parent=post.organisation_id)
    return dict(rows.order_by("name").values_list("pk", "name"))


def stats(request: Any, one: Narrowed, cells: Counter[Cell]) -> list[dict[str, Any]]:
    """The groups of days as numbers that filter the list."""
    found, counts = [], one.by("due", cells, "unit", "role")
    for name, label in BANDS.items():
        n = counts[name]
        if n or name != "none":
            url = replaced(request.GET, {"due": None if name == one.due else name, "page": None, "state": None})
            found.append({"value": n, "unit": _("件次"), "label": label, "url": url, "late": name == "late" and n, "current": name == one.due})  # fmt: skip
    return found


def tabs(request: Any, one: Narrowed, cells: Counter[Cell]) -> list[dict[str, Any]]:
    flow = flow_of("assignment")
    counts, there = one.by("state", cells, "unit", "role", "due"), one.by("state", cells)
    return [
        {
            "label": flow.by_state[name].label if name else _("全部"), "url": replaced(request.GET, {"state": name, "page": None}),
            "count": counts[name] if name else counts.total(), "current": name == one.state,
        }
        for name in ("", *(name for name in OPEN if there[name]))
    ]  # fmt: skip


def facets(request: Any, one: Narrowed, cells: Counter[Cell]) -> list[dict[str, Any]]:
    """The columns beside the list: roles, and units, those with most that is late first."""
    by_role = one.by("role", cells, "unit", "state", "due")
    roles = [(name, label, by_role[name], 0) for name, label in ROLES if by_role[name] or name == one.role]
    every, late = one.by("unit", cells, "role", "state", "due"), one.by("unit", cells, "role", "state", due="late")
    units = [(pk, name, every[pk], late[pk]) for pk, name in one.names.items() if every[pk] or pk == one.unit]
    units.sort(key=lambda row: (-row[3], -row[2]))
    return [
        _facet(request, _("角色"), "role", one.role, roles),
        _facet(request, _("承办单位"), "unit", one.unit, units),
    ]


def _facet(request: Any, title: str, key: str, here: Any, rows: list[tuple[Any, Any, int, int]]) -> dict[str, Any]:
    links = [
        {"label": _("全部"), "url": replaced(request.GET, {key: None, "page": None}), "count": "", "current": not here}
    ]
    url = link_to(request.GET, key)
    for value, label, n, late in rows:
        links.append({"label": label, "url": url(value), "count": n, "late": late, "current": value == here})
    return {"title": title, "links": links}


def chips(request: Any, one: Narrowed) -> list[dict[str, str]]:
    """What was chosen, each a link to the page without it."""
    pairs = [("session", one.session.name if one.session else ""), *((key, one.label(key)) for key in KEYS)]
    return [{"label": words, "url": replaced(request.GET, {key: None, "page": None})} for key, words in pairs if words]
