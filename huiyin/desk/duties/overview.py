"""Who of mine is behind: for the office and the leaders all members, for a station's head its own; and a kind reminder."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import number_in, signed_in, visible
from huiyin.desk.duties.years import chosen, tabs
from huiyin.desk.lists.paging import page_of
from huiyin.duties import evaluating, people, posting
from huiyin.duties.beginning import begin
from huiyin.duties.models import Deed, DutyObjection, DutyYear, Nudge
from huiyin.duties.panels import member_url
from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Case, Notice, Post
from huiyin.kernel.refusal import Refused
from huiyin.places.models import SiteMember
from huiyin.ui.templatetags.ui import replaced

KEEPS = ("general_office", "secretary")
REMINDS = (*KEEPS, "station")
NOT_AGAIN = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One member: points, what is asked and not done, why he is not ranked."""

    person: int
    name: str
    sector: str
    points: Decimal
    lacking: tuple[str, ...]
    exempt: str
    url: str


def of_station(post: Post) -> Any:
    """Those who belong to the post's station now."""
    return SiteMember.objects.filter(committee=post.committee_id, site=post.organisation_id, ends=None)


def lines(post: Post, year: DutyYear) -> list[Line]:
    """The members whom this post looks after, those who lack most first. Nine queries, whatever their number."""
    rows = people.members(post.committee, people.first_day(year), people.last_day(year))
    if post.role == "station":
        rows = rows.filter(person__in=of_station(post).values("person"))
    names = dict(rows.values_list("person_id", "person__name"))
    on = posting.Year(post.committee, year.year).day
    sums, there, wanted = posting.totals(year), evaluating.done(year), evaluating.asked(year)
    free, out, sectors = people.waived(year), people.exempt(year, on), people.sectors(post.committee, on)
    found = []
    for person, name in names.items():
        short = evaluating.lacking(wanted, there, free, person)
        words = tuple(
            _("{label} {done}／{least}").format(label=label, done=done, least=least) for _c, label, least, done in short
        )
        found.append(
            Line(
                person,
                name,
                sectors.get(person, ""),
                sums.get(person, Decimal(0)),
                words,
                out.get(person, ""),
                member_url(person, year.year),
            )
        )
    return sorted(found, key=lambda line: (bool(line.exempt), -len(line.lacking), line.points, line.name))


def page(request: Any) -> HttpResponse:
    post = request.post
    year, found = chosen(request)
    view = request.GET.get("view", "behind")
    words: dict[str, Any] = {
        "year": year,
        "years": tabs(request, found, year),
        "keeps": post.role in KEEPS,
        "this": clock.today().year,
    }
    if year is None or post.role == "station" and post.organisation_id is None:
        return render(request, "desk/duties/overview.html", words)
    every = lines(post, year)
    views = {
        "behind": (_("还差的"), [one for one in every if one.lacking and not one.exempt]),
        "whole": (_("做齐了的"), [one for one in every if not one.lacking and not one.exempt]),
        "apart": (_("不排名的"), [one for one in every if one.exempt]),
        "all": (_("全部"), every),
    }
    shown = views.get(view, views["behind"])[1]
    if q := request.GET.get("q", "").strip()[:30]:
        shown = [one for one in shown if q in one.name or q in one.sector]
    views_tabs = [
        {"label": label, "url": replaced(request.GET, {"view": name, "page": None}), "count": len(rows), "current": name == view}
        for name, (label, rows) in views.items()
    ]  # fmt: skip
    words |= {
        "tabs": views_tabs, "page_obj": page_of(shown, request, len(shown), 100), "view": view, "q": q, "members": len(every),
        "behind": len(views["behind"][1]), "reminds": post.role in REMINDS, "waiting": waiting(post), "open": year.state in posting.OPEN,
    }  # fmt: skip
    return render(request, "desk/duties/overview.html", words)


def waiting(post: Post) -> list[dict[str, Any]]:
    """What waits for the office: deeds to confirm, objections to answer. Two queries."""
    if post.role not in KEEPS:
        return []
    deeds = visible(Deed, post).filter(state="sent").select_related("person").order_by("pk")[:20]
    said = visible(DutyObjection, post).filter(state="raised").select_related("person").order_by("pk")[:20]
    return [{"row": row, "kind": _("待确认")} for row in deeds] + [
        {"row": row, "kind": _("异议待答复")} for row in said
    ]


@require_POST
@signed_in(*KEEPS)
def begin_year(request: Any) -> HttpResponse:
    """Begin a year; if it is begun, lead to it."""
    try:
        year = begin(request.post, number_in(request.POST.get("year", "")) or clock.today().year)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("duties")
    return HttpResponseRedirect(f"{reverse('duties')}?year={year.year}")


@require_POST
@signed_in(*REMINDS)
def remind(request: Any) -> HttpResponse:
    """A kind notice to each who is behind, not oftener than once a week; recorded."""
    post = request.post
    found = DutyYear.objects.filter(
        committee=post.committee_id, year=number_in(request.POST.get("year", "")) or 0
    ).first()
    if found is None:
        messages.error(request, _("没有这一年的履职。请从履职页重新选一年。"))
        return redirect("duties")
    found.committee = post.committee
    sent = remind_of(post, found)
    words = _("提醒了 {n} 位。七天内提醒过的没有重复发。") if sent else _("没有要提醒的：还差的都在七天内提醒过了。")
    messages.success(request, words.format(n=sent))
    return HttpResponseRedirect(f"{reverse('duties')}?year={found.year}")


def remind_of(post: Post, year: DutyYear) -> int:
    """Tell each member whom this post looks after what he still lacks. Returns how many were told."""
    since = clock.now() - NOT_AGAIN
    with transaction.atomic():
        list(
            Case.objects.select_for_update().filter(pk=year.pk).values_list("pk")
        )  # two presses: the second sees the first
        told = set(Nudge.objects.filter(committee=post.committee_id, at__gte=since).values_list("person_id", flat=True))
        behind = [one for one in lines(post, year) if one.lacking and not one.exempt and one.person not in told]
        if not behind:
            return 0
        facts = {"year": year.year, "people": [one.person for one in behind]}
        event = ledger.record(post.committee, "duties.reminded", as_=post, facts=facts)
        stamp = {"committee": post.committee, "written_at": clock.now(), "event_id": event.pk, "role": "member"}
        Notice.objects.bulk_create(
            Notice(person_id=one.person, text=words_of(year, one)[:500], **stamp) for one in behind
        )
        Nudge.objects.bulk_create(
            Nudge(committee=post.committee, person_id=one.person, by=post.person, at=clock.now()) for one in behind
        )
    return len(behind)


def words_of(year: DutyYear, line: Line) -> str:
    left = (people.last_day(year) - clock.today()).days
    words = _("{name}委员，{year} 年的履职还差：{lacking}。到年底还有 {n} 天，需要帮忙的请和办公室说。")
    return words.format(name=line.name, year=year.year, lacking="，".join(line.lacking), n=max(left, 0))
