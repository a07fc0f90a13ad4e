"""What is counted of oversight: 次 are visits that took place, 家 the bodies, 项 the outcomes that are confirmed (S3-F16 to S3-F18, S1-F18)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, among, declare, having, reached
from huiyin.oversight import appraisal_figures, ballot_figures

__all__ = ["appraisal_figures", "ballot_figures"]

HELD = reached("activity", "held")
VISITS = (having("activity", "oversight"),)
ITEMS = Source("suggestions.Suggestion", where={"case__kind": "oversight"})


def looks(*verdicts: str) -> Source:
    return Source("oversight.SecondLook", where={"verdict__in": verdicts} if verdicts else {})


def outcome(*what: str) -> Source:
    return Source("oversight.OversightOutcome", where={"what__in": what} if what else {})


# fmt: off
planned = Figure("oversight.planned", _("列入计划的监督"), _("项"), reached("oversight", "planned"))
visits = Figure("oversight.visits", _("民主监督活动"), _("次"), HELD, narrow=VISITS, about=_("去过的、有人到的；同一项监督再去一次另算"))
random_visits = Figure("oversight.random_visits", _("随机监督"), _("次"), HELD, narrow=(*VISITS, having("mode", "random")), overlaps=_("已算在民主监督活动内"))
people = Figure("oversight.people", _("参加民主监督"), _("人次"), Source("activities.Attendance"), "sum:people", narrow=(*VISITS, among(HELD)))
units = Figure("oversight.units", _("接受监督的单位"), _("家"), Source("oversight.UnitWatched"), "distinct:unit_id", about=_("同一个单位监督几次算一家"), unit_at="unit_id")
letters = Figure("oversight.letters", _("民主监督建议书"), _("份"), reached("oversight_letter", "sent"), unit_at="case__oversightletter__unit")
letters_answered = Figure("oversight.letters_answered", _("建议书已复函"), _("份"), reached("oversight_letter", "answered"), overlaps=_("已算在建议书内"), unit_at="case__oversightletter__unit")
items = Figure("oversight.items", _("监督建议"), _("条"), ITEMS, "rows", about=_("记下的问题和建议，一条是一行记录"))
asked = Figure("oversight.asked", _("送达的监督建议"), _("条"), reached("oversight_item", "asked"))
answered = Figure("oversight.answered", _("单位答复的监督建议"), _("条"), Source("oversight.OversightAnswer"), about=_("再次答复的仍算一条"))
looked = Figure("oversight.looked", _("再去看过的监督建议"), _("条"), looks())
rectified = Figure("oversight.rectified", _("已整改"), _("条"), looks("rectified"), overlaps=_("已算在再去看过内"))
partly = Figure("oversight.partly", _("部分整改"), _("条"), looks("partly"), overlaps=_("已算在再去看过内"))
not_done = Figure("oversight.not_rectified", _("未整改"), _("条"), looks("not"), overlaps=_("已算在再去看过内"))
outcomes = Figure("oversight.outcomes", _("监督成果"), _("项"), outcome(), "rows", about=_("送达的建议书、已整改的事、促成的制度"))
rules_made = Figure("oversight.rules_made", _("监督促成的制度"), _("项"), outcome("rule"), "rows", overlaps=_("已算在监督成果内"))

declare(
    planned, visits, random_visits, people, units, letters, letters_answered, items, asked, answered, looked, rectified, partly, not_done, outcomes, rules_made,
    Rate("oversight.answer_rate", _("监督建议答复率"), answered, asked, about=_("送达的里，单位答复过的占多少")),
    Rate("oversight.rectified_rate", _("整改率"), rectified, looked, about=_("再去看过的里，已整改的占多少；部分整改不算")),
)
# fmt: on
