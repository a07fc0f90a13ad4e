"""Members to sites by nearness and field 就近就便: the proposal with its reasons, the office's own word, and who and where has none."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import number_of, signed_in
from huiyin.desk.reception.sites import KEEPS
from huiyin.kernel.models import Person
from huiyin.kernel.refusal import Refused
from huiyin.places import nearness, placing
from huiyin.places import sites as places
from huiyin.places.models import Site

MOST = 60
"""So many names without a site are written out; of the others it is said how many."""


@require_safe
@signed_in(*KEEPS)
def board(request: Any) -> HttpResponse:
    """Nothing is changed by looking: the proposal is reckoned anew each time. Eight queries, whatever the number of members."""
    committee = request.committee
    people = nearness.members(committee)
    towns, outside = nearness.coverage(committee, people)
    words: dict[str, Any] = {"towns": towns, "outside": outside[:MOST], "n_outside": len(outside), "people": people}
    try:
        plan = nearness.propose(committee)
    except Refused as refusal:
        words["lack"] = refusal.sentence
    else:
        sites = list({one.site.pk: one.site for one in plan.placed}.values())
        open_sites = list(places.existing(committee))
        groups = [
            {"site": site, "lines": plan.at(site.pk), "room": plan.room.get(site.pk, 0)}
            for site in open_sites if site in sites or plan.room.get(site.pk)
        ]  # fmt: skip
        words |= {"plan": plan, "groups": groups, "sites": open_sites, "cost_of_pins": plan.points - plan.unpinned}
    return render(request, "desk/reception/nearness.html", words)


@require_POST
@signed_in(*KEEPS)
def decide(request: Any) -> HttpResponse:
    """`do`: pin (person, site), loosen (person), confirm (mark)."""
    try:
        _decide(request, request.POST.get("do", ""))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return HttpResponseRedirect(reverse("nearness"))


def _decide(request: Any, do: str) -> None:
    committee, post = request.committee, request.post
    if do == "confirm":
        joined, left = placing.confirm(committee, request.POST.get("mark", ""), as_=post)
        messages.success(
            request, _("划好了：{joined} 位进站，{left} 位离站，都记了账。").format(joined=joined, left=left)
        )
        return
    uid = request.POST.get("person", "")
    person = (
        Person.objects.filter(pk=number_of(uid), memberships__committee=committee, memberships__ends=None).first()
        if uid
        else None
    )
    if person is None:
        raise Refused(_("请选一位委员。"))
    if do == "loosen":
        placing.loosen(person, committee, as_=post)
        return
    uid = request.POST.get("site", "")
    site = places.existing(committee).filter(pk=number_of(uid)).first() if uid else None
    if do != "pin" or site is None:
        raise Refused(_("请选一个开着的站点。"))
    _pin(request, person, site)


def _pin(request: Any, person: Person, site: Site) -> None:
    site.committee = request.committee
    placing.pin(person, site, as_=request.post)
    messages.success(request, _("{person}定在{site}，其他人重新算过了。").format(person=person.name, site=site.name))
