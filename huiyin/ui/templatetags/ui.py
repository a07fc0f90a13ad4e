"""The tags of every page; a builtin (settings), so no template needs to load them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.contrib.messages import constants as levels
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.ui import days, svg
from huiyin.ui import forms as ui_forms
from huiyin.ui.initials import initials
from huiyin.ui.words import script_words

register = template.Library()

FLASHES = {levels.SUCCESS: "ok", levels.WARNING: "warn", levels.ERROR: "bad"}
LATE, SOON_DAYS = "late", 7


# dates ──────────────────────────────────────────────────────────────────
@register.filter
def day(value: Any, today: dt.date | None = None) -> str:
    """{{ date|day }}: 6月29日 周一."""
    found = days.parse(value)
    return days.day(found, today) if found else ""


@register.filter
def month_day(value: Any, today: dt.date | None = None) -> str:
    """{{ date|month_day }}: 6月29日."""
    found = days.parse(value)
    return days.month_day(found, today) if found else ""


@register.filter
def weekday(value: Any) -> str:
    """{{ date|weekday }}: 周一."""
    found = days.parse(value)
    return days.weekday(found) if found else ""


@register.filter
def moment(value: Any, today: dt.date | None = None) -> str:
    """{{ at|moment }}: 今天 09:05."""
    found = days.parse(value)
    return days.moment(found, today) if found else ""


@register.filter
def left(value: Any, today: dt.date | None = None) -> str:
    """{{ due|left }} or {{ number_of_days|left }}: 还有 11 天."""
    found = value if isinstance(value, int) else days.parse(value)
    return "" if found is None else days.left(found, today)


# the ring and the clock ─────────────────────────────────────────────────
@register.simple_tag
def ring(state: str, share: float = 0, dot: bool = False, big: bool = False) -> SafeString:
    """{% ring "soon" 88 dot=True %}: the picture alone; write words beside it."""
    return svg.ring(state, share or 0, dot=bool(dot), big=bool(big))


def clock_state(due: Any, today: dt.date | None = None, soon: int = SOON_DAYS) -> str:
    """late, soon or calm by the calendar; none without a due date."""
    found = days.parse(due)
    if found is None:
        return "none"
    until = days.days_until(found, today)
    return LATE if until < 0 else "soon" if until <= soon else "calm"


def used_share(start: Any, due: Any, today: dt.date | None = None) -> float:
    """How much of the time from start to due is used, 0 to 100; a guess of 40 where the start is unknown."""
    begin, end = days.parse(start), days.parse(due)
    if begin is None or end is None:
        return 40
    whole = days.days_until(end, days.local_date(begin))
    return 100 if whole <= 0 else min(max(100 * (1 - days.days_until(end, today) / whole), 0), 100)


@register.simple_tag
def clock(
    due: Any = None,
    today: dt.date | None = None,
    *,
    start: Any = None,
    state: str = "",
    share: float | None = None,
    dot: bool = False,
    words: str = "",
    soon: int = SOON_DAYS,
) -> SafeString:
    """{% clock due today start=begun dot=mine %}: the ring and its words.

    `state` (calm soon late done paused none) and `words` win over what the dates say: a stopped or finished clock has
    both from the caller.
    """
    state = state or clock_state(due, today, soon)
    if not words:
        words = {"done": _("已办结"), "paused": _("暂停"), "none": _("还没开始")}.get(state) or left(due, today)
    share = used_share(start, due, today) if share is None else share
    css = f" is-{state}" if state in ("late", "soon") else ""
    return format_html('<span class="clock{}">{}<span>{}</span></span>', css, ring(state, share, dot), words)


# forms ──────────────────────────────────────────────────────────────────
@register.inclusion_tag("ui/field.html")
def field(
    bound: forms.BoundField, *, box: bool = False, down: bool = False, note: str | None = None, show_help: bool = True
) -> dict[str, Any]:
    """{% field form.when %}: label, help, error, control.

    `box` frames the choices (2 to 4 of them), `down` puts one under the other, `note` replaces the small word.
    """
    counted = bound.field.widget.attrs.get("data-count")
    return {
        "bound": bound,
        "kind": kind_of(bound),
        "control": control(bound),
        "choices": list(choices(bound)) if ui_forms.is_choices(bound) else [],
        "note": ui_forms.note(bound) if note is None else note,
        "css": (" choices--box" if box else "") + (" choices--down" if down else ""),
        "most": counted,
        "count": len(bound.value() or "") if counted else 0,
        "show_help": show_help,
        "described": bound.aria_describedby or "",
        "search": _("输入名称或拼音首字母") if getattr(bound.field, "searched", False) else "",
        "needed": getattr(bound.field, "needed", ""),
    }


def kind_of(bound: forms.BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if ui_forms.is_choices(bound):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "parts" if bound.use_fieldset else "control"


def control(bound: forms.BoundField) -> SafeString:
    """The widget; a placeholder that only repeats the label is dropped (a label is never a placeholder)."""
    widget = bound.field.widget
    repeats = str(widget.attrs.get("placeholder") or "-") in str(bound.label)
    return bound.as_widget(attrs={"placeholder": ""} if repeats else None)


def choices(bound: forms.BoundField) -> Iterable[dict[str, Any]]:
    """Each choice with its consequence (`field.hints`) and whether it is taken."""
    hints = {str(key): text for key, text in getattr(bound.field, "hints", {}).items()}
    groups, heading = getattr(bound.field, "groups", {}), ""
    searched = getattr(bound.field, "searched", False)
    for one in bound.subwidgets:
        value = str(one.data.get("value", ""))
        yield {
            "tag": one.tag(),
            "id": one.id_for_label,
            "label": one.choice_label,
            "hint": hints.get(value, ""),
            "on": one.data.get("selected"),
            "find": initials(str(one.choice_label)) if searched else "",
            "heading": groups.get(value, "") if groups.get(value, "") != heading else "",
        }
        heading = groups.get(value, heading)


@register.inclusion_tag("ui/errors.html")
def errors(*given: Any, title: str = "") -> dict[str, Any]:
    """{% errors form formset title="没有记上" %}: what is wrong, each with the way to its field; nothing when all is well."""
    found = ui_forms.mistakes(*given)
    return {"mistakes": found, "placed": any(one["id"] for one in found), "title": title or _("没有存上")}


@register.inclusion_tag("ui/messages.html", takes_context=True)
def messages_flash(context: template.Context) -> dict[str, Any]:
    """{% messages_flash %}: the results of the last act. A message's extra_tags is its first bold word."""
    heads = {"ok": _("已办"), "warn": _("留意"), "bad": _("没有办成"), "": _("知道一下")}
    rows = []
    for message in context.get("messages") or []:
        tone = FLASHES.get(message.level, "")
        rows.append({"tone": tone, "head": message.extra_tags or heads[tone], "text": message.message})
    return {"rows": rows}


# addresses and pages ────────────────────────────────────────────────────
def replaced(query: QueryDict, changes: dict[str, Any]) -> str:
    """The query string with some keys set anew; None or nothing removes a key, a list sets several."""
    query = query.copy()
    for key, value in changes.items():
        if value is None or value == "" or value == []:
            query.pop(key, None)
        else:
            query.setlist(key, [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)])
    return "?" + query.urlencode()


def link_to(query: QueryDict, key: str, drop: str = "page") -> Callable[[Any], str]:
    """The query string for many values of one key: the rest of it is encoded once, since a page may hold a hundred of them."""
    rest = replaced(query, {key: None, drop: None})
    start = f"{rest}&" if len(rest) > 1 else rest
    return lambda value: f"{start}{urlencode({key: value})}"


def query_of(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request is not None else QueryDict()


@register.simple_tag(takes_context=True)
def qs(context: template.Context, **changes: Any) -> str:
    """{% qs sort="due" page=None %}: this page's query string with these keys replaced, others kept."""
    return replaced(query_of(context), changes)


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: template.Context, page_obj: Any, unit: str = "", key: str = "page") -> dict[str, Any]:
    """{% pages page_obj "件" %}: where we are, and every other page as a link that keeps the query string."""
    query = query_of(context)

    def link(number: int) -> str:
        return replaced(query, {key: number if number > 1 else None})

    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)
    dots = page_obj.paginator.ELLIPSIS
    return {
        "page_obj": page_obj,
        "unit": unit or _("件"),
        "links": [{"number": n, "url": "" if n == dots else link(n), "here": n == page_obj.number} for n in numbers],
        "next": link(page_obj.next_page_number()) if page_obj.has_next() else "",
        "previous": link(page_obj.previous_page_number()) if page_obj.has_previous() else "",
    }


# charts ─────────────────────────────────────────────────────────────────
@register.inclusion_tag("ui/bars.html")
def bars(rows: Iterable[Any], caption: str = "", tall: bool = False, show_caption: bool = False) -> dict[str, Any]:
    """{% bars rows caption="…" %}: a chart that is a table.

    Each row (object or mapping): label, value, share (0–100), and if there are any url, text (after the value), tone
    (ink ochre green blue soft), parts (list of (tone, share): a stacked bar), unit.
    """
    shown = [
        {
            "label": svg.get(row, "label"),
            "value": svg.get(row, "value"),
            "unit": svg.get(row, "unit"),
            "url": svg.get(row, "url"),
            "text": svg.get(row, "text"),
            "bar": svg.bar(svg.get(row, "parts") or [(svg.get(row, "tone", "ink"), float(svg.get(row, "share", 0)))]),
        }
        for row in rows
    ]
    return {"rows": shown, "caption": caption, "tall": tall, "show_caption": show_caption}


@register.inclusion_tag("ui/bars.html")
def funnel(rows: Iterable[Any], caption: str = "") -> dict[str, Any]:
    """{% funnel rows caption="…" %}: stages as `huiyin.ui.funnel.funnel` drew them, the widest above."""
    return {"rows": rows, "caption": caption, "tall": True, "show_caption": False}


@register.inclusion_tag("ui/line.html")
def line_chart(
    series: Sequence[svg.Series], finding: str, about: str = "", unit: str = "", axis: str = ""
) -> dict[str, Any]:
    """{% line_chart series finding="比去年早 11 天过半" about="累计件数" unit="件" %}: the picture and its table."""
    return {"chart": svg.line_chart(series), "finding": finding, "about": about, "unit": unit, "axis": axis}


# the rest ───────────────────────────────────────────────────────────────
@register.simple_tag
def ui_words() -> SafeString:
    """The sentences that huiyin.js needs, in the reader's language, as a JSON element."""
    return script_words()
