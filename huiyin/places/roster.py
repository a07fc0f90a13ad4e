"""Reception days that come again (P-36): every Wednesday, the 10th and the 20th of the month; one member, or all of the site by turns (R-120)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import clock
from huiyin.kernel.models import Person, Post
from huiyin.kernel.refusal import Refused
from huiyin.places import sites
from huiyin.places.models import Duty, Site

EVERY = [
    ("once", gettext_lazy("只这一天")),
    ("week", gettext_lazy("每周这一天")),
    ("month", gettext_lazy("每月这一号")),
]
MOST_DAYS = 366


def days(first: date, every: str, until: date | None) -> list[date]:
    """The days from the first on. A month that has no such day (the 31st) is left out. Errors: Refused with a sentence."""
    if every == "once":
        return [first]
    if until is None or not first <= until <= first + timedelta(days=MOST_DAYS):
        raise Refused(_("请填排到哪天，最多排一年。"))
    span = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    if every == "week":
        return span[::7]
    return [day for day in span if day.day == first.day]


def arrange(site: Site, people: Sequence[Person], on: Sequence[date], *, as_: Post) -> int:
    """Put them on duty by turns, a day each; who is on already stays. All or nothing. Returns how many turns are new. Errors: Refused."""
    if not people:
        raise Refused(_("站点还没有委员，先请委员进站。"))
    if len(on) == 1 and len(people) == 1:
        sites.on_duty(site, people[0], on[0], as_=as_)
        return 1
    there = set(Duty.objects.filter(site=site, on__in=on).values_list("on", "person"))
    new = [(day, people[n % len(people)]) for n, day in enumerate(on)]
    new = [(day, person) for day, person in new if (day, person.pk) not in there]
    with transaction.atomic():
        for day, person in new:
            sites.on_duty(site, person, day, as_=as_)
    if not new:
        raise Refused(_("这些天都排过了，最后一天是{day}。").format(day=clock.day_words(on[-1])))
    return len(new)
