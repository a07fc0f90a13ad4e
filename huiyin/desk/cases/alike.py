"""Look-alike cases: beside a draft while it is written, and on a page of their own for a case."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import get_case, signed_in, visible
from huiyin.kernel.ids import from_text, to_text
from huiyin.library.alike import Alike, alike
from huiyin.library.case import Text
from huiyin.library.reading import words_of
from huiyin.people.roles import WORKERS
from huiyin.proposals.models import Proposal

WRITTEN = 20_000  # letters of a draft that are compared


@require_POST
@signed_in(*WORKERS)
def typed(request: Any) -> HttpResponse:
    """The cases alike what stands in the form: a part of the page, asked for while typing. Nothing is kept."""
    case, given = _stored(request), request.POST
    items = given.getlist("items") if "items" in given else [str(item) for item in (case.items if case else [])]
    items = [item for item in items if item.strip()]
    title, situation, analysis = (
        given.get(name, getattr(case, name, "")) for name in ("title", "situation", "analysis")
    )
    text = Text(case.pk if case else "", title[:300], "\n".join((situation, analysis, *items))[:WRITTEN])
    return render(request, "cases/alike.html", _context(request, text, items))


def _stored(request: Any) -> Any:
    """The draft that is being written, if there is one yet: what stands on another page of the form is read from it."""
    uid = request.POST.get("case", "")
    try:
        number = from_text(uid) if uid else 0
    except ValueError:
        return None
    return visible(Proposal, request.post).filter(pk=number).first() if 0 < number < 1 << 63 else None


@require_safe
@signed_in()
def of_case(request: Any, uid: str) -> HttpResponse:
    """The cases alike a stored one; for htmx only the list."""
    case = get_case(request, uid)
    items = [str(item) for item in getattr(case, "items", [])]
    text = Text(case.pk, case.title, words_of(case) if hasattr(case, "situation") else "")
    context = _context(request, text, items) | {"case": case}
    return render(request, "cases/alike.html" if request.htmx else "cases/alike_page.html", context)


def _context(request: Any, text: Text, items: list[str]) -> dict[str, Any]:
    found = alike(request.post, text, items)
    return {
        "alikes": [_row(one) for one in found or []],
        "listed": any(one.listed for one in found or []),
        "preparing": found is None,
        "written": bool(text.heading),
    }


def _row(one: Alike) -> dict[str, Any]:
    return {"one": one, "url": "" if one.public or one.listed else reverse("case", args=[to_text(one.pk)])}
