"""The 条: a suggestion is a row of its own, because each gets its own answer and 条 is always a count of rows (G5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Dated, Organisation

ADOPTIONS = [("adopted", _("采纳")), ("partly", _("部分采纳")), ("not_adopted", _("未采纳"))]


class Suggestion(Dated):
    """One suggestion of a case, as it was submitted; a corrected submission ends it and brings a new one."""

    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["case", "position"], name="suggestion_case")]
        ordering = ["position"]


class SuggestionAnswer(Dated):
    """What a unit answers to one suggestion: adopted, partly, not, and what is done. `case` is the case that was answered."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, null=True, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    adoption = models.CharField(max_length=12, choices=ADOPTIONS)
    text = models.TextField()
