"""The page behind the QR code of a ballot: draw a slip (signed in), vote with it (nobody is asked who he is).

Drawing is given the person and no vote; voting is given the slip and no person, be somebody signed in or not. Neither writes a line
anywhere but the sealed urn (decision 0024), and what is typed stands in no address, so in no log of a server or a proxy either.
"""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel.refusal import Refused
from huiyin.oversight import voting
from huiyin.oversight.ballot import FLOW
from huiyin.oversight.models import Ballot
from huiyin.portal.house import show


def _found(door: str) -> Ballot:
    case = Ballot.objects.filter(door=door.lower()).select_related("committee").first()
    if case is None:
        raise Http404
    return case


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def at_door(request: Any, door: str) -> HttpResponse:
    """GET: what is voted upon, and the button for a slip. POST `slip` and `item-<n>`: one ballot."""
    case = _found(door)
    if request.method != "POST":
        post: Any = getattr(request, "post", None)
        words = {
            "case": case, "items": voting.items_of(case), "open": case.state == "open", "state": FLOW.by_state[case.state].label, "done": "done" in request.GET,
            "signed_in": post is not None and post.committee_id == case.committee_id,
        }  # fmt: skip
        return show(request, case.committee, "ballot", words)
    items = voting.items_of(case)
    chosen = [request.POST.get(f"item-{item.position}", "") for item in items]
    slip = request.POST.get("slip", "")
    try:
        voting.vote(case, slip, chosen)
    except Refused as refusal:
        return _paper(request, case, slip, str(refusal.sentence), chosen)
    return HttpResponseRedirect(f"{request.path}?done")


@never_cache
@require_POST
def slip(request: Any, door: str) -> HttpResponse:
    """A slip for whoever is signed in and entitled, on the ballot paper itself; asked again before it is used, the same."""
    case = _found(door)
    post: Any = getattr(request, "post", None)
    if post is None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('ballot_door', args=[case.door])}")
    if post.committee_id != case.committee_id:
        raise Http404
    try:
        drawn = voting.draw(case, post)
    except Refused as refusal:
        words = {
            "case": case,
            "said": str(refusal.sentence),
            "open": case.state == "open",
            "state": FLOW.by_state[case.state].label,
            "signed_in": True,
        }
        return show(request, case.committee, "ballot", words, status=422)
    return _paper(request, case, drawn, "", [])


def _paper(request: Any, case: Ballot, drawn: str, said: str, chosen: list[str]) -> HttpResponse:
    """The ballot paper, with what was chosen on it."""
    rows = [
        {
            "item": item, "blank": at < len(chosen) and not chosen[at],
            "options": [{"code": code, "label": label, "on": at < len(chosen) and chosen[at] == code} for code, label in case.options],
        }
        for at, item in enumerate(voting.items_of(case))
    ]  # fmt: skip
    words = {"case": case, "slip": drawn, "rows": rows, "said": said}
    return show(request, case.committee, "ballot_paper", words, status=422 if said else 200)
