"""A figure that an office defines itself: the form shows the number and its rows at once; kept, it is a figure like any other."""

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.annual.catalogue import catalogue
from huiyin.annual.models import OwnFigure
from huiyin.annual.own import PREFIX, checked, compiled, sources
from huiyin.desk.access import signed_in
from huiyin.desk.annual.reports import CLERKS
from huiyin.desk.lists.figure import lines, visible_cases
from huiyin.desk.lists.scopes import asked, choices
from huiyin.kernel import clock, ledger
from huiyin.kernel.figures import REGISTRY, Figure
from huiyin.kernel.models import Facet
from huiyin.kernel.refusal import Refused

SHOWN, SIDES = 20, 300


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*CLERKS)
def new(request: Any) -> HttpResponse:
    """With what is chosen, the number and the first rows; sent with `do=keep` it is kept under a name, from today."""
    given = request.POST if request.method == "POST" else request.GET
    one, post = asked(SimpleNamespace(post=request.post, GET=given)), request.post
    words: dict[str, Any] = {
        "given": given, "periods": choices(one), "sources": sources(), "sides": sides(post.committee), "chosen": given.getlist("facet"),
        "bases": [(name, figure.label) for name, figure in REGISTRY.items() if isinstance(figure, Figure)], "fault": "",
    }  # fmt: skip
    if not given.get("source"):
        return render(request, "desk/annual/own.html", words)
    try:
        definition = checked(definition_of(given))
        if given.get("do") == "keep" and request.method == "POST":
            row = keep(post, given, definition)
            messages.success(request, _("“{label}”从今天起可以在报告里用了。").format(label=row.label))
            return redirect("figure", row.name)
        words |= shown(definition, given, one.scope, post)
    except Refused as trouble:
        words["fault"] = trouble.sentence
    return render(request, "desk/annual/own.html", words, status=422 if words["fault"] else 200)


def definition_of(given: Any) -> dict[str, Any]:
    pairs = [value.partition("=") for value in given.getlist("facet") if "=" in value]
    return {
        "source": given.get("source", ""), "facets": [[side, value] for side, _sign, value in pairs],
        "by": given.get("by", ""), "base": given.get("base", ""),
    }  # fmt: skip


def sides(committee: Any) -> list[tuple[str, str]]:
    """The sides from which this committee's cases are counted, and their values. One query."""
    rows = Facet.objects.filter(committee=committee, until=None, voided_by=None).order_by("name", "value")
    return [
        (f"{name}={value}", f"{name}：{value}") for name, value in rows.values_list("name", "value").distinct()[:SIDES]
    ]


def shown(definition: dict[str, Any], given: Any, scope: Any, post: Any) -> dict[str, Any]:
    figure: Any = compiled("own.try", given.get("label", ""), given.get("about", ""), given.get("unit", ""), definition)
    cases = visible_cases(figure.cases(scope), post).order_by("number", "pk")[:SHOWN]
    return {
        "answer": figure.answer(scope),
        "rate": bool(definition["base"]),
        "unit": getattr(figure, "unit", ""),
        "rows": lines(cases, post),
    }


def keep(post: Any, given: Any, definition: dict[str, Any]) -> OwnFigure:
    """Errors: Refused without a name or a definition in words, and for a name that is taken."""
    label, about = given.get("label", "").strip()[:60], given.get("about", "").strip()[:300]
    if not label or not about:
        raise Refused(_("请给这个数起名字，并用一句话写明数的是什么。"))
    committee = post.committee
    if label in {str(figure.label) for figure in catalogue(committee).values()}:
        raise Refused(_("已经有叫“{label}”的数了。请换一个名字，免得两个口径用一个名字。").format(label=label))
    with transaction.atomic():
        name = f"{PREFIX}{OwnFigure.objects.filter(committee=committee).count() + 1}"
        row = OwnFigure.objects.create(
            committee=committee, name=name, label=label, about=about, unit=given.get("unit", "").strip()[:10], definition=definition,
            valid_from=clock.today(), recorded_at=clock.now(), post_id=post.pk,
        )  # fmt: skip
        ledger.record(
            committee, "own_figure", as_=post, facts={"name": name, "label": label, "about": about, **definition}
        )
    return row
