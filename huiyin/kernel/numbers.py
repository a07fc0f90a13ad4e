"""Numbers: given once, never reused, even when the case is withdrawn (R-027)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.kernel.batch import Batch
from huiyin.kernel.models import Counter, Number
from huiyin.kernel.refusal import Refused


def give(batch: Batch, case: Any, series: str, pattern: Callable[[int], str] | None, text: str, at: datetime) -> str:
    """The next number of a series as text; or `text` itself, where a paper or an old catalogue names it.

    Errors: Refused when that text has been given in this series before.
    """
    if text:
        _refuse_double(batch, series, text)
        digits = "".join(c for c in text if c.isdigit())
        value = int(digits) if digits and digits == text and len(digits) < 9 else None
        if value is not None:
            _raise_counter(batch, series, value)
    else:
        assert pattern is not None
        value = _next(batch, series)
        text = pattern(value)
    number = Number(series=series, value=value, text=text, case=case, given_at=at)
    number.committee = batch.committee
    batch.add(number)
    batch.memory.setdefault(("texts", series), set()).add(text)
    return text


def _refuse_double(batch: Batch, series: str, text: str) -> None:
    given = batch.memory.setdefault(("texts", series), set())
    if text in given or Number.objects.filter(committee=batch.committee, series=series, text=text).exists():
        raise Refused(f"编号 {text} 已经给过别的案，编号不重复使用。请核对编号。", {"number": "这个编号已经用过。"})


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


def _next(batch: Batch, series: str) -> int:
    counter = _counter(batch, series)
    batch.change(counter, last=counter.last + 1)
    return counter.last


def _raise_counter(batch: Batch, series: str, value: int) -> None:
    counter = _counter(batch, series)
    if value > counter.last:
        batch.change(counter, last=value)
