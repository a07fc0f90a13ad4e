"""One number opened: its formula, how it is counted, its history, its rows, and where the rest went."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.annual import attested
from huiyin.annual.catalogue import catalogue
from huiyin.annual.own import PREFIX
from huiyin.desk.access import signed_in
from huiyin.desk.lists.catalogue import EXPORT_MOST
from huiyin.desk.lists.download import download
from huiyin.desk.lists.paging import capped, page_of
from huiyin.desk.lists.rows import case_url, first_names, own_rows, sees_all
from huiyin.desk.lists.scopes import Asked, asked, choices
from huiyin.desk.lists.trends import begun, finding
from huiyin.exchange.excel import Column, csv_bytes, workbook
from huiyin.kernel.figures import REGISTRY, Answer, Rate, Scope, Span, percent
from huiyin.kernel.flow import FLOWS, flow_of
from huiyin.kernel.models import Case
from huiyin.people.roles import WORKERS
from huiyin.ui import svg
from huiyin.ui.templatetags.ui import replaced

SESSIONS, LINE = 8, 3
PER_PAGE = 20
LISTS = ("part", "whole", "rest")


@require_safe
@signed_in(*WORKERS)
def figure(request: Any, name: str) -> HttpResponse:
    declared = found(name, request.post.committee)
    one = asked(request, by_unit=bool(declared.unit_at))
    answer = declared.answer(one.scope)
    rate = isinstance(declared, Rate)
    which = request.GET.get("rows", "")
    which = which if rate and which in LISTS else ("rest" if rate else "part")
    cases = visible_cases(listed(declared, one.scope, which), request.post)
    count = capped(cases)
    page = page_of(cases.order_by("number", "pk"), request, count, PER_PAGE)
    words = {
        "figure": declared, "rate": rate, "answer": answer, "one": one, "periods": choices(one), "how": how(declared, one), "which": which,
        **past(declared, one), "rows": lines(page.object_list, request.post) if count else [], "count": count, "page_obj": page,
        "heading": heading(declared, which, count), "lists": _lists(request, declared, which) if rate else [],
        "seen_all": all(sees_all(flow, request.post) for flow in FLOWS.values()), "parts": parts(declared, answer, one) if rate else None,
        "back": reverse("figures") + replace(one, unit=None).query, "export": f"export/{replaced(request.GET, {'page': None, 'period': one.code})}",
    }  # fmt: skip
    return render(request, "desk/lists/figure.html", words)


def found(name: str, committee: Any) -> Any:
    """A declared figure, or one that this committee's office has defined, or that is reported to it. Errors: Http404."""
    made = name.startswith((PREFIX, attested.PREFIX))
    figure = REGISTRY.get(name) or (catalogue(committee).get(name) if made else None)
    if figure is None:
        raise Http404
    return figure


def listed(declared: Any, scope: Scope, which: str) -> QuerySet[Case]:
    """The cases of the number, or of its whole, or of what is missing from it."""
    if not isinstance(declared, Rate) or which == "part":
        return declared.cases(scope)  # type: ignore[no-any-return]
    return declared.whole.cases(scope) if which == "whole" else declared.rest(scope)


def visible_cases(cases: QuerySet[Case], post: Any) -> QuerySet[Case]:
    """A number is the committee's; its rows are shown as far as the reader may see the cases."""
    if all(sees_all(flow, post) for flow in FLOWS.values()):
        return cases
    may = Q(pk__in=())
    for flow in FLOWS.values():
        seen = flow.Model.objects.filter(flow.sees.twin(post), committee=post.committee_id)
        may |= Q(kind=flow.kind, pk__in=seen.values("pk"))
    return cases.filter(may)


def heading(declared: Any, which: str, count: int) -> str:
    if isinstance(declared, Rate) and which == "rest":
        return _("不在“{part}”里的 {n} 件").format(part=declared.part.label, n=count)
    label = (
        declared.whole.label
        if isinstance(declared, Rate) and which == "whole"
        else getattr(declared, "part", declared).label
    )
    return _("{label}：{n} 件案子").format(label=label, n=count)


def _lists(request: Any, declared: Rate, which: str) -> list[dict[str, Any]]:
    names = {"rest": _("差在哪里"), "part": str(declared.part.label), "whole": str(declared.whole.label)}
    return [
        {
            "label": label,
            "url": replaced(request.GET, {"rows": key, "page": None}) + "#rows",
            "count": "",
            "current": key == which,
        }
        for key, label in names.items()
    ]


def parts(declared: Rate, answer: Any, one: Asked) -> dict[str, Any]:
    """Both sides of a rate, each a door, and the sum written out."""
    sums = ""
    if answer.denominator:
        exact = Decimal(answer.numerator) / Decimal(answer.denominator)
        text = _("{a} ÷ {b} = {exact}") if exact == round(exact, 3) else _("{a} ÷ {b} = {exact}…，四舍五入到一位小数")
        short = exact.quantize(Decimal("0.00001"), ROUND_DOWN)
        sums = text.format(
            a=answer.numerator, b=answer.denominator, exact=f"{short.normalize():f}" if exact == short else short
        )
    return {
        "part": declared.part, "whole": declared.whole, "sum": sums, "part_url": door(declared.part, one, "part"), "whole_url": door(declared.whole, one, "whole"),
    }  # fmt: skip


def door(figure: Any, one: Asked, which: str) -> str:
    if figure.name in REGISTRY:
        return reverse("figure", args=[figure.name]) + one.query
    return f"{one.query}&rows={which}#rows"


def how(declared: Any, one: Asked) -> list[tuple[str, str]]:
    """Term and explanation: what is counted, over what time, what it overlaps."""
    pairs: list[tuple[str, Any]] = [(_("数什么"), declared.about or declared.label)]
    if isinstance(declared, Rate):
        pairs += [
            (_("分子"), declared.part.about or declared.part.label),
            (_("分母"), declared.whole.about or declared.whole.label),
        ]
    pairs += [(_("单位"), declared.base), (_("时间"), when(declared, one)), (_("和谁重叠"), declared.overlaps)]
    if isinstance(declared, Rate):
        pairs.append((_("没有分母时"), _("写“—”，不写 100%。")))
    return [(str(term), str(words)) for term, words in pairs if words]


def when(declared: Any, one: Asked) -> str:
    by = getattr(declared, "by", "session")
    span = one.scope.span
    if isinstance(declared, attested.Attested):
        return _("只算专门为{period}报来的。").format(period=span.label)
    if getattr(declared, "standing", False):
        return _("到那一天为止还在的，不管哪天开始。")
    if span.kind == "dates" or by == "date":
        return _("按发生的日期：{period}。日期不明的不算在内。").format(period=span.label)
    if span.kind == "all":
        return _("有记录以来的全部。")
    return _("按届次：{period}的提案，含平时提案，不是自然年。").format(period=span.label)


def history(declared: Any, one: Asked) -> list[dict[str, Any]]:
    """The same number over the sessions, the oldest first, as bars. One or two queries, however many sessions."""
    periods = list(reversed(one.sessions[:SESSIONS]))
    if len(periods) < 2 or getattr(declared, "standing", False):  # what stands on a day began whenever it began
        return []
    rate = isinstance(declared, Rate)
    answers = over_sessions(declared, one, periods)
    top = 100 if rate else max(float(answer.value or 0) for answer in answers) or 1
    return [
        {"label": period.name, "value": answer.text, "number": None if answer.value is None else float(answer.value), "unit": "" if rate else declared.unit,
         "url": f"{reverse('figure', args=[declared.name])}{replace(one, code=period.code).query}",
         "share": 100 * float(answer.value or 0) / top, "tone": "ink" if period.code == one.code else "soft",
         "text": f"{answer.numerator}／{answer.denominator}" if rate else ""}
        for period, answer in zip(periods, answers, strict=True)
    ]  # fmt: skip


def past(declared: Any, one: Asked) -> dict[str, Any]:
    """`trend`: a line over three sessions or more, with its table; `history`: bars where less is known."""
    rows = history(declared, one)
    if len(rows) < LINE:
        return {"history": rows}
    points = [svg.Point(row["label"], row["number"], row["url"], row["value"]) for row in rows]
    lines = begun([svg.Series(str(declared.label), points)])
    if not lines or len(lines[0].points) < LINE:
        return {"history": rows}
    unit = str(rows[0]["unit"])
    return {"trend": lines, "trend_unit": unit, "finding": finding(lines, unit)}


def over_sessions(declared: Any, one: Asked, periods: list[Any]) -> list[Answer]:
    """The answer for each session, as that session alone would give it."""
    span = Span("", "session", "", tuple(period.pk for period in periods))
    scope = replace(one.scope, span=span)
    if isinstance(declared, Rate):
        sides = declared.split_sessions(scope)
        both = [sides.get(period.pk, (0, 0)) for period in periods]
        return [Answer(declared, percent(part, whole, declared.places), part, whole, whole) for part, whole in both]
    found = declared.split(scope, declared.session_at)
    none = None if isinstance(declared, attested.Attested) else 0  # what nobody reported is not known
    return [Answer(declared, found.get(period.pk) or none, None, None, 0) for period in periods]


def lines(cases: Iterable[Case], post: Any) -> list[dict[str, Any]]:
    """Each case with where it is, or where it went. Two or three queries."""
    cases = list(cases)
    own = own_rows([(case.kind, case.pk) for case in cases], post.committee)
    rows = []
    for case in cases:
        row = own.get(case.pk, case)
        top = own.get(case.root_id, row)
        state = flow_of(case.kind).by_state[case.state]
        went = (
            row.get_disposition_display()
            if getattr(row, "disposition", "")
            else getattr(top, "unit_names", "") or getattr(row, "provider", "")
        )
        rows.append({
            "number": getattr(top, "number", "") or getattr(top, "intake_number", ""), "title": case.title, "url": case_url(case.root_id),
            "proposers": first_names(getattr(top, "proposers", "")), "state": state.label, "went": went,
        })  # fmt: skip
    return rows


@require_safe
@signed_in(*WORKERS)
def export(request: Any, name: str) -> HttpResponse:
    """The rows behind the number: `?as=csv`, else Excel; `?rows=part|whole|rest` of a rate."""
    declared, which = found(name, request.post.committee), request.GET.get("rows", "part")
    one = asked(request, by_unit=bool(declared.unit_at))
    cases = visible_cases(listed(declared, one.scope, which if which in LISTS else "part"), request.post).order_by(
        "number", "pk"
    )
    if capped(cases, EXPORT_MOST) > EXPORT_MOST:
        return render(
            request,
            "desk/lists/too_many.html",
            {"most": EXPORT_MOST, "back": reverse("figure", args=[name]) + one.query},
            status=413,
        )
    heads = [
        Column(_("编号"), 12),
        Column(_("案由"), 48),
        Column(_("提案者"), 24),
        Column(_("办到哪里"), 14),
        Column(_("单位或去处"), 30),
    ]
    table = (
        [row["number"], row["title"], row["proposers"], str(row["state"]), str(row["went"])]
        for row in _all(cases, request.post)
    )
    title = f"{declared.label} {one.words}"
    if request.GET.get("as") == "csv":
        return download(csv_bytes(heads, table), title, "csv")
    return download(workbook(heads, table, str(declared.label)), title, "xlsx")


def _all(cases: QuerySet[Case], post: Any) -> Iterable[dict[str, Any]]:
    held: list[Case] = []
    for case in cases.iterator(chunk_size=500):
        held.append(case)
        if len(held) == 500:
            yield from lines(held, post)
            held = []
    yield from lines(held, post)
