"""履职关闭: the attendance of an activity is fixed, and whoever counts by it is told (R-183). Reopened, what was counted is taken back.

Those who count stand above this storey and register here what they do; the activity knows none of them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.activities.models import Attendance, Expected, Speech
from huiyin.activities.standing import standing
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Post

SETTLED: list[Callable[[Act], None]] = []
"""What else happens when an activity is settled, and again when it is reopened."""
KEPT: list[Callable[[Any], Iterable[Lack]]] = []
"""Why a settled activity may not be reopened any more."""
MOST_NAMES = 3


def is_settled(case: Any) -> bool:
    return standing(case)[0]


def open_still(case: Any, post: Post) -> Iterable[Lack]:
    if is_settled(case):
        yield Lack(_("出席已经定了。要改，请先重新打开。"), "reopen", moot=True)


def was_settled(case: Any, post: Post) -> Iterable[Lack]:
    if not is_settled(case):
        yield Lack(_("出席还没有定，不用重新打开。"), "settle", moot=True)


def nobody_at_two_places(case: Any, post: Post) -> Iterable[Lack]:
    """The same day and the same hour: somebody stands on the list of another activity, too."""
    if not case.meets_at:
        return
    mine = Attendance.objects.filter(case=case.pk, until=None, voided_by=None, person__isnull=False).values("person")
    other = Attendance.objects.filter(
        committee=case.committee_id, until=None, voided_by=None, person__in=mine, case__activity__meets_on=case.meets_on,
        case__activity__meets_at=case.meets_at,
    ).exclude(case=case.pk).exclude(case__state="cancelled").order_by("pk")  # fmt: skip
    found = list(other.values_list("person__name", "case__title")[:MOST_NAMES])
    if found:
        said = "；".join(_("{name}也在《{title}》").format(name=name, title=title) for name, title in found)
        yield Lack(_("同一天同一时间一个人只能在一处：{said}。请先去掉其中一行。").format(said=said), "strike")


def not_counted_for_good(case: Any, post: Post) -> Iterable[Lack]:
    for kept in KEPT:
        yield from kept(case)


def people_of(case: Any) -> list[int]:
    """Everyone whom the activity concerns: who came, who was asked, who spoke. Three queries."""
    found: set[int] = set()
    for model in (Attendance, Expected, Speech):
        found.update(model.objects.filter(case=case.pk, person__isnull=False).values_list("person_id", flat=True))
    return sorted(found)


def settle(act: Act) -> None:
    act.facet("settled", "yes")
    for tell in SETTLED:
        tell(act)


def reopen(act: Act) -> None:
    act.facet("settled", "")
    for tell in SETTLED:
        tell(act)
