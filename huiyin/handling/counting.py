"""What is counted of handling, for whatever kind of case is handled (C1–C14): each kind declares these under its own name."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.handling.classing import UNFINISHED
from huiyin.handling.models import ANSWERING, FACE_TO_FACE
from huiyin.kernel import clock
from huiyin.kernel.figures import Figure, Rate, Scope, Source, Standing, having, reached
from huiyin.kernel.figures import standing as anything_standing

RELIEVED = anything_standing("assignment", "ended")
UNIT = "case__assignment__unit_id"


def standing(kind: str, parent: str, *states: str, **where: Any) -> Source:
    """Children of a kind of case that are in one of these states."""
    return Standing(
        "kernel.Stay",
        "entered_at",
        None,
        False,
        {"kind": kind, "state__in": states, "case__parent__kind": parent, **where},
    )


def _past(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """Promises whose day has passed by the day of the count."""
    return rows.filter(**{f"{case}__commitment__by__lt": scope.as_of or clock.today()})


def _held_a_while(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """Classes that were not replaced in the very act that gave them (by the audit)."""
    return rows.filter(Q(until=None) | Q(at=None) | Q(until__gt=F("at")))


def _not_relieved(rows: QuerySet[Any], scope: Scope, case: str) -> QuerySet[Any]:
    """Without the parts that a unit was relieved of: it owes no answer there."""
    ended = RELIEVED.rows(scope).filter(case=OuterRef(f"{case}_id"))
    return rows.filter(~Exists(ended))


def of(kind: str, name: str, handled: Figure, times: Figure) -> tuple[Figure | Rate, ...]:
    """The figures of one kind of parent, named `name.…`; `handled` counts its cases handed over, `times` its parts."""
    mine = {"case__parent__kind": kind}
    # fmt: off
    first = {**mine, "round": 1, "late__isnull": False}
    replied = Figure(f"{name}.replied_with_limit", _("有期限的办复"), _("件次"), Source("handling.Reply", "delivered_at", None, False, first), about=_("第一次答复已经送达、当时有期限的；历史上没有记期限的不算"), base=_("按承办件次"), unit_at="organisation_id")
    on_time = Figure(f"{name}.replied_on_time", _("按期办复"), _("件次"), Source("handling.Reply", "delivered_at", None, False, {**first, "late": False}), about=_("在期限内送达的，批准过的延期算在内"), base=_("按承办件次"), unit_at="organisation_id")
    answers = {"case__assignment__role__in": ANSWERING}
    to_answer = Figure(f"{name}.unit_to_reply", _("应答复的承办件次"), _("件次"), reached("assignment", "pending", **{**answers, "case__parent__kind": kind}), narrow=(_not_relieved,), about=_("主办、独办、分办的；会办不答复提案者，调整走的不算"), base=_("按承办件次"), unit_at=UNIT)
    answered = Figure(f"{name}.unit_replied", _("已答复的承办件次"), _("件次"), reached("assignment", "done", **{**answers, "case__parent__kind": kind}), narrow=(_not_relieved,), about=_("答复已经送达提案者的，重新办理中的也算答复过"), base=_("按承办件次"), unit_at=UNIT)
    asked = Figure(f"{name}.adjustments_asked", _("申请调整"), _("件次"), Source("handling.Adjustment", where=mine), base=_("按承办件次"))
    adjusted = Figure(f"{name}.adjusted", _("调整"), _("件次"), Source("handling.Adjustment", where={**mine, "granted": True}), about=_("交办机关同意调整的"), base=_("按承办件次"))
    extended = Figure(f"{name}.extended", _("延期"), _("件次"), Source("handling.Extension", where={**mine, "granted": True}), about=_("交办机关批准延期的"), base=_("按承办件次"))
    returned = Figure(f"{name}.replies_returned", _("答复退回重写"), _("次"), Source("handling.ReplyReturn", where=mine), "rows", about=_("审核时退回的次数"))
    made = Figure(f"{name}.promises", _("承诺事项"), _("项"), reached("commitment", "open", case__parent__kind=kind), about=_("答复里写明日期的事"))
    kept = Figure(f"{name}.promises_kept", _("承诺兑现"), _("项"), standing("commitment", kind, "verified"), about=_("经核实销号的"))
    failed = Figure(f"{name}.promises_failed", _("承诺未能兑现"), _("项"), standing("commitment", kind, "failed"), about=_("已向提案者说明的"))
    late = Figure(f"{name}.promises_late", _("承诺逾期"), _("项"), standing("commitment", kind, "open"), narrow=(_past,), about=_("日期已过还没有报称办成的"))
    unfinished = Figure(f"{name}.class_was_unfinished", _("答复时正在解决的"), _("件次"), Source("handling.ResultClass", holds=False, where={**mine, "given__in": ("first", "audited"), "tag__in": UNFINISHED}), narrow=(_held_a_while,), about=_("答复时分类是正在解决或列入计划的"), base=_("按承办件次"))
    turned = Figure(f"{name}.class_turned_solved", _("后来解决的"), _("件次"), Source("handling.ResultClass", where={**mine, "given": "later", "tag": "solved"}), about=_("答复时正在解决，承诺兑现后改为已解决的"), base=_("按承办件次"))
    decided = Figure(f"{name}.replies_to_publish", _("应定公开的答复"), _("份"), standing("publication", kind, "undecided", "review", "approved", "published", "withdrawn"), narrow=(having("text", "reply"),), about=_("已送达的答复，依法不公开的除外"))
    public = Figure(f"{name}.replies_published", _("公开的答复"), _("份"), standing("publication", kind, "published"), narrow=(having("text", "reply"),))
    public_text = Figure(f"{name}.texts_published", _("公开的提案"), _("件"), standing("publication", kind, "published"), narrow=(having("text", "proposal"),))
    looked = Figure(f"{name}.lookbacks", _("回头看"), _("次"), reached("lookback", "looked", case__parent__kind=kind))
    rebound = Figure(f"{name}.lookbacks_unkept", _("回头看未落实、反弹"), _("次"), Source("handling.Finding", where={**mine, "value__in": ("not_done", "rebound")}), overlaps=_("已算在回头看内"))
    met = Figure(f"{name}.talked_with", _("沟通过的"), _("件"), Source("handling.Contact", where=mine, exclude={"confirmed": False}), "distinct:case__parent_id", about=_("任何方式；提案者不认可的记录不算"))
    confirmed = Figure(f"{name}.met_confirmed", _("经提案者确认面商过的"), _("件"), Source("handling.Contact", where={**mine, "way__in": FACE_TO_FACE, "confirmed": True}), "distinct:case__parent_id", about=_("走访、座谈、现场，而且提案者确认属实"))
    marked = Figure(f"{name}.marked_by_units", _("单位评价过的提案"), _("件"), Source("handling.CaseMark", where=mine), "distinct:case__parent_id", about=_("双向评价：承办单位对提案质量的评价，每个单位取最后一次"))
    good = Figure(f"{name}.marked_good", _("单位评价质量高的"), _("件"), Source("handling.CaseMark", where={**mine, "value": "good"}), "distinct:case__parent_id", overlaps=_("已算在单位评价过的提案内"))
    poor = Figure(f"{name}.marked_poor", _("单位评价需要提高的"), _("件"), Source("handling.CaseMark", where={**mine, "value": "poor"}), "distinct:case__parent_id", overlaps=_("已算在单位评价过的提案内"))
    return (
        marked, good, poor,
        Rate(f"{name}.marked_good_rate", _("提案质量好评率"), good, marked, about=_("单位评价过的提案里，有单位认为质量高的占多少")),
        replied, on_time, asked, adjusted, extended, returned, made, kept, failed, late, unfinished, turned, decided, public, public_text, looked, rebound,
        met, confirmed, to_answer, answered,
        Rate(f"{name}.unit_reply_rate", _("承办单位办复率"), answered, to_answer, about=_("应答复的承办件次里，已经答复的占多少；可以按单位看"), base=_("按承办件次")),
        Rate(f"{name}.on_time_rate", _("按期办复率"), on_time, replied, about=_("有期限的办复里，在期限内送达的占多少"), base=_("按承办件次")),
        Rate(f"{name}.adjustment_rate", _("调整率"), adjusted, times, about=_("承办件次里，调整过的占多少"), base=_("按承办件次")),
        Rate(f"{name}.promise_rate", _("承诺兑现率"), kept, made, about=_("承诺事项里，经核实兑现的占多少")),
        Rate(f"{name}.conversion_rate", _("转化率"), turned, unfinished, about=_("答复时正在解决的里，后来解决的占多少"), base=_("按承办件次")),
        Rate(f"{name}.publication_rate", _("公开率"), public, decided, about=_("应定公开的答复里，已经公开的占多少")),
        Rate(f"{name}.talk_rate", _("沟通率"), met, handled, about=_("交办的里，沟通过的占多少")),
        Rate(f"{name}.met_confirmed_rate", _("面商率（经确认）"), confirmed, handled, about=_("交办的里，经提案者确认当面沟通过的占多少")),
    )
    # fmt: on
