"""What the pages of the office share: a frame with the way back, a form that takes a refusal's sentences, rows by page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.kernel.refusal import Refused
from huiyin.ui.context import address

PER_PAGE = 50
Request = Any


def show(
    request: Request, template: str, title: str, crumbs: Sequence[tuple[str, str]] = (), **more: Any
) -> HttpResponse:
    """Draw a page of the office. `crumbs`: (label, url name) between the settings and this page."""
    way = [{"label": _("设置"), "url": address("settings")}]
    way += [{"label": label, "url": address(name) if "/" not in name else name} for label, name in crumbs]
    way += [{"label": title, "url": ""}]
    form = more.get("form")
    status = 422 if isinstance(form, forms.BaseForm) and form.is_bound and not form.is_valid() else 200
    return render(request, f"desk/office/{template}.html", {"title": title, "crumbs": way, **more}, status=status)


def show_form(
    request: Request,
    form: forms.BaseForm,
    title: str,
    act: str,
    back: str,
    crumbs: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    """A page with one form: `act` the words of its button, `back` the address of the way out, `about` a line above it."""
    return show(request, "form", title, crumbs, form=form, act=act, back=back, **more)


def said(request: HttpRequest, text: str) -> None:
    """The result of an act, shown on the next page."""
    messages.success(request, text)


def unsaid(request: HttpRequest, refusal: Refused) -> None:
    messages.error(request, str(refusal.sentence))


def page_of(request: Request, rows: Any, per_page: int = PER_PAGE) -> Page[Any]:
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
