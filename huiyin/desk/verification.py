"""Checking the ledger and remembering when: for the audit page, for `huiyin verify`, and for the foot of every page."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime

from django.core.cache import cache

from huiyin.desk.records import Verification
from huiyin.kernel import clock, ledger
from huiyin.kernel.models import Committee, Person

KEPT_SECONDS = 60


def run(
    committee: Committee,
    person: Person | None = None,
    anchors: Mapping[int, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Check the whole ledger of a committee now and keep the result; `person`: who asked, nobody when a command did."""
    begun = time.monotonic()
    report = ledger.verify(committee, anchors, progress)
    row = Verification.objects.create(
        committee=committee, at=clock.now(), person=person, seconds=round(time.monotonic() - begun, 3),
        sound=not report.faults, report=report.as_dict(),
    )  # fmt: skip
    cache.set(f"verified:{committee.pk}", (row.at, row.sound), KEPT_SECONDS)
    return row


def last(committee_id: int) -> tuple[datetime, bool] | None:
    """When it was last checked and whether all was well; None if never. Looked up once a minute, for every page's foot."""
    key = f"verified:{committee_id}"
    known = cache.get(key)
    if known is None:
        row = Verification.objects.filter(committee=committee_id).order_by("-at").values_list("at", "sound").first()
        known = row or ()
        cache.set(key, known, KEPT_SECONDS)
    return known or None
