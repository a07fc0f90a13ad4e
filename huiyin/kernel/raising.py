"""A case is opened and takes its first step in one transaction; a request that was sent twice gives the case of the first time."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from huiyin.kernel import clock
from huiyin.kernel.act import TRIES, begun_before, open_case, plan
from huiyin.kernel.batch import Batch
from huiyin.kernel.flow import flow_of
from huiyin.kernel.ids import reseed
from huiyin.kernel.models import Link, Period, Post
from huiyin.kernel.underway import Act

Also = Callable[[Batch, Any, Act], None]


def raise_case(
    kind: str,
    step: str,
    *,
    as_: Post,
    title: str,
    row: Mapping[str, Any],
    facts: dict[str, Any] | None = None,
    session: Period | None = None,
    key: str | None = None,
    comes_of: tuple[Any, str] | None = None,
    first: Callable[[Batch, Any], None] | None = None,
    also: Also | None = None,
) -> Any:
    """Open a case of this kind and take `step` on it, or nothing. `row`: fields of the kind's own table; `facts`: of the step.

    `comes_of`: (another case, the kind of link), which stays linked. Further rows of the same transaction: `first` adds those that the step
    counts upon, `also` those that hang on its act.
    Errors: those of open_case and of the step; Refused when the key was for something else.
    """
    for attempt in range(TRIES):
        if key and (there := begun_before(flow_of(kind), step, as_, key)):
            return there
        try:
            with transaction.atomic():
                batch = Batch(as_.committee)
                case = open_case(kind, as_=as_, title=title, session=session, batch=batch, row=row)
                if first is not None:
                    first(batch, case)
                done = plan(batch, case, step, as_, clock.now(), facts or {}, key=key)
                if comes_of is not None:
                    batch.add(_link(case, done, *comes_of))
                if also is not None:
                    also(batch, case, done)
                batch.write()
                return case
        except IntegrityError:  # two at the same moment: the other took the key, the number or the id
            if attempt == TRIES - 1:
                raise
            reseed()
    raise AssertionError("unreachable")


def _link(case: Any, done: Act, source: Any, kind: str) -> Link:
    link = Link(source_id=source.pk, target_id=case.pk, kind=kind, event_id=done.event.id)
    link.committee = case.committee
    return link
