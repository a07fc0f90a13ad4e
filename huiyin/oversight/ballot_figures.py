"""What is counted of ballots: 次 are those announced, 项 their items (S1-F26), 条 what was suggested with them (S1-F27)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Rate, Source, among, declare, reached

RESULTS = Source("oversight.BallotResult")
ANNOUNCED = reached("ballot", "announced")
COUNTS = (among(ANNOUNCED),)
"""A void ballot has its numbers, too, and they count nowhere."""

# fmt: off
held = Figure("ballots.held", _("民主测评"), _("次"), ANNOUNCED, about=_("宣布了结果的；作废的不算"))
items = Figure("ballots.items", _("民主测评项目"), _("项"), Source("oversight.Announced"), "rows", about=_("宣布了结果的，一项一行"))
suggestions = Figure("ballots.suggestions", _("测评时提的意见建议"), _("条"), Source("suggestions.Suggestion", where={"case__kind": "ballot"}), "rows")
issued = Figure("ballots.issued", _("发出测评票"), _("张"), RESULTS, "sum:issued", narrow=COUNTS, about=_("宣布了结果的；作废的不算"))
collected = Figure("ballots.collected", _("收回测评票"), _("张"), RESULTS, "sum:collected", narrow=COUNTS, overlaps=_("已算在发出测评票内"))

declare(
    held, items, suggestions, issued, collected,
    Rate("ballots.return_rate", _("测评票回收率"), collected, issued, about=_("发出的里，收回的占多少")),
)
# fmt: on
