"""One's own deadlines and activities as iCalendar (RFC 5545), at an address that only its owner knows and can take back."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.activities.models import Activity
from huiyin.api import tokens
from huiyin.desk.access import visible
from huiyin.desk.lists.owed import owed_by
from huiyin.kernel import clock
from huiyin.kernel.flow import flow_of
from huiyin.kernel.models import Post

MOST = 500
BACK = timedelta(days=60)


@require_safe
def feed(request: Any, secret: str) -> HttpResponse:
    """404 for a secret that is none, is over, or whose post is: nobody learns which."""
    token = tokens.find(secret, ("calendar",))
    if token is None:
        raise Http404
    response = HttpResponse(text_of(token.post), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="huiyin.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def text_of(post: Post) -> str:
    """The calendar of a post. Two queries."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Huiyin//Huiyin//ZH",
        f"X-WR-CALNAME:{escaped(f'回音 {post.title}')}",
    ]
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    for uid, day, title, about in entries(post):
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}@huiyin", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escaped(title)}",
            *([f"DESCRIPTION:{escaped(about)}"] if about else []), "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def entries(post: Post) -> Iterator[tuple[str, date, str, str]]:
    """(id, day, title, more) of every open deadline and every activity from two months ago on."""
    for todo in owed_by(post).exclude(due=None).select_related("case").order_by("due")[:MOST]:
        label = str(flow_of(todo.kind).owed_label(todo.step))
        assert todo.due is not None
        yield todo.uid, todo.due, _("期限：{step}").format(step=label), f"{todo.case.number} {todo.case.title}".strip()
    rows = visible(Activity, post).filter(meets_on__gte=clock.today() - BACK).order_by("meets_on")[:MOST]
    for row in rows:
        yield row.uid, row.meets_on, row.title, " ".join(part for part in (str(row.meets_at), row.place) if part)


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line ends are written so that none of them can end it."""
    plain = "".join(sign for sign in text if sign >= " " or sign == "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a character."""
    found, part = [], b""
    for sign in line:
        one = sign.encode("utf-8", "replace")
        if len(part) + len(one) > 74:
            found.append(part)
            part = b" "
        part += one
    return "\r\n".join(piece.decode() for piece in [*found, part]) + "\r\n"
