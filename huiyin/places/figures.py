"""How many members have a site: the share of all who are in office that day (S1-F12, S1-F40)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.figures import Rate, declare
from huiyin.people.figures import MEMBERS, OfMembers, everyone
from huiyin.people.models import Member
from huiyin.places.models import SiteMember


class OfAll(Rate):
    """A share of the members of a day; one person counts once on both sides."""

    standing = True

    def sides(self, scope: Any) -> tuple[Any, Any]:
        return self.part.value(scope), self.whole.value(scope)

    def rows(self, scope: Any) -> QuerySet[Any]:
        return self.part.rows(scope)

    def cases(self, scope: Any) -> QuerySet[Any]:
        return self.part.cases(scope)

    def rest(self, scope: Any) -> QuerySet[Any]:
        return self.part.cases(scope)


def with_site(rows: QuerySet[Member], day: date) -> QuerySet[Member]:
    held = Q(Q(begins=None) | Q(begins__lte=day), Q(ends=None) | Q(ends__gte=day))
    return rows.filter(
        Exists(SiteMember.objects.filter(held, person=OuterRef("person"), committee=OuterRef("committee")))
    )


def with_both(rows: QuerySet[Member], day: date) -> QuerySet[Member]:
    """A station and a studio (S4-F12: one area, one sector)."""
    held = Q(Q(begins=None) | Q(begins__lte=day), Q(ends=None) | Q(ends__gte=day))
    mine = SiteMember.objects.filter(held, person=OuterRef("person"), committee=OuterRef("committee"))
    return rows.filter(Exists(mine.filter(site__site_kind="station")), Exists(mine.filter(site__site_kind="studio")))


# fmt: off
placed = OfMembers("members.placed", _("进站入室的委员"), _("名"), MEMBERS, by="date", which=with_site, about=_("那天属于至少一个站点的；名单在各站点的页上"))
in_both = OfMembers("members.both_sites", _("进站又入室的委员"), _("名"), MEMBERS, by="date", which=with_both, about=_("那天既属于联络站、又属于工作室的"))
declare(in_both, OfAll("members.both_sites_rate", _("一站一室覆盖率"), in_both, everyone, about=_("在册委员里，既进站又入室的占多少")))
declare(placed, OfAll("members.placed_rate", _("委员进站入室率"), placed, everyone, about=_("在册委员里，属于至少一个站点的占多少")))
# fmt: on
