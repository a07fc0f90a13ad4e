"""All registers at a glance, and one of them: what it covers, its figures, its lines by words, kind, year and day."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import number_in, signed_in, visible
from huiyin.desk.lists.paging import capped, page_of
from huiyin.desk.office.rights import MEMBERS
from huiyin.kernel import clock
from huiyin.kernel.figures import Scope, period
from huiyin.kernel.models import Post
from huiyin.people.roles import WORKERS
from huiyin.registers import flow
from huiyin.registers.declared import GROUPS
from huiyin.registers.finding import names_of
from huiyin.registers.models import Entry, Record
from huiyin.registers.reading import told_of
from huiyin.registers.shape import REGISTERS, Register, roles

READERS = roles("readers")
FEW = 6
"""So many columns a list shows at most beside the title."""


def register_for(request: Any, code: str, face: str = "readers") -> Register:
    """Errors: Http404 for none of ours, PermissionDenied for whom it does not concern."""
    one = REGISTERS.get(code)
    if one is None:
        raise Http404
    if request.post.role not in getattr(one, face):
        raise PermissionDenied(
            _("“{label}”台账不归您现在的身份看。请换一个身份，或找政协办公室。").format(label=one.label)
        )
    return one


@require_safe
@signed_in(*READERS)
def index(request: Any) -> HttpResponse:
    """Two queries, however many registers."""
    post = request.post
    mine = visible(Record, post).exclude(state="struck")
    counts = dict(mine.order_by().values_list("register").annotate(n=Count("pk")))
    waiting = dict(mine.filter(state="waiting").order_by().values_list("register").annotate(n=Count("pk")))
    groups: dict[str, list[dict[str, Any]]] = {str(group): [] for group in GROUPS}
    for code, one in REGISTERS.items():
        if post.role in one.readers:
            row = {
                "one": one,
                "count": counts.get(code, 0),
                "waiting": waiting.get(code, 0) if post.role in one.keeps else 0,
            }
            groups.setdefault(str(one.group), []).append(row)
    return render(
        request,
        "desk/registers/index.html",
        {"groups": [pair for pair in groups.items() if pair[1]], "members": post.role in MEMBERS},
    )


@require_safe
@signed_in(*READERS)
def listed(request: Any, code: str) -> HttpResponse:
    """`?q=`, `?sort=`, `?level=`, `?year=`, `?on=` a day on which it stood, `?view=waiting|struck`. A constant number of queries."""
    one, post, asked = register_for(request, code), request.post, request.GET
    rows, on = narrowed(one, post, asked)
    page = page_of(rows.order_by("-at", "-pk"), request, capped(rows))
    entries = list(page)
    names = names_of(entries, REGISTERS, post.role in one.keeps)
    columns = columns_of(one)
    shown = [line(entry, one, columns, names, post) for entry in entries]
    words = {
        "one": one, "rows": shown, "columns": columns, "page_obj": page, "keeps": post.role in one.keeps, "adds": post.role in one.writers, "on": on,
        "asked": asked, "filters": filters(one, asked), "years": years(one, post), "day": asked.get("on", ""), "covered": one.coverage(post.committee, on or clock.today()) if one.coverage and post.role in (*one.keeps, *one.reads) and post.role != "member" else (),
        "figures": figures(one, post, asked), "sheet": f"{reverse('register_sheet', args=[code])}?{asked.urlencode()}", "all": post.role in (*one.keeps, *one.reads),
    }  # fmt: skip
    return render(request, "desk/registers/list.html", words)


def columns_of(one: Register) -> list[Any]:
    """What the list shows of a line; what the title says already is left out."""
    return [field for field in one.fields if field.listed and f"{{{field.name}}}" not in one.called][:FEW]


def line(entry: Entry, one: Register, columns: list[Any], names: dict[int, str], post: Post) -> dict[str, Any]:
    keeps = post.role in one.keeps
    values = {**entry.values, **(entry.private if keeps else {})}
    name = entry.name if keeps or not one.private else _("（姓名不公开）")
    cells = [
        {
            "text": told_of(field, values.get(field.name), names),
            "label": field.label,
            "num": field.kind in ("int", "money"),
            "day": field.kind == "day",
        }
        for field in columns
    ]
    return {"entry": entry, "name": name, "cells": cells, "url": reverse("case", args=[entry.case.uid]), "state": flow.FLOW.by_state[entry.case.state]}  # fmt: skip


def narrowed(one: Register, post: Post, asked: Any) -> tuple[Any, date | None]:
    """The lines as asked for, each in its last edition (or that of the day); and the day."""
    mine = visible(Record, post).filter(register=one.code)
    if words := asked.get("q", "").strip().lower():
        for word in words.split():
            said = Q(said__contains=word)
            if one.private and post.role in one.keeps:  # nobody else finds a person by what he is not shown of him
                said |= Q(
                    pk__in=Entry.objects.filter(register=one.code, voided_by=None, name__icontains=word).values("case")
                )
            mine = mine.filter(said)
    view = asked.get("view", "")
    mine = mine.filter(state=view) if view in ("waiting", "struck") else mine.exclude(state="struck")
    rows = Entry.objects.filter(committee=post.committee_id, register=one.code, case__in=mine.values("pk")).select_related("case")  # fmt: skip
    rows = rows.filter(voided_by=None) if view != "struck" else last_of(rows)
    on = day_in(asked.get("on", ""))
    if on is not None:
        noon = clock.at_noon(on)
        rows = rows.filter(Q(at=None) | Q(at__lte=noon), Q(until=None) | Q(until__gt=noon))
    elif one.editions and view != "struck":
        rows = rows.exclude(ended_by__isnull=False)
    for name in ("sort", "level"):
        field = one.at(name)
        if field is not None and asked.get(name) in dict(field.choices):
            rows = rows.filter(**{name: asked[name]})
    if year := number_in(asked.get("year", "")):
        rows = rows.filter(at__year=year)
    return rows, on


def last_of(rows: Any) -> Any:
    """Of struck lines what they said last: the rows that the striking made void."""
    newest: dict[int, int] = {}
    for case, pk in rows.order_by("pk").values_list("case", "pk"):
        newest[case] = pk
    return rows.filter(pk__in=newest.values())


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def years(one: Register, post: Post) -> list[int]:
    found = Entry.objects.filter(committee=post.committee_id, register=one.code, voided_by=None).dates(
        "at", "year", "DESC"
    )
    return [day.year for day in found]


def filters(one: Register, asked: Any) -> list[dict[str, Any]]:
    """The choices by which the list is narrowed."""
    found = [(name, one.at(name)) for name in ("sort", "level")]
    return [{"name": name, "label": field.label, "choices": [(code, label, asked.get(name) == code) for code, label in field.choices]} for name, field in found if field is not None]  # fmt: skip


def figures(one: Register, post: Post, asked: Any) -> list[dict[str, Any]]:
    """The register's figures in the year at hand; each opens to its lines."""
    if post.role not in WORKERS or post.role == "member":
        return []
    year = asked.get("year") if number_in(asked.get("year", "")) else str(clock.today().year)
    scope = Scope(post.committee, period(post.committee, year))
    return [{"label": figure.label, "value": figure.answer(scope).text, "unit": figure.unit, "url": f"{reverse('figure', args=[figure.name])}?period={year}", "year": year} for figure in one.figures]  # fmt: skip
