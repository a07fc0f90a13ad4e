"""The database looks at its tables, so that it knows which index is short."""

from django.db import connection

from huiyin.kernel.models import Committee, Event

LOOK = 200_000
"""Rows read of each index: a second for the whole house at two million events. With a thousand, one state of a committee looks as short
as one session of it, and a page that counts by unit reads all sessions (two seconds instead of thirty milliseconds)."""
FEW = 1_000
"""So many events more than twice what was there: a house that small reads whole tables as fast as any index."""


def look() -> None:
    """Count anew. SQLite never does it by itself: after an upgrade it would read whole tables. PostgreSQL does within a minute of
    its own, though not what one transaction has written and not yet committed: whoever writes a year in one has to ask."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOK}")
        cursor.execute("ANALYZE")


def outgrown(few: int = FEW) -> bool:
    """Whether the house has more than doubled since the last look: a catalogue was imported, a history replayed. Only on SQLite."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return True
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'kernel_event'")
        known = max((int(stat.split()[0]) for (stat,) in cursor.fetchall()), default=0)
    return _events() > 2 * known + few


def _events() -> int:
    """How many there are, read off the ends of the chains."""
    chains = (Event.objects.filter(committee=pk) for pk in Committee.objects.values_list("pk", flat=True))
    return sum(chain.order_by("-seq").values_list("seq", flat=True).first() or 0 for chain in chains)
