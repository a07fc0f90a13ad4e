"""What the passing of time itself brings about: a case that has stood in a state for its span is taken on by a computed step.

A state names the step and the span (`State.passes`). The tick takes it as the system, in the same way as an act that brings another about:
the record says who (nobody), when (when it was noticed), and by which rule. History does not move by itself.
"""

import logging
from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from huiyin.kernel import clock, parameters
from huiyin.kernel.act import lock, plan
from huiyin.kernel.actors import system_post
from huiyin.kernel.batch import Batch
from huiyin.kernel.flow import FLOWS, Flow, State
from huiyin.kernel.models import Case, Committee, Event, Post, Stay
from huiyin.kernel.refusal import Refused

log = logging.getLogger(__name__)


def pass_on(committee: Committee) -> int:
    """Take the step of every case whose time in its state is over. Returns how many; a second run at the same moment takes none."""
    taken = 0
    post: Post | None = None
    for flow, state in _states():
        for case in _over(committee, flow, state):
            post = post or system_post(committee)
            taken += _take(committee, case, state, post)
    return taken


def _states() -> Iterator[tuple[Flow, State]]:
    return ((flow, state) for flow in list(FLOWS.values()) for state in flow.states if state.passes)


def _over(committee: Committee, flow: Flow, state: State) -> list[Case]:
    """The cases that entered the state by an act of today's people (not of an imported history) longer ago than its span."""
    assert state.passes is not None
    rule, calendar, today = state.passes[1], parameters.calendar(committee), clock.today()
    imported = Event.objects.filter(pk=OuterRef("event_id"), source="imported")
    stays = Stay.objects.filter(
        ~Exists(imported), committee=committee, kind=flow.kind, state=state.name, here=True, entered_at__lte=clock.now()
    ).order_by("entered_at", "pk")
    ends: dict[date, date | None] = {}
    found = []
    for case, entered_at in stays.values_list("case_id", "entered_at"):
        assert entered_at is not None
        day = clock.local_day(entered_at)
        if day not in ends:
            text = str(parameters.get(committee, rule, day)) if rule in parameters.REGISTRY else rule
            ends[day] = clock.due(clock.Span.parse(text), day, calendar)
        end = ends[day]
        if end is not None and end < today:
            found.append(case)
    return list(Case.objects.filter(pk__in=found).order_by("pk")) if found else []


def _take(committee: Committee, case: Case, state: State, post: Post) -> int:
    assert state.passes is not None
    case.committee = committee
    try:
        with transaction.atomic():
            batch = Batch(committee)
            locked = lock(batch, case)
            if locked.state != state.name:
                return 0
            plan(batch, locked, state.passes[0], post, clock.now(), {}, source="computed")
            batch.write()
    except Refused as refusal:  # somebody acted on it at this very moment
        log.info("%s not taken: %s", state.passes[0], refusal)
        return 0
    return 1
