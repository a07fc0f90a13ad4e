"""What every public page of one committee shares: which committee, its navigation, and that it speaks to anyone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.models import Committee
from huiyin.ui.context import address


def committee_of(code: str) -> Committee:
    """Errors: Http404."""
    found = Committee.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def show(request: Any, committee: Committee, template: str, words: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page in the committee's name; who is signed in keeps only the way back to his desk."""
    request.page_data = lambda: head(request, committee)
    return render(request, f"portal/{template}.html", {"committee": committee, **words}, status=status)


def head(request: Any, committee: Committee) -> dict[str, Any]:
    """The keys of `ui.context.defaults` that differ on the committee's public pages."""
    signed_in = getattr(request, "post", None) is not None
    foot = [_("{name}办公室主办").format(name=committee.name)]
    foot += [_("政务服务便民热线 12345")]
    nav = [
        (_("回音壁"), "wall"), (_("我要反映"), "voice_new"), (_("查进展"), "track"), (_("公开的提案"), "public_cases"), (_("公开的协商"), "public_consultations"),
        (_("网络议政"), "topics"), (_("搜索"), "public_search"), (_("订阅"), "subscribe"),
    ]  # fmt: skip
    links = [
        {
            "label": label,
            "url": reverse(name, args=[committee.code]),
            "current": request.path == reverse(name, args=[committee.code]),
        }
        for label, name in nav
    ]
    if signed_in:
        links.append({"label": _("回我的工作"), "url": address("work"), "current": False})
    return {"brand": committee.name, "nav": links, "foot": foot, "demo": committee.demo}
