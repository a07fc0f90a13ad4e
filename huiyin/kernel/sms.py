"""Text messages by a generic HTTP gateway: what it wants to hear is a template in the environment (docs/operations.md).

One request a message, with the delivery's own id in it, so that a gateway that knows ids drops a repeated one. The secret stands in
no log, no error and no row.
"""

import json
import logging
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.models import Delivery, Person
from huiyin.kernel.outbox import Down, Sender, add_sender

log = logging.getLogger(__name__)

MOBILE = re.compile(r"(?:\+?86)?(1\d{10})|(\+\d{8,15})")
READ = 4_000  # bytes of the gateway's answer
PLACES = re.compile(r"\{(phone|text|id|secret)\}")


class Refused(Exception):
    """The gateway answered, and said no."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Never follow: the next address would be given the secret."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def number(text: str) -> str:
    """The mobile number in a person's phone, bare within China, with + abroad; "" for a landline or none."""
    found = MOBILE.fullmatch(re.sub(r"[ \-]", "", text))
    return (found[1] or found[2]) if found else ""


def ready() -> bool:
    return bool(settings.SMS["url"])


def send(delivery: Delivery) -> None:
    """Hand one message over. Errors: Down when the gateway cannot be reached (all wait), Refused when it says no to this one."""
    code, answer = _ask(_request(delivery.address, delivery.notice.text, delivery.message_id))
    if 500 <= code < 600 or code == 429:
        raise Down(_clean(_("短信网关现在不能办（{code}）：{answer}").format(code=code, answer=answer)))
    if not (200 <= code < 300 and re.search(settings.SMS["ok"], answer)):
        raise Refused(_clean(_("短信网关没有接受（{code}）：{answer}").format(code=code, answer=answer)))


def _ask(request: urllib.request.Request) -> tuple[int, str]:
    """The gateway's code and the beginning of its answer. Errors: Down."""
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=settings.SMS["timeout"]) as reply:
            return reply.status, _text(reply)
    except urllib.error.HTTPError as reply:
        with reply:
            return reply.code, _text(reply)
    except (OSError, HTTPException) as trouble:  # refused, unreachable, timed out, broken off
        reason = getattr(trouble, "reason", trouble)
        why = _("没有按时答复") if isinstance(reason, TimeoutError) else type(reason).__name__
        raise Down(_("短信网关连不上：{why}").format(why=why)) from None


def _text(reply: Any) -> str:
    return str(reply.read(READ).decode("utf-8", "replace"))


def _request(phone: str, text: str, message_id: str) -> urllib.request.Request:
    values = {"phone": phone, "text": text, "id": message_id, "secret": settings.SMS["secret"]}
    kind = settings.SMS["type"]
    written = _fill(settings.SMS["body"], values, _escape(kind)).encode()
    headers = {name: _fill(value, values, _one_line) for name, value in settings.SMS["headers"].items()}
    url, method = _fill(settings.SMS["url"], values, _percent), settings.SMS["method"]
    if method == "GET":
        return urllib.request.Request(url, headers=headers)
    return urllib.request.Request(url, written, {"Content-Type": kind, **headers}, method=method)


def _fill(template: str, values: dict[str, str], escaped: Callable[[str], str]) -> str:
    """The template with its places filled; whatever else has braces (JSON has) stays as it is."""
    return PLACES.sub(lambda place: escaped(values[place[1]]), template)


def _escape(kind: str) -> Callable[[str], str]:
    """How a value is written inside a body of this type."""
    if "json" in kind:
        return lambda text: json.dumps(text, ensure_ascii=False)[1:-1]
    if "urlencoded" in kind:
        return _percent
    return escape if "xml" in kind else str


def _percent(text: str) -> str:
    return quote(text, safe="")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _clean(text: str) -> str:
    """Whatever a gateway repeats of the request, the secret is not kept."""
    for form in {settings.SMS["secret"], _percent(settings.SMS["secret"])} - {""}:
        text = text.replace(form, "…")
    return text


def _address(person: Person) -> str:
    return number(person.phone)


add_sender(Sender("sms", _address, send, ready))
