"""A member's year on one page: what is asked of him, what he did, which points and why. A dozen queries, however much he did."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.activities.models import ANSWERS, Expected
from huiyin.desk.access import number_of, signed_in
from huiyin.desk.duties import overview
from huiyin.desk.duties.years import chosen, tabs
from huiyin.desk.lists.paging import page_of
from huiyin.duties import objecting, people, reading
from huiyin.duties.models import ADJUSTED, NOTES, DutyMark, DutyYear
from huiyin.duties.posting import OPEN
from huiyin.kernel import clock
from huiyin.kernel.models import Person, Post
from huiyin.people.models import Member

OFFICES = ("general_office", "secretary", "leader")
READERS = ("member", "station", *OFFICES)
ROWS = 30


@require_safe
@signed_in(*READERS)
def home(request: Any) -> HttpResponse:
    """A member reads his own year; the office, a leader and a station's head read who is behind."""
    if request.post.role == "member":
        return year_page(request, request.post.person)
    return overview.page(request)


@require_safe
@signed_in()
def member(request: Any, uid: str) -> HttpResponse:
    """The year of one member: his own, or for those who keep the duties, or the head of his station. Not found for others."""
    post, pk = request.post, number_of(uid)
    person = Person.objects.filter(pk=pk, memberships__committee=post.committee_id).distinct().first()
    if person is None or not may_read(post, pk):
        raise Http404
    return year_page(request, person)


def may_read(post: Post, person: int) -> bool:
    if post.role == "member":
        return bool(post.person_id == person)
    if post.role == "station":
        return overview.of_station(post).filter(person=person).exists()
    return post.role in OFFICES


def year_page(request: Any, person: Person) -> HttpResponse:
    post, today = request.post, clock.today()
    year, found = chosen(request)
    words: dict[str, Any] = {
        "person": person, "year": year, "own": post.role == "member", "tabs": tabs(request, found, year), "coming": coming(post, person),
        "today": today,
    }  # fmt: skip
    if year is not None:
        given = reading.sums(year, person.pk)
        page = page_of(reading.entries(year, person.pk), request, sum(one.count for one in given), ROWS)
        mark = DutyMark.objects.filter(of_year=year.pk, person=person.pk).first()
        asked = reading.asked(year, person.pk, given)
        words |= {
            "given": given, "total": reading.total(given), "asked": asked, "missing": [one for one in asked if one.missing],
            "by": people.last_day(year), "page_obj": page, "rows": shown_all(post, year, page), "mark": mark,
            "open": year.state in OPEN, "since": member_since(post, person),
        }  # fmt: skip
    return render(request, "desk/duties/year.html", words)


def member_since(post: Post, person: Person) -> Any:
    rows = Member.objects.filter(committee=post.committee_id, person=person.pk).order_by("-begins")
    return rows.values_list("begins", flat=True).first()


def shown_all(post: Post, year: DutyYear, rows: Any) -> list[dict[str, Any]]:
    """Entries, each with the way to its record (another's, where the reader may see that case), why it is so much, and whether one
    may still object (worked out once a day)."""
    today, untils, page = clock.today(), {}, list(rows)
    seen = None if post.role == "member" else reading.readable(post, (row.record for row in page))
    found = []
    for row in page:
        day = clock.local_day(row.recorded_at)
        may = post.role == "member" and row.person_id == post.person_id and year.state in OPEN and row.rule != ADJUSTED
        if may and day not in untils:
            untils[day] = objecting.last_day(post.committee, year, row)
        until = untils.get(day)
        url = row.record.get_absolute_url() if row.record and (seen is None or row.record_id in seen) else ""
        found.append(
            {
                "row": row,
                "why": NOTES.get(row.note, ""),
                "url": url,
                "object": may and (until is None or today <= until),
            }
        )
    return found


def coming(post: Post, person: Person) -> list[dict[str, Any]]:
    """The activities ahead to which he is asked, with his answer. One query."""
    rows = Expected.objects.filter(
        committee=post.committee_id, person=person.pk, until=None, voided_by=None, case__state="planned",
        case__activity__meets_on__gte=clock.today(),
    ).select_related("case__activity").order_by("case__activity__meets_on", "pk")  # fmt: skip
    labels = dict(ANSWERS)
    return [
        {"activity": row.case.activity, "must": row.must, "answer": labels[row.answer], "open": row.answer == "invited"}
        for row in rows[:20]
    ]
