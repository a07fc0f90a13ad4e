"""What is counted of appraisals (C26)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Figure, Source, declare, reached

# fmt: off
held = Figure("appraisals.held", _("民主评议"), _("次"), reached("appraisal", "appraised"), about=_("开过评议会的"), unit_at="case__appraisal__unit")
items = Figure("appraisals.items", _("评议意见"), _("条"), Source("suggestions.Suggestion", where={"case__kind": "appraisal"}), "rows", unit_at="case__appraisal__unit")
closed = Figure("appraisals.closed", _("民主评议办结"), _("次"), reached("appraisal", "closed"), overlaps=_("已算在民主评议内"), unit_at="case__appraisal__unit")

declare(held, items, closed)
# fmt: on
