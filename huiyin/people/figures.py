"""Members as of a day: of this committee, of a higher level living here (S1-F10, S1-F11). Their rows are memberships, not cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clock
from huiyin.kernel.figures import Answer, Figure, Scope, Source, declare
from huiyin.kernel.models import Case
from huiyin.people import members
from huiyin.people.models import Member, MemberAttribute

MEMBERS = Source("people.Member", until=None, holds=False)
CITY, DISTRICT = members.LEVELS[2], members.LEVELS[3]


@dataclass(frozen=True)
class OfMembers(Figure):
    """So many people, as of the day (or of the period's last day). A member of several terms is one."""

    measure: str = "distinct:person"
    standing: bool = True
    which: Callable[[QuerySet[Member], date], QuerySet[Member]] = lambda rows, day: rows

    def rows(self, scope: Scope) -> QuerySet[Any]:
        day = day_of(scope)
        return self.which(members.on(scope.committee, day), day)

    def number(self, rows: QuerySet[Any]) -> Any:
        return rows.values("person").distinct().count()

    @property
    def session_at(self) -> str:
        """No session: a membership hangs under no case."""
        return ""

    def cases(self, scope: Scope) -> QuerySet[Case]:
        return Case.objects.none()

    def answer(self, scope: Scope) -> Answer:
        value = self.value(scope)
        return Answer(self, value, None, None, value)


def day_of(scope: Scope) -> date:
    return min(one for one in (scope.as_of, scope.span.end, clock.today()) if one is not None)


def _level(day: date) -> Any:
    held = Q(Q(begins=None) | Q(begins__lte=day), Q(ends=None) | Q(ends__gte=day))
    return MemberAttribute.objects.filter(held, member=OuterRef("pk"), name="level")


def of_district(rows: QuerySet[Member], day: date) -> QuerySet[Member]:
    """Who bears no level is of this committee; who bears one, if it is this one among others."""
    return rows.filter(Exists(_level(day).filter(text=DISTRICT)) | ~Exists(_level(day)))


def of_city(rows: QuerySet[Member], day: date) -> QuerySet[Member]:
    return rows.filter(Exists(_level(day).filter(text=CITY)))


def of_several(rows: QuerySet[Member], day: date) -> QuerySet[Member]:
    return of_city(rows.filter(Exists(_level(day).filter(text=DISTRICT))), day)


# fmt: off
everyone = OfMembers("members.all", _("在册委员"), _("名"), MEMBERS, by="date", about=_("那天在任的，本级的和住在本区的上级委员，一个人算一名；名单在“委员”里，可以选那一天"))
district = OfMembers("members.district", _("本级委员"), _("名"), MEMBERS, by="date", which=of_district, about=_("那天在任的；没有写层级的就是本级"))
city = OfMembers("members.city", _("住本区的市政协委员"), _("名"), MEMBERS, by="date", which=of_city, about=_("那天层级里有市政协委员的"), overlaps=_("也是本级委员的，两边都算"))
both = OfMembers("members.both", _("兼任市和本级的委员"), _("名"), MEMBERS, by="date", which=of_several, overlaps=_("已算在本级委员内"))
declare(everyone, district, city, both)
# fmt: on
