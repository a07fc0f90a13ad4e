"""The database looks at its tables, so that it knows which index is short."""

from django.db import connection

LOOK = 200_000
"""Rows read of each index: a second for the whole house at two million events. With a thousand, one state of a committee looks as short
as one session of it, and a page that counts by unit reads all sessions (two seconds instead of thirty milliseconds)."""


def look() -> None:
    """Count anew on SQLite, which never does it by itself: after an upgrade it would read whole tables. PostgreSQL does it alone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOK}")
            cursor.execute("ANALYZE")
