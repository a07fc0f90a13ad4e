"""Numbers: given once, never reused, even when the case is withdrawn (R-027)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Committee, Counter, Number
from huiyin.kernel.refusal import Refused


def give(batch: Batch, case: Any, series: str, pattern: Callable[[int], str] | None, text: str, at: datetime) -> str:
    """The next number of a series as text; or `text` itself, where a paper or an old catalogue names it.

    Errors: Refused when that text has been given in this series before.
    """
    if text:
        _refuse_double(batch, series, text)
        value = _value_in(text, pattern)
        if value is not None:
            _raise_counter(batch, series, value)
    else:
        assert pattern is not None
        value, text = _next_free(batch, series, pattern)
    number = Number(series=series, value=value, text=text, case=case, given_at=at)
    number.committee_id = batch.committee.pk
    batch.add(number)
    batch.memory.setdefault(("texts", series), set()).add(text)
    return text


def _given(batch: Batch, series: str, text: str) -> bool:
    if text in batch.memory.setdefault(("texts", series), set()):
        return True
    if ("known", series) in batch.memory:  # whoever plays history has read every number of the series
        return False
    return Number.objects.filter(committee=batch.committee, series=series, text=text).exists()


def _value_in(text: str, pattern: Callable[[int], str] | None) -> int | None:
    """Which number of the series a text is, as this committee writes them; None when it is written otherwise."""
    for run in re.finditer(r"[0-9]{1,9}", text):
        for start in range(len(run[0])):
            value = int(run[0][start:])
            if 0 < value < 10**6 and (pattern(value) if pattern else str(value)) == text:
                return value
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _refuse_double(batch: Batch, series: str, text: str) -> None:
    if _given(batch, series, text):
        raise Refused(
            _("编号 {text} 已经给过别的案，编号不重复使用。请核对编号。").format(text=text),
            {"number": _("这个编号已经用过。")},
        )


def _counter(batch: Batch, series: str) -> Counter:
    key = ("counter", series)
    if key not in batch.memory:
        query = Counter.objects.filter(committee=batch.committee, series=series)
        if connection.vendor == "postgresql":
            Counter.objects.bulk_create([Counter(committee=batch.committee, series=series)], ignore_conflicts=True)
            query = query.select_for_update()
        counter = query.first() or Counter.objects.create(committee=batch.committee, series=series)
        batch.memory[key] = counter
    found: Counter = batch.memory[key]
    return found


def _next_free(batch: Batch, series: str, pattern: Callable[[int], str]) -> tuple[int, str]:
    """The next number whose text was not given before, say in another way of writing or from a paper."""
    for _attempt in range(1000):
        value = _next(batch, series)
        text = pattern(value)
        if not _given(batch, series, text):
            return value, text
    # {seq} stands in the sentence as it is: that is what the clerk is to write.
    raise Refused(_("编号的写法给不出新的编号。请在设置里改写法，写上顺序号 {seq}。"))


def _next(batch: Batch, series: str) -> int:
    counter = _counter(batch, series)
    batch.change(counter, last=counter.last + 1)
    return counter.last


def raise_to(committee: Committee, series: str, value: int) -> None:
    """Let the counter of a series go on after this number, inside a transaction of the caller's."""
    batch = Batch(committee)
    _raise_counter(batch, series, value)
    batch.write()


def _raise_counter(batch: Batch, series: str, value: int) -> None:
    if ("known", series) in batch.memory:  # history raises it once, when all of it is written
        key = ("raised", series)
        batch.memory[key] = max(batch.memory.get(key, 0), value)
        return
    counter = _counter(batch, series)
    if value > counter.last:
        batch.change(counter, last=value)
