"""What everything for machines shares: how much at once, how often, and the same lines as an Atom feed."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.portal import gate
from huiyin.ui.templatetags.ui import replaced

BATCH, DOWNLOADS, SECONDS, IN_FEED = 1000, 60, 60, 50
"""Items in one answer; answers that are made anew for one address in a minute; items of a feed."""


def too_often(request: Any) -> HttpResponse | None:
    """429 with a sentence for an address that asks for everything again and again."""
    if gate.bump(f"bulk:{gate.address_of(request)}", SECONDS) <= DOWNLOADS:
        return None
    sentence = _("取得太快了：同一个地方每分钟最多 {n} 次。请等一分钟再取。").format(n=DOWNLOADS)
    answer = HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
    answer["Retry-After"] = str(SECONDS)
    return answer


def batch(request: Any, rows: Any, most: int = BATCH) -> tuple[list[Any], str]:
    """The batch of `?page=` (from 1) of a query or list of keys, and the address of the next one, "" after the last."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else 1
    start = max(number - 1, 0) * most
    found = list(rows[start : start + most + 1])
    after = request.build_absolute_uri(request.path + replaced(request.GET, {"page": max(number, 1) + 1}))
    return found[:most], after if len(found) > most else ""


def atom(title: str, link: str, entries: Iterable[dict[str, Any]]) -> HttpResponse:
    """`entries`: title, link, description, unique_id, pubdate (a moment)."""
    made = Atom1Feed(title=title, link=link, description="", language=get_language() or "zh-hans")
    for one in entries:
        made.add_item(updateddate=one["pubdate"], **one)
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
