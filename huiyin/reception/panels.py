"""What the case page shows of a voice, a problem and a coordination. A name and a telephone only to whoever has just said why."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import clock
from huiyin.kernel.models import Event
from huiyin.reception import citizens
from huiyin.reception.coordination import FLOW as COORDINATION
from huiyin.reception.flow import FLOW, subjects
from huiyin.reception.models import Citizen, Coordination, Said, Verdict, Voice
from huiyin.reception.problem import FLOW as PROBLEM
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, Stop, face, panel

SEEN_FOR = timedelta(minutes=30)


def _tags(flow: Any, case: Any) -> list[tuple[Any, str]]:
    state = flow.by_state[case.state]
    return [(state.label, state.look if state.look in ("way", "soon", "late", "done") else "")]


def voice_tags(case: Any) -> list[tuple[Any, str]]:
    again = [(_("重办"), "late")] if case.times else []
    return [*again, *_tags(FLOW, case)]


def voice_about(case: Any) -> str:
    subject = dict(subjects(case, None)).get(case.subject, "")
    people = _("{n} 人").format(n=case.people) if case.people > 1 else ""
    said = [case.site.name if case.site else _("政协办公室"), case.get_channel_display(), subject, people, case.place]
    return " · ".join(str(one) for one in said if one)


face(
    Face(
        "voice", lambda case: str(case.number), voice_tags, voice_about,
        stops=(
            Stop(gettext_lazy("登记"), ("arriving",), ("received",)),
            Stop(gettext_lazy("受理"), ("received",), ("problem", "to_echo", "echoed")),
            Stop(gettext_lazy("办理"), ("problem",), ("to_echo", "echoed")),
            Stop(gettext_lazy("回音"), ("problem", "to_echo"), ("echoed",)),
        ),
    )
)  # fmt: skip
face(
    Face(
        "problem",
        lambda case: "",
        lambda case: _tags(PROBLEM, case),
        lambda case: case.site.name if case.site else _("政协办公室"),
        stops=(
            Stop(gettext_lazy("研究"), ("open",), ("working", "settled")),
            Stop(gettext_lazy("办理"), ("working",), ("settled",)),
            Stop(gettext_lazy("确认"), ("settled",), ("confirmed",)),
            Stop(gettext_lazy("销号"), ("confirmed",), ("closed",)),
        ),
    )
)


def words(tree: Any) -> dict[str, Any] | None:
    """The citizen's own words, what was asked and answered since, what he was told and what he says of it."""
    case = tree.case
    if case.kind != "voice":
        return None
    said = [
        {"who": _("群众补充") if row.by_citizen else _("告诉群众"), "words": row.words, "day": days.month_day(clock.local_day(row.at)) if row.at else ""}
        for row in Said.objects.filter(case=case.pk, voided_by=None).order_by("pk")
    ]  # fmt: skip
    verdict = Verdict.objects.filter(case=case.pk, until=None, voided_by=None).first()
    return {"said": said, "verdict": verdict}


def citizen(tree: Any) -> dict[str, Any] | None:
    """Masked, unless this very post gave its reason within the last half hour."""
    case = tree.case
    if case.kind != "voice":
        return None
    row = Citizen.objects.filter(voice=case.pk).first()
    if row is None:
        return None
    opened = Event.objects.filter(
        case=case.pk, step="reveal", post_id=tree.post.pk, at__gte=clock.now() - SEEN_FOR
    ).exists()
    who = citizens.opened(row) if opened else citizens.masked(row)
    ask = reverse("case", args=[case.uid]) + "?step=reveal#step"
    return {"who": who, "opened": opened, "erased": row.erased_at, "ask": ask, "left": bool(row.sealed)}


def voices(tree: Any) -> dict[str, Any] | None:
    """The voices that a problem is made of; only for those who may see voices, others read how many there are."""
    case = tree.case
    if case.kind != "problem":
        return None
    rows = Voice.objects.filter(of_problem=case.pk).order_by("number")
    found = list(rows.filter(FLOW.sees.twin(tree.post))[:50])
    n = rows.aggregate(n=Count("pk"), echoed=Count("pk", filter=Q(state="echoed")))
    shown = [
        {
            "number": one.number,
            "title": one.title,
            "url": reverse("case", args=[one.uid]),
            "state": FLOW.by_state[one.state].label,
        }
        for one in found
    ]
    return {"voices": shown, "n": n["n"], "echoed": n["echoed"]}


def part_of(tree: Any) -> dict[str, Any] | None:
    """The problem that a voice became part of."""
    case = tree.case
    if case.kind != "voice" or case.of_problem is None:
        return None
    problem = case.of_problem
    return {
        "problem": problem,
        "url": reverse("case", args=[problem.uid]),
        "state": PROBLEM.by_state[problem.state].label,
    }


def told(tree: Any) -> dict[str, Any] | None:
    """What came of the problem, in the words that every citizen is told."""
    case = tree.case
    if case.kind != "problem" or not case.told:
        return None
    return {"told": case.told, "result": case.get_result_display()}


def units(tree: Any) -> dict[str, Any] | None:
    """What units were asked to do, and what each said; a unit reads its own line."""
    case = tree.case
    if case.kind != "problem":
        return None
    rows = Coordination.objects.filter(COORDINATION.sees.twin(tree.post), parent=case.pk).select_related("unit")
    lines = [
        {"row": one, "url": reverse("case", args=[one.uid]), "state": COORDINATION.by_state[one.state].label}
        for one in rows.order_by("pk")
    ]
    return {"lines": lines} if lines else None


panel(Panel("problem-told", "reception/told.html", told))
panel(Panel("problem-units", "reception/units.html", units, draws="coordination"))
panel(Panel("voice-words", "reception/words.html", words))
panel(Panel("voice-problem", "reception/part_of.html", part_of))
panel(Panel("problem-voices", "reception/voices.html", voices))
panel(Panel("voice-citizen", "reception/citizen.html", citizen, place="margin"))
