"""What every page's head and foot read: one variable, `page`.

The middleware of the desk sets `request.page_data`, a function that returns a mapping with the keys below. A request
without it (an anonymous visitor, an error page) gets the public defaults.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from huiyin.ui.elder import is_elder


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `page`, worked out only when a template reads it."""
    return {"page": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> dict[str, Any]:
    """The defaults, overlaid with what the request knows."""
    known = getattr(request, "page_data", None)
    return defaults(request) | dict(known() or {} if callable(known) else {})


def defaults(request: HttpRequest) -> dict[str, Any]:
    """A safe page for an anonymous public visitor: every key a template may read is here."""
    return {
        "brand": _("回音"),
        "nav": [],
        "find_url": "",
        "acting": None,
        "posts": [],
        "switch_url": "",
        "elder": is_elder(request),
        "elder_url": address("elder"),
        "language_url": address("set_language"),
        "foot": [],
        "notices": 0,
        "notices_url": "",
        "demo": False,
        "demo_sign_in_url": address("demo_sign_in"),
        "sign_in_url": address("account_login") or "/accounts/login/",
        "sign_out_url": "",
        "here": request.get_full_path(),
    }


def address(name: str) -> str:
    """The address of a named page, or nothing where this site does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
