"""The demo's door: on this machine one click and one is in, as anybody; from anywhere else nobody comes in at all."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.kernel.models import Committee, Person, Post
from huiyin.people.roles import ROLES

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
SHOWN = 6
"""How many of one role the page lists; all the units are too many."""


def is_demo() -> bool:
    """Whether this home holds the demo, and nothing but the demo."""
    flags = set(Committee.objects.values_list("demo", flat=True))
    return flags == {True}


def is_here(request: HttpRequest) -> bool:
    """Whether the request comes from this very machine, and not through a proxy on it.

    A proxy on this machine that adds no header cannot be told from a browser on it: where there is one, HUIYIN_PROXY=1 (or
    HUIYIN_TLS=1) says so, and the door stays shut.
    """
    if settings.PROXY or settings.TLS or any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    # ::ffff:127.0.0.1 is this machine as a socket of both families writes it.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def refusal(request: HttpRequest, user: Any) -> str:
    """Why this person may not sign in from there; "" when he may. To be asked before any sign-in (allauth's pre_login)."""
    if is_here(request) or not Post.objects.filter(person=user.pk, committee__demo=True).exists():
        return ""
    return _("这是演示区，只能在装着它的那台电脑上进去。要给别人看，请在那台电脑上打开。")


def refuse_from_afar(request: HttpRequest, user: Any) -> HttpResponse | None:
    """The page that says so, or None. For an adapter: `if page := refuse_from_afar(…): raise ImmediateHttpResponse(page)`."""
    sentence = refusal(request, user)
    return render(request, "403.html", {"exception": sentence}, status=403) if sentence else None


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a person of the demo, without a password. 404 in any other home, and from any other machine."""
    if not (is_here(request) and is_demo()):
        raise Http404
    number = request.POST.get("person", "")
    person = Person.objects.filter(pk=int(number) if number.isdecimal() else 0, is_active=True).first()
    if person is None or not Post.objects.filter(person=person, committee__demo=True).exists():
        raise Http404
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(target if safe else "/work/")


def demo_roles(request: HttpRequest) -> list[dict[str, Any]]:
    """For the sign-in page: [{label, people: [{pk, name, title, url}]}]; nothing in a real home, or from elsewhere."""
    if not (is_here(request) and is_demo()):
        return []
    groups: dict[str, list[dict[str, Any]]] = {}
    posts = Post.objects.filter(committee__demo=True, person__is_active=True, ends=None)
    rows = posts.order_by("pk").values("role", "person", name=F("person__name"), body=F("organisation__name"))
    for row in rows:
        people = groups.setdefault(row["role"], [])
        if len(people) < SHOWN:
            people.append({"pk": row["person"], "name": row["name"], "title": row["body"] or "", "url": ""})
    return [{"label": ROLES[role], "people": groups[role]} for role in ROLES if role in groups]


def roles(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `demo_roles`, on the sign-in page only."""
    match = getattr(request, "resolver_match", None)
    return {"demo_roles": demo_roles(request)} if match and match.url_name == "account_login" else {}
