"""Who acts: every request knows the post in which its person works, and what a page's head and foot show."""

import ipaddress
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.desk.page_data import page_data
from huiyin.kernel import clock
from huiyin.kernel.models import Committee, Post
from huiyin.people.roles import NOBODYS

SESSION_KEY = "post"


class BehindProxy:
    """With HUIYIN_PROXY=1 the visitor's address is the last that the proxy in front wrote; those before it, anybody may have written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):  # a request that came past the proxy keeps the address it came from
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(last))
        return self.get_response(request)


class WholeText:
    """Answers 400 with a sentence where an address or a form holds a NUL: no keyboard writes one, and PostgreSQL stores none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        texts = (text for data in sent for name, values in data.lists() for text in (name, *values))
        if "\0" in request.path or any("\0" in text for text in texts):
            sentence = _("送来的文字里有一个看不见的坏字符（NUL），没有收下。请删掉重新粘贴的那一段再试。")
            return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class ActingAs:
    """Sets `request.post` (a Post with committee, organisation, person, or None), `request.posts`, `request.committee`; a page that
    somebody sees in a post is kept by no cache in between.

    The chosen post stands in the session; one that is over, or that was never this person's, is passed over in silence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.posts = posts_of(request)
        request.post = chosen(request)
        committee: Committee | None = request.post.committee if request.post else None
        request.committee = committee
        request.page_data = lambda: page_data(request)
        response = self.get_response(request)
        if request.post is not None:  # a page of somebody's own is for no proxy and no shared computer's cache
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def posts_of(request: Any) -> list[Post]:
    """The posts that the signed-in person holds today, oldest first; none for a visitor (and no query)."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return []
    today = clock.today()
    begun, lasting = Q(begins=None) | Q(begins__lte=today), Q(ends=None) | Q(ends__gte=today)
    held = Post.objects.filter(begun, lasting, person=request.user).exclude(role__in=NOBODYS)
    found = list(held.select_related("committee", "organisation").order_by("pk"))
    for post in found:
        post.person = request.user._wrapped if hasattr(request.user, "_wrapped") else request.user
    return found


def chosen(request: Any) -> Post | None:
    """The post named in the session if it is among the person's own, else the first."""
    if not request.posts:
        return None
    wanted = request.session.get(SESSION_KEY)
    return next((post for post in request.posts if post.pk == wanted), request.posts[0])
