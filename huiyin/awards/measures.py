"""What can be counted of a unit's handling in one session: for each measure the dated rows, whose they are, and which are good.

A share counts so many good ones of so many; an occurrence counts each row. The rules (P-28, P-28-EACH) say what each is worth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from huiyin.handling.models import (
    ANSWERING,
    FACE_TO_FACE,
    Assignment,
    Commitment,
    Contact,
    Publication,
    Rating,
    Reply,
    ReplyReturn,
    ResultClass,
)
from huiyin.kernel.figures import Scope
from huiyin.kernel.models import Todo

Found = dict[int, list[tuple[int, bool]]]
"""Unit → the cases counted for it, each with whether it is a good one."""


@dataclass(frozen=True)
class Measure:
    """`unit` and `case` name the columns of whom and of what a row counts; `good` which rows are the part of a share."""

    code: str
    about: Any
    rows: Callable[[Scope], QuerySet[Any]]
    unit: str = "unit_id"
    case: str = "pk"
    good: Callable[[Scope], Q] = lambda scope: Q(pk__isnull=False)

    def found(self, scope: Scope) -> Found:
        """One query."""
        good = Case(When(self.good(scope), then=Value(True)), default=Value(False), output_field=BooleanField())
        rows = self.rows(scope).order_by("pk").annotate(is_good=good).values_list(self.unit, self.case, "is_good")
        found: Found = {}
        for unit, case, is_good in rows:
            if unit is not None:
                found.setdefault(unit, []).append((case, is_good))
        return found


def _parts(scope: Scope) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(committee=scope.committee, parent__kind="proposal").exclude(state="ended")
    return rows.filter(session__in=scope.span.sessions) if scope.span.sessions is not None else rows


def _answering(scope: Scope) -> QuerySet[Assignment]:
    return _parts(scope).filter(role__in=ANSWERING)


def _owed(step: str, *roles: str) -> Callable[[Scope], QuerySet[Todo]]:
    """What came due or was done, of a step that units owe by a date."""

    def rows(scope: Scope) -> QuerySet[Todo]:
        todos = Todo.objects.filter(case__in=_parts(scope).filter(role__in=roles), step=step, due__isnull=False)
        todos = todos.filter(Q(closed_at__isnull=False) | Q(due__lt=scope.until.date()))
        return todos.annotate(day=TruncDate("closed_at"))

    return rows


def _rated(*values: str) -> QuerySet[Rating]:
    rows = Rating.objects.filter(voided_by=None, until=None, co=False)
    return rows.filter(value__in=values) if values else rows


def _in_session(rows: QuerySet[Any], scope: Scope, path: str) -> QuerySet[Any]:
    rows = rows.filter(committee=scope.committee)
    return rows.filter(**{f"{path}session__in": scope.span.sessions}) if scope.span.sessions is not None else rows


def _met(*ways: str) -> QuerySet[Any]:
    rows = Contact.objects.filter(voided_by=None).exclude(confirmed=False)
    return (rows.filter(way__in=ways) if ways else rows).values("case")


def _instructions_late(scope: Scope) -> QuerySet[Todo]:
    todos = _in_session(Todo.objects.filter(kind="instruction", step="answer", due__isnull=False), scope, "case__")
    todos = todos.annotate(day=TruncDate("closed_at"))
    return todos.filter(Q(day__gt=F("due")) | Q(closed_at=None, due__lt=scope.until.date()))


def _promises(*states: str) -> Callable[[Scope], QuerySet[Commitment]]:
    return lambda scope: _in_session(Commitment.objects.filter(state__in=states), scope, "")


def delivered(scope: Scope) -> dict[int, int]:
    """Unit → of how many of its parts a reply was delivered. One query."""
    replies = Reply.objects.filter(case__in=_answering(scope), delivered_at__isnull=False, voided_by=None)
    rows = replies.order_by().values_list("case__assignment__unit").annotate(n=Count("case", distinct=True))
    return dict(rows)


IN_TIME = Q(day__lte=F("due"))

# fmt: off
SHARES = {one.code: one for one in (
    Measure("reply_in_time", _("到期的和已经送出的答复里，在期限内送出的"), _owed("reply", *ANSWERING), good=lambda scope: IN_TIME, unit="organisation_id", case="case_id"),
    Measure("opinion_in_time", _("到期的和已经交出的会办意见里，在期限内交出的"), _owed("co_opinion", "co"), good=lambda scope: IN_TIME, unit="organisation_id", case="case_id"),
    Measure("contacted", _("主办、独办、分办的任务里，当面沟通过的；提案者不认可的不算"), _answering, good=lambda scope: Q(pk__in=_met(*FACE_TO_FACE))),
    Measure("talked", _("主办、独办、分办的任务里，沟通过的，任何方式"), _answering, good=lambda scope: Q(pk__in=_met())),
    Measure("content", _("提案者评价过的里，满意和基本满意的；没评价的不算"), lambda scope: _answering(scope).filter(parent__in=_rated().values("case")),
            good=lambda scope: Q(parent__in=_rated("satisfied", "basically").values("case"))),
    Measure("solved", _("分类的答复里，已经解决的"), lambda scope: ResultClass.objects.filter(case__in=_parts(scope), voided_by=None, until=None),
            good=lambda scope: Q(tag="solved"), unit="organisation_id", case="case_id"),
    Measure("published", _("应定公开的答复里，已经公开的"), lambda scope: _in_session(Publication.objects.filter(what="reply", unit__isnull=False).exclude(state__in=("kept", "waiting")), scope, ""),
            good=lambda scope: Q(state="published"), case="part_id"),
    Measure("promises_kept", _("到期的和办成的承诺里，经核实办成的"), lambda scope: _in_session(Commitment.objects.filter(Q(state="verified") | Q(by__lt=scope.until.date())).exclude(state="replaced"), scope, ""),
            good=lambda scope: Q(state="verified")),
)}
EACH = {one.code: one for one in (
    Measure("reply_late", _("逾期送达的第一次答复，每件"), lambda scope: Reply.objects.filter(case__in=_parts(scope), round=1, late=True, voided_by=None), unit="organisation_id", case="case_id"),
    Measure("returned", _("审核时退回重写，每次"), lambda scope: ReplyReturn.objects.filter(case__in=_parts(scope), voided_by=None), "case__assignment__unit_id", "case_id"),
    Measure("dissatisfied_again", _("重新办理以后仍不满意，每件"), lambda scope: _answering(scope).filter(parent__in=_rated("dissatisfied").filter(round__gte=2).values("case"))),
    Measure("disputed", _("提案者不认可的沟通记录，每次"), lambda scope: Contact.objects.filter(case__in=_parts(scope), voided_by=None, confirmed=False), "case__assignment__unit_id", "case_id"),
    Measure("instruction_late", _("逾期没有回应领导批示，每条"), _instructions_late, unit="organisation_id", case="case_id"),
    Measure("promise_kept", _("承诺经核实办成，每项"), _promises("verified")),
    Measure("promise_failed", _("承诺未能兑现，每项"), _promises("failed")),
)}
# fmt: on
