"""The faces of a duty year, a member's mark, a deed and an objection on the case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.duties import evaluating, people, posting, reading
from huiyin.duties.flow import DEED, MARK, OBJECTION, YEAR
from huiyin.duties.models import DutyMark, DutyYear, ModelMember
from huiyin.kernel.ids import to_text
from huiyin.kernel.models import Person
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

LOOKS = ("way", "soon", "late", "done")


def tags(flow: Any) -> Any:
    def of(case: Any) -> list[tuple[Any, str]]:
        state = flow.by_state[case.state]
        return [(state.label, state.look if state.look in LOOKS else "")]

    return of


def name_of(case: Any) -> str:
    return Person.objects.filter(pk=case.person_id).values_list("name", flat=True).first() or ""


# fmt: off
face(Face("duty_year", lambda case: str(case.number), tags(YEAR), about=lambda case: case.decision, stops=(
    Stop(YEAR.by_step["ask"].label, ("running",), ("stating",)), Stop(YEAR.by_step["show"].label, ("stating",), ("shown",)),
    Stop(YEAR.by_step["settle"].label, ("shown",), ("settled",)), Stop(YEAR.by_step["publish"].label, ("settled",), ("published",)),
    Stop(YEAR.by_step["apply"].label, ("published",), ("applied",)),
)))
face(Face("duty_mark", lambda case: "", tags(MARK), by=name_of))
face(Face("deed", lambda case: str(case.get_deed_kind_display()), tags(DEED), about=lambda case: days.day(case.on), by=name_of))
face(Face("duty_objection", lambda case: "", tags(OBJECTION), by=name_of))
# fmt: on


def year(tree: Any) -> dict[str, Any]:
    """The way to the overview, and the marks once there are some: place, points, what is lacking. Four queries."""
    case = tree.case
    rows = list(DutyMark.objects.filter(of_year=case.pk).select_related("person"))
    sums = posting.totals(case)
    for row in rows:
        if row.points is None:
            row.points = sums.get(row.person_id, 0)
    named = set(
        ModelMember.objects.filter(case=case.pk, until=None, voided_by=None).values_list("person_id", flat=True)
    )
    rows.sort(key=lambda row: (row.rank or 9999, -(row.points or 0), row.person.name))
    shown = [{"row": row, "named": row.person_id in named, "url": member_url(row.person_id, case.year), "lacking": "、".join(one[1] for one in row.lacking)} for row in rows]  # fmt: skip
    return {"marks": shown, "overview": f"{reverse('duties')}?year={case.year}"}


def member_url(person: int, year: int) -> str:
    return f"{reverse('duty_member', args=[to_text(person)])}?year={year}"


def mark(tree: Any) -> dict[str, Any]:
    """The statement, the points by rule and what is lacking. Four queries."""
    case = tree.case
    of = DutyYear.objects.get(pk=case.of_year_id)
    of.committee = tree.post.committee
    given = reading.sums(of, case.person_id)
    total = reading.total(given) if case.points is None else case.points
    lacking = case.lacking or evaluating.lacking(
        evaluating.asked(of), {(case.person_id, one.code): one.count for one in given}, people.waived(of, case.person_id), case.person_id
    )  # fmt: skip
    return {
        "statement": case.statement, "given": given, "total": total, "url": member_url(case.person_id, of.year), "rank": case.rank,
        "grade": case.grade, "exempt": case.exempt, "until": of.objections_until if of.state == "shown" else None,
        "lacking": [{"label": label, "least": least, "done": done} for _code, label, least, done in lacking] if case.state in ("shown", "settled") else [],
    }  # fmt: skip


def deed(tree: Any) -> dict[str, Any]:
    case = tree.case
    return {"words": case.words, "value": case.value, "level": case.level}


def objection(tree: Any) -> dict[str, Any]:
    """What is objected to, and what was answered. Two queries."""
    case, entry = tree.case, tree.case.entry
    words = _("{label}：{title}，{points} 分")
    against = ""
    if entry is not None:
        seen = reading.readable(tree.post, [entry.record])
        title = entry.record.title if entry.record_id in seen else days.day(entry.on)
        against = words.format(label=entry.label, title=title, points=entry.points)
    of = DutyYear.objects.get(pk=case.of_year_id)
    return {"against": against, "why": case.why, "upheld": case.upheld, "change": case.change, "words": case.words, "url": member_url(case.person_id, of.year)}  # fmt: skip


panel(Panel("duty-year", "duties/marks.html", year))
panel(Panel("duty-mark", "duties/mark.html", mark))
panel(Panel("deed", "duties/deed.html", deed))
panel(Panel("duty-objection", "duties/objection.html", objection))
