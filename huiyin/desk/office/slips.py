"""/settings/slips/: who has no password yet; slips for some or all of them, shown once, to print and cut."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.office import rights
from huiyin.desk.office.shown import show, unsaid
from huiyin.kernel.models import Committee, Person
from huiyin.kernel.refusal import Refused
from huiyin.people import accounts, activation, posts

MOST = 800


@signed_in(*rights.SECURITY)
def slips(request: Any) -> HttpResponse:
    return show(request, "slips", _("激活单"), people=activation.waiting(request.committee))


@never_cache
@require_POST
@signed_in(*rights.SECURITY)
def slips_make(request: Any) -> HttpResponse:
    """Fields `person`: uids. The codes are on this one answer and nowhere else."""
    wanted = [number_of(uid) for uid in request.POST.getlist("person")[:MOST]]
    people = list(Person.objects.filter(pk__in=wanted, posts__committee=request.committee, is_active=True).distinct())
    try:
        for person in people:
            accounts.check_own(person, request.post)
        if not people:
            raise Refused(_("还没有选人。请先勾上要发激活单的人。"))
    except Refused as refusal:
        unsaid(request, refusal)
        return redirect(
            request.POST.get("back") == "person" and people and f"/settings/people/{people[0].uid}/" or "settings_slips"
        )
    return sheet(request, request.committee, activation.make_slips(people, request.committee, request.post))


def sheet(request: Any, committee: Committee, made: list[tuple[Person, str]], **more: Any) -> HttpResponse:
    """The page of slips: who, for what, username, code, where to go. Never stored."""
    titles: dict[int, list[str]] = {}
    for post in posts.in_office(committee).filter(person__in=[person for person, _code in made]):
        titles.setdefault(post.person_id or 0, []).append(post.title)
    rows = [
        {"name": person.name, "title": "、".join(titles.get(person.pk, [])), "username": person.username, "code": code}
        for person, code in sorted(made, key=lambda pair: pair[0].username)
    ]
    where = request.build_absolute_uri("/activate/")
    context = {
        "title": _("激活单"),
        "rows": rows,
        "where": where,
        "days": activation.DAYS,
        "committee": committee,
        **more,
    }
    response = render(request, "desk/office/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response
