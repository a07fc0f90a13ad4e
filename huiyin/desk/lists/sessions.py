"""The sessions of a committee, and the one that a list shows unless asked otherwise."""

from datetime import date
from typing import Any

from huiyin.kernel import clock
from huiyin.kernel.models import Period

MOST = 12


def sessions(committee: Any) -> list[Period]:
    """Newest first. One query."""
    rows = Period.objects.filter(committee=committee, kind="session")
    return sorted(rows, key=lambda row: (row.opens or date(row.year or 1, 1, 1), row.code), reverse=True)


def current(found: list[Period]) -> Period | None:
    """The last session that has opened; else the newest there is."""
    today = clock.today()
    return next((row for row in found if row.opens and row.opens <= today), found[0] if found else None)


def named(found: list[Period], code: str) -> Period | None:
    return next((row for row in found if row.code == code), None)
