"""While one page is drawn, the same question about the same case is asked of the database once.

Outside `reading()` every call asks anew: what an act does between two calls is always seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")
_told: ContextVar[dict[Any, Any] | None] = ContextVar("told", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """The drawing of one page, which changes nothing: answers given in it are shared until it ends. Also a decorator of a view."""
    token = _told.set({})
    try:
        yield
    finally:
        _told.reset(token)


def once(question: Callable[[Any], T]) -> Callable[[Any], T]:
    """A question about a case (by its id) whose answer is shared while a page is drawn. The answer is not to be changed by who gets it."""

    @wraps(question)
    def asked(case: Any) -> T:
        told = _told.get()
        if told is None:
            return question(case)
        key = question, case.pk
        if key not in told:
            told[key] = question(case)
        return told[key]  # type: ignore[no-any-return]

    return asked
