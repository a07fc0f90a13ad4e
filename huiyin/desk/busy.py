"""The database is held by somebody who writes much: a page that says so, and keeps what was typed."""

import sys
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_error

HELD = ("database is locked", "database table is locked", "lock timeout", "deadlock detected", "could not obtain lock")
NOT_SHOWN = ("csrfmiddlewaretoken", "password", "passcode", "secret", "code", "again")
AGAIN_AFTER = 60


def is_held(trouble: BaseException | None) -> bool:
    """Whether the database only had to be waited for too long; nothing was done, and all can be sent again."""
    return isinstance(trouble, OperationalError) and any(words in str(trouble).lower() for words in HELD)


class Busy:
    """Answers 503 where a page could not write in time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        return page(request) if is_held(trouble) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for whatever else goes wrong; also for a lock met outside of a page (a session, the sign-in)."""
    return page(request) if is_held(sys.exc_info()[1]) else plain_error(request)


def page(request: Any) -> HttpResponse:
    """503, with everything that was typed in a form that sends it again; a key sent twice is one act. Passwords are not repeated."""
    sent = [(name, text) for name, texts in request.POST.lists() for text in texts if _repeated(name)]
    words = {
        "sent": sent, "typed": [text for _name, text in sent if len(text) > 20], "action": request.get_full_path(),
        "again": request.method == "POST" and len(sent) > 0, "files": bool(request.FILES), "token": get_token(request),
    }  # fmt: skip
    response = HttpResponse(render_to_string("503.html", words), status=503)
    response["Retry-After"] = str(AGAIN_AFTER)
    return response


def _repeated(name: str) -> bool:
    return not any(word == name or (word == "password" and word in name) for word in NOT_SHOWN)
