"""One round of evaluation: who sees and does what, how marks are shown, objected to, settled with a digest, and the best units named."""

import json
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.awards.models import Evaluation, Honour, Objection, UnitMark
from huiyin.awards.scoring import Score, read, unit_scores
from huiyin.kernel import clock, parameters
from huiyin.kernel.act import Act
from huiyin.kernel.figures import Scope, Span
from huiyin.kernel.flow import Lack
from huiyin.kernel.models import Case, Organisation, Post
from huiyin.kernel.refusal import Missing
from huiyin.kernel.who import NOBODY, Address, Who, role

MOST_CHANGE = 100

office = role("proposal_office", "proposal_director", label=gettext_lazy("提案委办公室"))
director = role("proposal_director", label=gettext_lazy("提案委主任"))
house = role(
    "leader", "reviewer", "proposal_office", "proposal_director", "assigning", label=gettext_lazy("政协机关和交办机关")
)
watchers = role("leader", "reviewer", "proposal_office", "proposal_director", label=gettext_lazy("政协机关"))

unit = Who(
    "unit_of_mark",
    gettext_lazy("被考评的单位"),
    lambda post, case: post.role == "unit" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit" else NOBODY,
    lambda case: [Address("unit", case.unit_id)],
)
unit_head = Who(
    "head_of_mark",
    gettext_lazy("单位领导"),
    lambda post, case: post.role == "unit_head" and post.organisation_id == case.unit_id,
    lambda post: Q(unit=post.organisation_id) if post.role == "unit_head" else NOBODY,
)
assigning_of = Who(
    "assigning_of_mark",
    gettext_lazy("归口的交办机关"),
    lambda post, case: post.role == "assigning" and case.unit.parent_id == post.organisation_id,
    lambda post: Q(unit__parent=post.organisation_id) if post.role == "assigning" else NOBODY,
)
sees_mark = watchers | assigning_of | unit | unit_head


def scope_of(case: Any) -> Scope:
    """The session that is evaluated, as of today."""
    session = case.session
    return Scope(case.committee, Span(session.name, "session", session.code, (session.pk,)))


def something_to_mark(case: Any, post: Post) -> Iterable[Lack]:
    if case.session_id is None or not any(score.total is not None for score in unit_scores(scope_of(case))):
        yield Lack(_("这次会议还没有可以考评的承办任务。交办、答复以后再公示。"))


def one_decimal(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def show(act: Act) -> None:
    """Every unit gets its mark as counted today, with the ids of what was counted; from now on nothing is counted anew."""
    span = clock.Span.parse(str(parameters.get(act.committee, "P-28-OBJECT", act.on)))
    until = clock.due(span, act.on or clock.today(), parameters.calendar(act.committee))
    act.change(shown_on=act.on, objections_until=until)
    for score in unit_scores(scope_of(act.case)):
        mark = _open_mark(act, score)
        act.tell(
            [Address("unit", mark.unit_id)],
            _("《{title}》公示了你单位的得分，有异议请在{day}前提出。").format(
                title=act.case.title, day=clock.day_words(until) if until else ""
            ),
        )


def _open_mark(act: Act, score: Score) -> Any:
    points = None if score.total is None else one_decimal(score.total)
    title = _("{title}：{unit}").format(title=act.case.title, unit=score.unit.name)
    return act.open(
        "unit_mark", title, parent=None, of_round_id=act.case.pk, unit_id=score.unit.pk, points=points,
        parts=score.as_rows(), replies=score.replies, number=act.case.number,
    )  # fmt: skip


def window_is_over(case: Any, post: Post) -> Iterable[Lack]:
    """Nobody's time to object is cut short."""
    if case.objections_until and clock.today() <= case.objections_until:
        yield Lack(_("异议期到{day}为止，过了才能定分。").format(day=clock.day_words(case.objections_until)))


def objections_answered(case: Any, post: Post) -> Iterable[Lack]:
    names = list(UnitMark.objects.filter(of_round=case.pk, state="objected").values_list("unit__name", flat=True))
    if names:
        yield Lack(_("{names}的异议还没有答复。").format(names="、".join(names)))


def settle(act: Act) -> None:
    """Ranks, and a digest of every mark with all its parts, sealed in the ledger by a step of its own."""
    pks = list(UnitMark.objects.filter(of_round=act.case.pk).order_by("pk").values_list("pk", flat=True))
    list(Case.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    marks = [act.load(pk) for pk in pks]
    for rank, mark in ranked(marks):
        act.change(mark, rank=rank)
    for mark in marks:
        act.move(mark, "settle")
    digest = digest_of(marks)
    act.change(sha256=digest)
    act.move(act.case, "freeze", sha256=digest, units=str(len(marks)))


def ranked(marks: Iterable[Any]) -> list[tuple[int, Any]]:
    """(rank, mark), the best first; equal marks share a rank. What could not be counted has none, nor has who answered nothing itself."""
    rows = sorted(
        (mark for mark in marks if mark.total is not None and mark.replies != 0), key=lambda mark: -mark.total
    )
    found: list[tuple[int, Any]] = []
    for place, mark in enumerate(rows, 1):
        same = found and found[-1][1].total == mark.total
        found.append((found[-1][0] if same else place, mark))
    return found


def digest_of(marks: Iterable[Any]) -> str:
    """SHA-256 (hex) of the marks in the order of their units: canonical JSON of unit, points, change, rank and parts."""
    rows = [
        {"unit": mark.unit_id, "points": _text(mark.points), "change": _text(mark.change), "rank": mark.rank, "parts": mark.parts}
        for mark in sorted(marks, key=lambda mark: mark.unit_id)
    ]  # fmt: skip
    return sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _text(value: Any) -> str:
    return "" if value is None else str(one_decimal(value))


def most_named(committee: Any, units: int) -> int:
    """How many units may be named: the share of P-28-SHARE, one at least."""
    return max(units * int(parameters.get(committee, "P-28-SHARE")) // 100, 1)


def to_name(case: Any, post: Post) -> list[tuple[int, str]]:
    """The units with a mark, the best first."""
    marks = UnitMark.objects.filter(of_round=case.pk, rank__isnull=False).select_related("unit").order_by("rank", "pk")
    return [
        (mark.unit_id, _("第 {rank} 名 {unit}，{points} 分").format(rank=mark.rank, unit=mark.unit.name, points=mark.total))
        for mark in marks
    ]  # fmt: skip


def within_share(act: Act) -> None:
    count = UnitMark.objects.filter(of_round=act.case.pk, rank__isnull=False).count()
    most = most_named(act.committee, count)
    if len(act.facts["units"]) > most:
        sentence = _("{count} 个单位参加考评，最多命名 {most} 个。请少选几个，或先改“先进承办单位比例”。").format(
            count=count, most=most
        )
        raise Missing(sentence, {"units": sentence})


def name_units(act: Act) -> None:
    act.change(decision=act.facts["decision"])
    chosen = UnitMark.objects.filter(of_round=act.case.pk, unit__in=act.facts["units"]).values_list("pk", flat=True)
    for pk in chosen:
        mark = act.load(pk)
        act.dated(Honour, case=mark, organisation_id=mark.unit_id, words=act.facts.get("words", ""))
        act.tell(
            [Address("unit", mark.unit_id)],
            _("你单位被评为先进承办单位：{decision}。").format(decision=act.facts["decision"]),
        )


def in_window(case: Any, post: Post) -> Iterable[Lack]:
    until = Evaluation.objects.filter(pk=case.of_round_id).values_list("objections_until", flat=True).first()
    if until is not None and clock.today() > until:
        yield Lack(_("异议期{day}已经过了。").format(day=clock.day_words(until)))


def items(case: Any, post: Post) -> list[tuple[str, str]]:
    """The parts of the mark that a unit may object to."""
    return [(part.code, part.label) for part in read(case.parts)]


def object_(act: Act) -> None:
    act.dated(
        Objection, organisation_id=act.case.unit_id, item=act.facts.get("item", ""), why=act.facts["why"],
    )  # fmt: skip
    act.change(objected=act.case.objected + 1)


def answer_fits(act: Act) -> None:
    """An objection that is upheld changes the mark; one that is not does not."""
    if act.facts["upheld"] != "yes":
        return
    try:
        change = Decimal(str(act.facts.get("change") or ""))
    except InvalidOperation:
        change = Decimal(0)
    if not change or abs(change) > MOST_CHANGE:
        sentence = _("成立的，请写加几分（减分写负数），最多 100 分。")
        raise Missing(sentence, {"change": sentence})


def answer(act: Act) -> None:
    upheld = act.facts["upheld"] == "yes"
    change = one_decimal(act.facts["change"]) if upheld else Decimal(0)
    row = Objection.objects.filter(case=act.case.pk, upheld=None, voided_by=None).order_by("-pk").first()
    if row is not None:
        act.change(row, upheld=upheld, change=change, words=act.facts["words"])
    if change:
        act.change(change=act.case.change + change)


def unit_name(case: Any) -> str:
    if case.unit_id is None:
        return ""
    return Organisation.objects.filter(pk=case.unit_id).values_list("name", flat=True).first() or ""
