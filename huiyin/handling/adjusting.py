"""退办、申请调整: a unit says that a case is not its own. Until it is decided the unit stays responsible (R-033…R-036)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.handling.effects import parent_clock, siblings
from huiyin.handling.models import ANSWERING, Adjustment
from huiyin.handling.rules import assigning
from huiyin.handling.rules import unit as of_unit
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Facet, Organisation, Post
from huiyin.kernel.refusal import Missing


def units(case: Any, post: Post) -> list[tuple[int, str]]:
    """Every other handling unit in being."""
    rows = Organisation.objects.filter(committee=case.committee, kind="unit", ends=None).exclude(pk=case.unit_id)
    return list(rows.order_by("code", "name").values_list("pk", "name"))


def window(case: Any) -> Any:
    """The last day on which the unit may ask (P-09), None without a limit."""
    handed = case.handed_on or clock.today()
    span = clock.Span.parse(str(parameters.get(case.committee, "P-09", handed)))
    return clock.due(span, handed, parameters.calendar(case.committee))


def in_window(case: Any, post: Post) -> Iterable[Lack]:
    last = window(case)
    if last is None or clock.today() <= last or _overridden(case):
        return
    yield Lack(
        _("申请调整的期限是{day}，已经过了。请继续办理；确有理由的，请交办机关先准许逾期申请。").format(
            day=clock.day_words(last)
        )
    )


def _overridden(case: Any) -> bool:
    return Facet.objects.filter(case=case.pk, name="late_adjustment", until=None, voided_by=None).exists()


def none_waits(case: Any, post: Post) -> Iterable[Lack]:
    if case.adjustment_asked_on:
        yield Lack(_("已经申请过调整，正在等交办机关决定。决定以前仍由你单位办理。"))


def one_waits(case: Any, post: Post) -> Iterable[Lack]:
    if not case.adjustment_asked_on:
        yield Lack(_("现在没有等着决定的调整申请。"), moot=True)


def window_has_passed(case: Any, post: Post) -> Iterable[Lack]:
    last = window(case)
    if last is None or clock.today() <= last:
        yield Lack(_("申请调整的期限还没过，单位可以直接申请。"), moot=True)


def allow_late(act: Act) -> None:
    act.facet("late_adjustment", "yes")


def ask(act: Act) -> None:
    facts, case = act.facts, act.case
    act.dated(
        Adjustment, organisation_id=case.unit_id, reason=facts.get("reason", ""), suggested_id=facts.get("suggested"),
        late=bool(window(case) and act.on and act.on > window(case)),
    )  # fmt: skip
    act.change(adjustment_asked_on=act.on)
    act.owe("grant_adjustment", assigning.owed(case))


def waiting(act: Act) -> Adjustment | None:
    return Adjustment.objects.filter(case=act.case, granted=None, voided_by=None).order_by("-recorded_at").first()


def _decide(act: Act, granted: bool) -> None:
    row = waiting(act)
    if row is not None:
        act.change(row, granted=granted, decided_at=act.at, words=act.facts.get("words", ""))
    act.change(adjustment_asked_on=None)
    act.facet("late_adjustment", "")


def refuse(act: Act) -> None:
    _decide(act, granted=False)


def replacement_fits(act: Act) -> None:
    """A co-handler may be replaced at once; a unit that answers is chosen in a new hand-over (P16)."""
    new = act.facts.get("unit")
    if new and act.case.role in ANSWERING:
        raise Missing(
            _("主办、独办、分办单位要重新拟交办。请不选接办单位，批准后在提案上重新交办。"),
            {"unit": _("只有会办单位可以直接换。")},
        )
    taken = {row.unit_id for row in siblings(act) if row.state != "ended"}
    if new and new in taken:
        raise Missing(_("这个单位已经在办这件提案。请另选一个。"), {"unit": _("已经在办这件提案。")})


def grant(act: Act) -> None:
    """The part ends. A co-handler's is given to another, if one is named; with an answering unit the whole is planned anew."""
    case = act.case
    _decide(act, granted=True)
    parent = act.load(case.parent_id)
    if case.role in ANSWERING:
        act.own(parent, None, None)
        act.move(parent, "replan")
        return
    if new := act.facts.get("unit"):
        child = act.open(
            "assignment", case.title, parent=parent, whole_id=parent.pk, unit_id=new, role=case.role, handed_on=act.on,
            assigned_by_id=case.assigned_by_id, number=case.number,
        )  # fmt: skip
        siblings(act).append(child)
        act.tell(of_unit.owed(child), _("《{title}》已交办给你单位，请签收。").format(title=case.title))
    act.move(parent, "regroup")
    parent_clock(act, parent)
