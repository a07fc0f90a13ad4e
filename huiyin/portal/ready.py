"""Public pages that are kept ready: made once, given to every visitor until anything at all happens in the committee.

How far the committee's chain has come is asked of the database with every request (one short query), so that what was withdrawn, by
whichever worker, is gone with the next request; nothing has to be told or emptied. What no act brings about (a day that
has passed, a name in a table of old) is caught by the date in the key and by MOST_SECONDS.

Kept apart by address, language, elder mode and host; never for who has a session (a citizen with a receipt, staff), never
where a page says itself that it is one visitor's. The visitor's own form token is put in each time.
"""

import re
import secrets
import string
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse

from huiyin.kernel import clock
from huiyin.ui.elder import COOKIE as ELDER

KEPT = re.compile(r"/p/([-\w]+)/(?:wall/|wall\.\w+|(?:proposals|consultations)(?:/[0-9a-z]*/?|\.\w+))")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([A-Za-z0-9]{64})"')
MOST, MOST_BYTES, MOST_SECONDS = 400, 300_000, 60
SECRET = re.compile(r"[A-Za-z0-9]{32}")
SIGNS = string.ascii_letters + string.digits
PLACE = {sign: at for at, sign in enumerate(SIGNS)}
OWN = (settings.SESSION_COOKIE_NAME, "messages")
POSITION = """SELECT chain.seq, committee.rules_version FROM kernel_committee committee
    LEFT JOIN kernel_chain chain ON chain.committee_id = committee.id WHERE committee.code = %s"""


class Kept:
    """One page: its parts between the places of the form token, its headers, and until when it holds."""

    __slots__ = ("headers", "parts", "position", "until")

    def __init__(self, response: HttpResponse, parts: list[bytes], position: Any) -> None:
        self.headers = [(name, value) for name, value in response.items() if name.lower() != "content-length"]
        self.parts, self.position, self.until = parts, position, time.monotonic() + MOST_SECONDS


class Ready:
    """Outermost but for the proxy's address: a page that is ready meets nothing else of the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Any, Kept] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = KEPT.fullmatch(request.path_info) if request.method == "GET" else None
        if found is None or any(name in request.COOKIES for name in OWN):
            return self.get_response(request)
        try:
            key = self.key(request)
        except DisallowedHost:
            return self.get_response(request)
        position = position_of(found[1])
        kept = self.pages.get(key)
        if kept is not None and kept.position == position and kept.until > time.monotonic():
            return self.served(request, kept)
        response = self.get_response(request)
        self.keep(key, position, response)
        return response

    def key(self, request: HttpRequest) -> tuple[Any, ...]:
        """Errors: DisallowedHost."""
        language, elder = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), request.COOKIES.get(ELDER, "")
        host = (request.get_host(), request.scheme)
        return request.get_full_path()[:500], language[:12], elder[:2], host, clock.today()

    def served(self, request: HttpRequest, kept: Kept) -> HttpResponse:
        if len(kept.parts) == 1:
            return with_headers(HttpResponse(kept.parts[0]), kept)
        secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
        known = bool(SECRET.fullmatch(secret))
        secret = secret if known else secrets.token_hex(16)
        response = with_headers(HttpResponse(masked(secret).encode().join(kept.parts)), kept)
        if not known:
            response.set_cookie(
                settings.CSRF_COOKIE_NAME, secret, max_age=settings.CSRF_COOKIE_AGE, path=settings.CSRF_COOKIE_PATH, domain=settings.CSRF_COOKIE_DOMAIN,
                secure=settings.CSRF_COOKIE_SECURE, httponly=settings.CSRF_COOKIE_HTTPONLY, samesite=settings.CSRF_COOKIE_SAMESITE,
            )  # fmt: skip
        return response

    def keep(self, key: Any, position: Any, response: HttpResponse) -> None:
        """The position is that from before the page was made: what happened meanwhile makes it anew."""
        if response.status_code != 200 or response.streaming or len(response.content) > MOST_BYTES or position is None:
            return
        own = set(response.cookies) - {settings.CSRF_COOKIE_NAME}
        if own or "no-store" in response.get("Cache-Control", "") or len(key[0]) == 500:
            return
        body = bytes(response.content)
        tokens = set(TOKEN.findall(body))
        if len(tokens) > 1:  # two forms drawn apart: the token of one visitor would reach the others
            return
        token = TOKEN.search(body)
        with self.lock:
            self.pages[key] = Kept(response, body.split(token[1]) if token else [body], position)
            while len(self.pages) > MOST:
                self.pages.popitem(last=False)


def masked(secret: str) -> str:
    """A form token of Django's own form (a mask, then the secret shifted by it): the same as `get_token`, at a tenth of its time."""
    mask = secrets.token_hex(16)
    return mask + "".join([SIGNS[(PLACE[a] + PLACE[b]) % len(SIGNS)] for a, b in zip(secret, mask, strict=True)])


def with_headers(response: HttpResponse, kept: Kept) -> HttpResponse:
    for name, value in kept.headers:
        response[name] = value
    return response


def position_of(code: str) -> Any:
    """How far the ledger of a committee has come; None where there is no such committee."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION, [code])
        return cursor.fetchone()
