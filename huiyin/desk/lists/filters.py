"""What a reader of the catalogue chose: read from the address, turned into conditions, and shown as links."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.desk.lists import lateness
from huiyin.desk.lists.sessions import current, named, sessions
from huiyin.kernel import parameters
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Organisation, Period
from huiyin.proposals.drafts import HIDDEN
from huiyin.proposals.models import KINDS
from huiyin.ui.templatetags.ui import link_to, replaced

SORTS = {
    "number": ("number", "pk"), "-number": ("-number", "-pk"), "due": ("due", "pk"), "-due": ("-due", "-pk"), "title": ("title", "pk"),
    "-moved": ("-moved_at", "-pk"), "moved": ("moved_at", "pk"),
}  # fmt: skip


SESSIONS = 5


def looks() -> dict[str, str]:
    return {"late": _("已逾期"), "key": _("重点提案"), "between": _("平时提案")}


@dataclass
class Chosen:
    """The filters of one request; unknown values count as none."""

    periods: list[Period]
    period: Period | None
    every: bool
    stage: str = ""
    subject: str = ""
    kind: str = ""
    unit: str = ""
    look: str = ""
    q: str = ""
    sort: str = ""
    units: list[tuple[int, str]] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)


def chosen(request: Any) -> Chosen:
    """Two queries: the sessions, and the units by name."""
    get, committee = request.GET, request.post.committee
    found = sessions(committee)
    every = get.get("session") == "all" or not found
    period = None if every else named(found, get.get("session", "")) or current(found)
    units = Organisation.objects.filter(committee=committee, kind="unit").order_by("name").values_list("pk", "name")
    subjects = [str(row[0]) for row in parameters.get(committee, "P-28a")]
    one = Chosen(found, period, every, units=list(units), subjects=subjects)
    one.stage = _among(get.get("state"), flow_of("proposal").by_state)
    one.subject = get.get("subject", "")[:40]
    one.kind = _among(get.get("kind"), dict(KINDS))
    one.unit = _among(get.get("unit"), {str(pk) for pk, _name in one.units})
    one.look = _among(get.get("look"), looks())
    one.sort = _among(get.get("sort"), SORTS)
    one.q = get.get("q", "").strip()[:60]
    return one


def _among(value: str | None, known: Any) -> str:
    return value if value and value in known else ""


def conditions(one: Chosen, state: bool = True) -> Q:
    """Everything chosen as one condition on Proposal; without the state when it is the states that are counted."""
    where = ~Q(state__in=HIDDEN)
    if one.period is not None:
        where &= Q(session=one.period)
    if one.stage and state:
        where &= Q(state=one.stage)
    if one.subject:
        where &= Q(subject=one.subject)
    if one.kind:
        where &= Q(proposal_kind=one.kind)
    if one.unit:
        where &= Q(lead_unit=int(one.unit))
    if one.q:
        where &= Q(number=one.q) | Q(intake_number=one.q) | Q(title__icontains=one.q) | Q(proposers__icontains=one.q)
    return where & _look(one.look)


def _look(name: str) -> Q:
    if name == "late":
        return lateness.late_cases()
    if name == "key":
        return Q(key=True)
    return Q(between_sessions=True) if name == "between" else Q()


def plain(one: Chosen) -> bool:
    """Whether only the session and the state are chosen: then the states' counts are the whole count."""
    return not (one.subject or one.kind or one.unit or one.look or one.q)


def facets(request: Any, one: Chosen, states: dict[str, int]) -> list[dict[str, Any]]:
    """The columns of links beside the list. Only the states carry counts: those one index gives."""
    flow = flow_of("proposal")
    newest = [row for n, row in enumerate(one.periods) if n < SESSIONS or row is one.period]
    periods = [*((row.code, row.name) for row in newest), ("all", _("全部届次"))]
    here = "all" if one.every else one.period.code if one.period else ""
    by_state = [
        (s.name, s.label)
        for s in flow.states
        if (not states and s.name not in HIDDEN) or states.get(s.name) or s.name == one.stage
    ]
    return [
        _facet(request, _("届次"), "session", periods, here, None, always=True),
        _facet(request, _("办到哪里"), "state", by_state, one.stage, states),
        _facet(request, _("要留意"), "look", list(looks().items()), one.look),
        _facet(request, _("分类"), "subject", [(s, s) for s in one.subjects], one.subject),
        _facet(request, _("提案类别"), "kind", KINDS, one.kind),
        _facet(request, _("主办单位"), "unit", [(str(pk), name) for pk, name in one.units], one.unit),
    ]


def _facet(
    request: Any,
    title: str,
    key: str,
    pairs: Any,
    here: str,
    counts: dict[str, int] | None = None,
    always: bool = False,
) -> dict[str, Any]:
    links, url = [], link_to(request.GET, key)
    if not always:
        rest = replaced(request.GET, {key: None, "page": None})
        links.append({"label": _("全部"), "url": rest, "count": "", "current": not here})
    for value, label in pairs:
        links.append(
            {
                "label": label,
                "url": url(value),
                "count": counts.get(value, 0) if counts else "",
                "current": value == here,
            }
        )
    return {"title": title, "links": links, "key": key, "folded": len(links) > 12 and not here}


def chosen_links(request: Any, one: Chosen) -> list[dict[str, str]]:
    """The current filters, each a link to the page without it."""
    flow, units = flow_of("proposal"), {str(pk): name for pk, name in one.units}
    words = [
        ("state", str(flow.by_state[one.stage].label) if one.stage else ""), ("look", looks().get(one.look, "")),
        ("subject", one.subject), ("kind", str(dict(KINDS)[one.kind]) if one.kind else ""), ("unit", units.get(one.unit, "")),
        ("q", f"“{one.q}”" if one.q else ""),
    ]  # fmt: skip
    return [{"label": label, "url": replaced(request.GET, {key: None, "page": None})} for key, label in words if label]
