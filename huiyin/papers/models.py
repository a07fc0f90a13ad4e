"""Papers that are cases of their own: a leader's instruction 批示, which someone must answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models import Case, Organisation, Person

POLARITIES = [("demand", _("要求办理")), ("praise", _("肯定")), ("read", _("圈阅"))]


class Instruction(Case):
    """What a leader wrote on a case, and to whom. Its words are the case's own record and are never changed."""

    leader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="instructions")
    leader_name = models.CharField(max_length=60)
    addressee = models.ForeignKey(Organisation, models.PROTECT, related_name="instructions")
    words = models.TextField()
    polarity = models.CharField(max_length=10, choices=POLARITIES, default="demand")
    on_paper = models.BooleanField(default=False, help_text="registered by the secretary from paper")
    answer = models.TextField(blank=True)
    kept_by = models.CharField(
        max_length=24, default="proposal_office", help_text="the office that follows it until it is settled"
    )
