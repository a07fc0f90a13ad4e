from django.db import models
from django.db.models import Q
from django.urls import reverse

from huiyin.kernel.models.base import Row
from huiyin.kernel.models.committee import Committee
from huiyin.kernel.models.period import Period
from huiyin.kernel.models.person import Person
from huiyin.kernel.models.post import Organisation


class Case(Row):
    """Anything that someone must answer by a date. Kinds inherit from it; only act() moves it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=24)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    root_id = models.BigIntegerField(help_text="the case at the top of the tree, whose row is the lock of all")
    session = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="cases")
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(
        default=0, help_text="how many events it has had; a page that shows an older one is stale"
    )
    owner_role = models.CharField(max_length=24, blank=True)
    owner_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="owned")
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="owned")
    due = models.DateField(null=True, blank=True)
    soonest = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="the soonest day of its own open todos, whatever they are for: how late it is",
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(
        null=True, blank=True, help_text="when it last changed state; empty where history is silent"
    )
    finished = models.BooleanField(default=False)
    source = models.CharField(max_length=10, default="entered")

    class Meta:
        indexes = [
            models.Index(fields=["committee", "kind", "session", "state"], name="case_state"),
            models.Index(fields=["committee", "kind", "state", "due"], name="case_clock"),
            models.Index(fields=["committee", "kind", "session", "number"], name="case_number"),
            models.Index(fields=["committee", "owner_organisation", "finished", "due"], name="case_owner"),
            models.Index(
                fields=["committee", "kind", "soonest", "id"],
                name="case_soonest",
                condition=Q(soonest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.uid])


class Stay(Row):
    """A case in a state, from when to when. `was at`, `is at` and `ever reached` are plain queries on it.

    An empty entered_at means that history does not say when.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="stays", db_index=False
    )  # `stay_reached` begins with it
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.BigIntegerField(null=True, blank=True, help_text="the act by which it left")
    here = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    event_id = models.BigIntegerField()
    voided_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "kind", "state", "entered_at"], name="stay_state"),
            # "Did this case ever reach that state" is answered by the index alone, which no leaving ever touches.
            models.Index(fields=["case", "state", "kind", "committee", "voided_by"], name="stay_reached"),
            models.Index(fields=["case"], name="stay_here", condition=Q(here=True)),
        ]


class Todo(Row):
    """The next act that someone owes, by a date, with what is needed to explain that date."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="todos")
    kind = models.CharField(max_length=24)
    step = models.CharField(max_length=24)
    role = models.CharField(max_length=24)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    event_id = models.BigIntegerField(help_text="the act that opened it")
    rule = models.CharField(max_length=24, blank=True, help_text="the parameter its span came from")
    span = models.CharField(max_length=40, blank=True, help_text="the value it started with, e.g. 3m|07-31")
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    history = models.JSONField(default=list, blank=True, help_text="[{what, from, to, event}] of extensions and pauses")
    alarm_on = models.DateField(null=True, blank=True, help_text="the next rung of the reminder ladder")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["committee", "role", "organisation", "due"], name="todo_open", condition=Q(closed_at=None)
            ),
            # Not those of an office, which name no person: a database would read them all for `person IS NULL`.
            models.Index(
                fields=["person", "due"], name="todo_person", condition=Q(closed_at=None, person__isnull=False)
            ),
            models.Index(fields=["case"], name="todo_case", condition=Q(closed_at=None)),
            models.Index(fields=["alarm_on"], name="todo_alarm", condition=Q(closed_at=None, alarm_on__isnull=False)),
        ]


class Dated(Row):
    """A fact of a case that holds from a day, may end or be voided, and was known from another day.

    Figures filter and sum only such rows, so that a number can be asked as of a day and as known on a day.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)ss")
    at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.BigIntegerField(null=True, blank=True, help_text="the act that set `until`")
    recorded_at = models.DateTimeField()
    event_id = models.BigIntegerField()
    voided_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Facet(Dated):
    """One of the sides from which a case is counted (G4): its kind, its subject class, whether it is a key one."""

    name = models.CharField(max_length=24)
    value = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["case", "name"], name="facet_case")]


class Link(Row):
    """One case that gave rise to another, or has to do with it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    source = models.ForeignKey(Case, models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Case, models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=24)
    event_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once")]
