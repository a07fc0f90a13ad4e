"""Why this day: the few sentences by which a due date explains itself (DOMAIN 3.0: start event, rule, calendar, history)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.kernel.calendar import Calendar
from huiyin.kernel.span import Part, Span, in_words

WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)
NEAR = timedelta(days=14)  # a holiday in the last fortnight is worth a word: it takes working days from those who hurry


def explain(
    span: Span,
    start: date,
    start_event: str,
    calendar: Calendar,
    rule: str = "",
    valid_from: date | None = None,
    paused_days: int = 0,
    extensions: Sequence[tuple[date, date, str]] = (),
    label: str = "",
) -> list[str]:
    """Two to four sentences for the "why" of a due date.

    `start_event` is a clause ("提案交办会交办"), `rule` who set the limit ("本区规定"), in force from `valid_from`, `label`
    the clock ("答复期限"). `paused_days` are working days when the span counts those, else days. An extension is
    (due day before, due day after, reason).
    """
    label = label or _("期限")
    words = {"day": in_words(start, start.year), "weekday": _weekday(start), "event": start_event}
    if not span.parts:
        return [_("%(day)s（%(weekday)s）%(event)s。") % words, _("这一步不限期。")]
    if span.in_working_days:
        first = _("%(day)s（%(weekday)s）%(event)s，从第二天起数工作日。") % words
    else:
        first = _("%(day)s（%(weekday)s）%(event)s，从这天起算。") % words
    calendar_says = "".join(_by_calendar(span, start, calendar))
    history = _history(span, start, calendar, paused_days, extensions)
    return [
        line for line in (first, _rule(span, start, calendar, label, rule, valid_from), calendar_says, history) if line
    ]


def _rule(span: Span, start: date, calendar: Calendar, label: str, rule: str, valid_from: date | None) -> str:
    """答复期限为 3 个月（本区规定，2024年1月1日起），满 3 个月是 6月27日，周六。"""
    since = _("%(day)s起") % {"day": in_words(valid_from)} if valid_from else ""
    source = _("，").join(filter(None, (rule, since)))
    words = {"label": label, "span": span.words(), "source": source}
    limit = _("%(label)s为 %(span)s（%(source)s）") % words if source else _("%(label)s为 %(span)s") % words
    if len(span.parts) == 1 and not span.parts[0].amount:
        return _("%(limit)s，%(weekday)s。") % {"limit": limit, "weekday": _weekday(span.parts[0].raw(start, calendar))}
    ends = _("；").join(_counted(part, start, calendar) for part in span.parts)
    return _("%(limit)s，%(ends)s。") % {"limit": limit, "ends": ends}


def _counted(part: Part, start: date, calendar: Calendar) -> str:
    words = {"amount": part.words(), "day": _with_weekday(part.raw(start, calendar), start)}
    return _("满 %(amount)s是 %(day)s") % words if part.amount else _("规定的日子是 %(day)s") % words


def _by_calendar(span: Span, start: date, calendar: Calendar) -> Iterator[str]:
    """What the calendar did to the end: the earlier of several, the roll, holidays, make-up days, years without a notice."""
    part = span.earliest(start, calendar)
    raw, end = part.raw(start, calendar), part.end(start, calendar)
    if len(span.parts) > 1:
        yield _("取早的：%(day)s。") % {"day": _with_weekday(raw, start)}
    if part.unit == "wd":
        yield _("周末和节假日不算在内。")
    elif end != raw:
        yield _("遇周末和节假日，顺延到下一个工作日：%(day)s。") % {"day": _with_weekday(end, start)}
    elif not calendar.working(end):
        yield _("这是规定的日子，遇周末和节假日不顺延。")
    elif part.amount:
        yield _("这天是工作日，不用顺延。")
    since = start + timedelta(days=1) if part.unit == "wd" else max(start, end - NEAR)
    if holidays := calendar.holidays(since, end):
        yield _("%(holidays)s放假，不计入工作日。") % {"holidays": _("、").join(_holiday(*each) for each in holidays)}
    if made_up := calendar.made_up(since, end):
        days = _("、").join(in_words(day, start.year) for day in made_up)
        yield _("%(days)s调休上班，算工作日。") % {"days": days}
    for year in range(start.year, end.year + 1):
        if not calendar.known(year):
            yield _("日历里没有 %(year)d 年的放假安排，这一年先按周一到周五上班算。") % {"year": year}


def _holiday(first: date, last: date, names: list[str]) -> str:
    name = _("和").join(map(_, names))
    words = {"first": in_words(first, first.year), "last": in_words(last, first.year), "name": name, "day": last.day}
    if first == last:
        return _("%(first)s%(name)s") % words
    if first.month == last.month:
        return _("%(first)s至%(day)d日%(name)s") % words
    return _("%(first)s至%(last)s%(name)s") % words


def _history(
    span: Span, start: date, calendar: Calendar, paused_days: int, extensions: Sequence[tuple[date, date, str]]
) -> str:
    """没有延期，没有暂停。 Or what there was of both."""
    if not paused_days and not extensions:
        return _("没有延期，没有暂停。")
    return _extended(start, extensions) + _paused(span, start, calendar, paused_days, moved=bool(extensions))


def _extended(start: date, extensions: Sequence[tuple[date, date, str]]) -> str:
    if not extensions:
        return _("没有延期。")
    granted = []
    for before, after, reason in extensions:
        words = {"before": in_words(before, start.year), "after": _with_weekday(after, start), "reason": reason}
        granted.append(
            _("由 %(before)s延到 %(after)s（%(reason)s）") % words
            if reason
            else _("由 %(before)s延到 %(after)s") % words
        )
    n = len(granted)
    return ngettext("延期 %(n)d 次：%(list)s。", "延期 %(n)d 次：%(list)s。", n) % {
        "n": n,
        "list": _("；").join(granted),
    }


def _paused(span: Span, start: date, calendar: Calendar, days: int, moved: bool) -> str:
    """The day is named only when the pause alone moved it; an extension names its own."""
    if not days:
        return _("没有暂停。")
    end = span.end(start, calendar)
    length = Part("wd" if span.in_working_days else "d", days).words()
    if moved or end is None:
        return _("暂停过 %(length)s，期限相应后移。") % {"length": length}
    day = _with_weekday(span.shift(end, days, calendar), start)
    return _("暂停过 %(length)s，期限相应移到 %(day)s。") % {"length": length, "day": day}


def _with_weekday(day: date, start: date) -> str:
    return _("%(day)s，%(weekday)s") % {"day": in_words(day, start.year), "weekday": _weekday(day)}


def _weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])
