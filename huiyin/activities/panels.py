"""The face of a meeting or activity on the case page, and who is asked, who comes, who asked leave."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.activities.attending import called, here
from huiyin.activities.flow import FLOW
from huiyin.activities.leaving import expected
from huiyin.activities.models import ANSWERS, CATEGORIES
from huiyin.activities.settling import is_settled
from huiyin.ui import days
from huiyin.ui.panels import Face, Panel, face, panel

WATCH = ("station", "general_office", "leader")


def tags(case: Any) -> list[tuple[Any, str]]:
    state = FLOW.by_state[case.state]
    return [(state.label, "done" if case.state == "held" else "way" if case.state == "planned" else "")]


def with_whom(case: Any) -> str:
    return _("与{names}联合举办").format(names=case.joint_with) if case.joint_with else ""


def about(case: Any) -> str:
    return "　".join(part for part in (days.day(case.meets_on), case.meets_at, case.place, with_whom(case)) if part)


face(Face("activity", lambda case: str(case.get_activity_kind_display()), tags, about=about))


def people(tree: Any) -> dict[str, Any] | None:
    """Counts for everyone; names for those who keep the list or lead; of a member his own answer. Three queries."""
    case, post = tree.case, tree.post
    came = list(here(case).select_related("person").order_by("pk"))
    asked = list(expected(case).select_related("person").order_by("pk"))
    if not came and not asked:
        return None
    labels = dict(ANSWERS)
    mine = next((labels[row.answer] for row in asked if row.person_id == post.person_id), "")
    watches = post.role in WATCH
    return {
        "asked": [(label, sum(row.answer == code for row in asked)) for code, label in ANSWERS if any(row.answer == code for row in asked)],
        "here": [(label, sum(row.people for row in came if row.category == code)) for code, label in CATEGORIES if any(row.category == code for row in came)],
        "mine": mine,
        "came": "、".join(called(row) for row in came) if watches else "",
        "names": [(label, "、".join(row.person.name for row in asked if row.answer == code)) for code, label in ANSWERS if any(row.answer == code for row in asked)] if watches else [],
        "settled": is_settled(case), "held": case.state == "held",
    }  # fmt: skip


panel(Panel("activity-people", "activities/people.html", people))
