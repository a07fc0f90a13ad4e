from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.committee import Committee


class Period(Row):
    """A term 届, a session 次, a campaign 专项. A proposal belongs to a session, not to a calendar year (G2).

    A session begins when it opens and lasts, for counting, until the day before the next one opens.
    """

    KINDS = [("term", _("届")), ("session", _("次会议")), ("campaign", _("专项行动"))]

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=KINDS)
    code = models.CharField(max_length=20, help_text="9-5")
    name = models.CharField(max_length=80, help_text="九届五次会议")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    year = models.PositiveIntegerField(null=True, blank=True)
    opens = models.DateField(null=True, blank=True)
    closes = models.DateField(null=True, blank=True, help_text="the meeting's last day")
    cutoff = models.DateTimeField(null=True, blank=True, help_text="later proposals are between-session ones")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "kind", "code"], name="period_once")]
        ordering = ["-year", "-code"]

    def __str__(self) -> str:
        return self.name
