"""Whose year it is: members in office, who of them are 常委, who is not ranked, and to whom each belongs (dated, R-187)."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.duties.models import DutyYear, Exemption
from huiyin.kernel.models import Committee, Post
from huiyin.people.models import Member, MemberAttribute

RANK, STANDING = "rank", "常委"


def first_day(year: DutyYear) -> date:
    return date(year.year, 1, 1)


def last_day(year: DutyYear) -> date:
    return date(year.year, 12, 31)


def _held(rows: Any, start: date, end: date) -> Any:
    return rows.filter(Q(begins=None) | Q(begins__lte=end), Q(ends=None) | Q(ends__gte=start))


def members(committee: Committee, start: date, end: date) -> Any:
    """Those who were members on any of these days."""
    return _held(Member.objects.filter(committee=committee), start, end)


def standing(committee: Committee, on: date) -> set[int]:
    """The people who are 常委 on that day."""
    rows = MemberAttribute.objects.filter(committee=committee, name=RANK, text__contains=STANDING)
    return set(_held(rows, on, on).values_list("member__person", flat=True))


def sectors(committee: Committee, on: date) -> dict[int, str]:
    """Person → the sector he belongs to on that day: a change in the course of the year counts from its day on."""
    rows = MemberAttribute.objects.filter(committee=committee, name="sector").select_related("organisation")
    found = {}
    for row in _held(rows, on, on).order_by("begins", "pk"):
        found[row.member_id] = row.organisation.name if row.organisation else row.text
    people = dict(Member.objects.filter(pk__in=found).values_list("pk", "person_id"))
    return {people[member]: name for member, name in found.items()}


def exempt(year: DutyYear, on: date) -> dict[int, str]:
    """Person → why he has no place and no grade: a leader, one who left in the year, or one whom the office exempted."""
    found = {}
    leaders = Post.objects.filter(committee=year.committee_id, role="leader", person__isnull=False)
    for person in _held(leaders, on, on).values_list("person_id", flat=True):
        found[person] = _("主席会议成员，不参加排名")
    left = Member.objects.filter(committee=year.committee_id, ends__lt=last_day(year))
    for person, why in left.exclude(person__in=_still(year)).values_list("person_id", "why_ended"):
        found[person] = _("年内离任：{why}").format(why=why) if why else _("年内离任")
    rows = Exemption.objects.filter(case=year.pk, rule="", until=None, voided_by=None)
    found.update(rows.values_list("person_id", "why"))
    return found


def _still(year: DutyYear) -> Any:
    rows = Member.objects.filter(committee=year.committee_id)
    return rows.filter(Q(ends=None) | Q(ends__gte=last_day(year))).values("person")


def waived(year: DutyYear, person: int | None = None) -> dict[tuple[int, str], str]:
    """(person, rule) → why it is not asked of him."""
    rows = Exemption.objects.filter(case=year.pk, until=None, voided_by=None).exclude(rule="")
    rows = rows if person is None else rows.filter(person=person)
    return {(who, rule): why for who, rule, why in rows.values_list("person_id", "rule", "why")}
