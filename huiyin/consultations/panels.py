"""A consultation's face and panels on the case page: the topic, its meetings, what was talked over, what becomes of each item."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.attending import called
from huiyin.activities.flow import FLOW as ACTIVITY
from huiyin.activities.models import CATEGORIES, Activity, Attendance
from huiyin.consultations.flow import FLOW
from huiyin.consultations.forms import brands_here, form_name
from huiyin.consultations.item import FLOW as ITEM
from huiyin.consultations.models import (
    ABOUT,
    CONSENSUS,
    VIEWS,
    CaseStudy,
    Deliberation,
    Effect,
    Item,
    Opinion,
    Replication,
    Signatory,
    Statement,
    StudyIncluded,
    SubIssue,
)
from huiyin.consultations.online import FLOW as ONLINE
from huiyin.consultations.rules import keeper
from huiyin.consultations.standing import outcome, standing
from huiyin.consultations.study import totals
from huiyin.kernel import clock
from huiyin.suggestions.models import ADOPTIONS
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

LOOKS = {"consensus": "done", "partly": "soon", "none": ""}
ANSWERS = {"adopted": "done", "partly": "soon", "not_adopted": ""}
WATCH = ("station", "general_office", "leader")
NOW = {"until": None, "voided_by": None}


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]


def about(case: Any) -> str:
    on = clock.local_day(case.opened_at) if case.opened_at else None
    brand = dict(brands_here(case.committee, on=on)).get(case.brand, "") if case.brand else ""
    said = [form_name(case.committee, case.form, on), brand, str(case.get_raised_as_display())]
    if case.site:
        said.append(case.site.name)
    return " · ".join(filter(None, said))


def by(case: Any) -> str:
    return _("第一召集人：{name}").format(name=case.convener) if case.convener else ""


face(
    Face(
        "consultation", lambda case: str(case.number) or _("未编号"), tags, about, by, joins=("site",),
        stops=(
            Stop(gettext_lazy("议题"), ("arriving", "raised"), ("preparing",)),
            Stop(gettext_lazy("准备"), ("preparing",), ("noticed",)),
            Stop(gettext_lazy("协商"), ("noticed", "minuted"), ("confirmed",)),
            Stop(gettext_lazy("成果"), ("confirmed",), ("handling", "to_tell")),
            Stop(gettext_lazy("落实"), ("handling",), ("to_tell",)),
            Stop(gettext_lazy("告知"), ("to_tell",), ("watching",)),
            Stop(gettext_lazy("回头看"), ("watching",), ("closed",)),
        ),
    )
)  # fmt: skip


def topic(tree: Any) -> dict[str, Any] | None:
    return {"background": tree.case.background, "stakeholders": tree.case.stakeholders}


def meetings(tree: Any) -> dict[str, Any] | None:
    """Each meeting with who came; names only for those who keep the list or lead the work."""
    rows = [row for row in tree.children if isinstance(row, Activity)]
    if not rows:
        return None
    came: dict[int, list[Attendance]] = {row.pk: [] for row in rows}
    for one in Attendance.objects.filter(case__in=list(came), **NOW).select_related("person").order_by("pk"):
        came[one.case_id].append(one)
    return {"meetings": [_meeting(tree, row, came[row.pk]) for row in rows]}


def _meeting(tree: Any, row: Activity, came: list[Attendance]) -> dict[str, Any]:
    counts = {code: sum(one.people for one in came if one.category == code) for code, _label in CATEGORIES}
    evidence = [one.evidence_id for one in came if one.evidence_id]
    return {
        "day": days.month_day(row.meets_on), "hour": row.meets_at, "place": row.place, "round": row.round, "state": ACTIVITY.by_state[row.state].label,
        "held": row.state == "held", "open": row.state == "planned", "people": sum(counts.values()),
        "counts": [(label, counts[code]) for code, label in CATEGORIES if counts[code]], "evidence": len(evidence),
        "names": "、".join(called(one) for one in came) if tree.post.role in WATCH else "",
        "door": reverse("activity_door", args=[row.uid]) if row.state == "planned" and tree.post.role in ("station", "general_office") else "",
        "sheet": reverse("activity_sheet", args=[row.uid]) if row.state == "planned" and tree.post.role in ("station", "general_office") else "",
    }  # fmt: skip


def issues(tree: Any) -> dict[str, Any] | None:
    rows = list(SubIssue.objects.filter(case=tree.case.pk, **NOW).order_by("pk"))
    names = dict(CONSENSUS)
    shown = [{"row": row, "result": names[row.result], "look": LOOKS[row.result]} for row in rows]
    return {"issues": shown} if shown else None


def items(tree: Any) -> dict[str, Any] | None:
    """Each item of the outcome: whose it is, how far, what was answered, what was done and what it came to."""
    if tree.case.outcome in ("", "none"):
        return None
    given = {row.suggestion_id: row for row in tree.children if isinstance(row, Item)}
    effects: dict[int, list[str]] = {}
    carried_out = [row.pk for row in given.values() if row.done]
    for one in Effect.objects.filter(case__in=carried_out, **NOW).order_by("pk"):
        number = f"{one.value:,.2f}".rstrip("0").rstrip(".")
        effects.setdefault(one.case_id, []).append(f"{one.get_what_display()} {number} {one.unit}")
    shown = []
    labels = dict(ADOPTIONS)
    for row in outcome(tree.case):
        item = given.get(row.pk)
        shown.append({
            "text": row.text, "item": item, "unit": item.unit.name if item else "", "state": ITEM.by_state[item.state].label if item else _("还没有交给单位"),
            "label": labels.get(row.adoption, ""), "look": ANSWERS.get(row.adoption, ""),
            "answer": item.answer if item else "", "done": item.done if item else "", "effects": effects.get(item.pk, []) if item else [],
            "solved": item.get_solved_display() if item and item.solved else "",
        })  # fmt: skip
    signed = (
        list(Signatory.objects.filter(case=tree.case.pk, **NOW).order_by("pk").values_list("name", flat=True))
        if tree.case.outcome == "agreement"
        else []
    )
    return {"items": shown, "outcome": tree.case.get_outcome_display(), "signed": signed}


def minutes(tree: Any) -> dict[str, Any] | None:
    """The minutes as a Word document, once they are written; and what participants were told."""
    if not tree.case.minutes:
        return None
    return {"url": reverse("consultation_minutes", args=[tree.case.uid]), "sealed": tree.case.minutes_sha256}


def opinions(tree: Any) -> dict[str, Any] | None:
    """Two ratings side by side, never mixed: of the discussion and of the handling."""
    if not standing(tree.case).rated:
        return None
    rows = list(Opinion.objects.filter(case=tree.case.pk, **NOW).values_list("about", "view"))
    shown = [
        {"label": label, "n": sum(one == about for one, _view in rows), "views": [(name, rows.count((about, view))) for view, name in VIEWS]}
        for about, label in ABOUT
    ]  # fmt: skip
    return {"opinions": [one for one in shown if one["n"]]}


panel(Panel("consultation-topic", "consultations/topic.html", topic))
panel(Panel("consultation-meetings", "consultations/meetings.html", meetings))
panel(Panel("consultation-issues", "consultations/issues.html", issues))
panel(Panel("consultation-items", "consultations/items.html", items))


def spread(tree: Any) -> dict[str, Any] | None:
    """Where the scheme was carried to, what it came to by unit, and the case study with what took it in."""
    if tree.case.state not in ("to_tell", "watching", "closed", "handling"):
        return None
    stands = standing(tree.case)
    if not stands.study and not stands.carried:
        return None
    rows = list(Replication.objects.filter(case=tree.case.pk, **NOW).order_by("on", "pk"))
    study = CaseStudy.objects.filter(case=tree.case.pk, **NOW).order_by("-pk").first()
    return {
        "places": rows, "totals": totals(rows), "study": study, "included": list(StudyIncluded.objects.filter(case=tree.case.pk, **NOW).order_by("on")),
        "url": reverse("consultation_study", args=[tree.case.uid]) if study else "",
    }  # fmt: skip


panel(Panel("consultation-spread", "consultations/spread.html", spread))
panel(Panel("consultation-minutes", "consultations/minutes.html", minutes, place="margin"))
panel(Panel("consultation-opinions", "consultations/opinions.html", opinions, place="margin"))


def online(tree: Any) -> dict[str, Any] | None:
    """The questions that are, or were, open on the net: views to be read first, views that are out, and what the answers come to."""
    if not standing(tree.case).online:
        return None
    from huiyin.consultations.answering import map_of  # with it comes numpy, which few cases need

    found = []
    for row in Deliberation.objects.filter(parent=tree.case.pk).order_by("-pk"):
        row.committee = tree.case.committee
        views = list(Statement.objects.filter(case=row.pk, **NOW).order_by("pk"))
        found.append({
            "row": row, "state": ONLINE.by_state[row.state].label, "read": map_of(row), "keeps": keeper.test(tree.post, row),
            "of": {state: [one for one in views if one.state == state] for state in ("waiting", "shown", "held")},
            "page": reverse("topic", args=[row.committee.code, row.uid]),
            "show": f"{reverse('case', args=[tree.case.uid])}?step=show&on={row.uid}#step",
        })  # fmt: skip
    return {"rows": found} if found else None


face(
    Face(
        "deliberation", lambda case: "", lambda case: [(ONLINE.by_state[case.state].label, "done" if case.state == "ended" else "way")],
        lambda case: _("征集到{day}为止").format(day=days.month_day(case.closes_on)),
        stops=(Stop(gettext_lazy("征集"), ("open",), ("ended",)), Stop(gettext_lazy("结束"), ("ended",), ())),
    )
)  # fmt: skip
panel(Panel("consultation-online", "consultations/online.html", online))
