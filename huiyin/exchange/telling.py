"""What a program outside may read of a case: the few things that every kind has, and of its own fields those listed here.

Nothing is listed that names a person who is not to be named (a citizen, a writer, a telephone), nor words that only some of those
who see the case may read. A kind that is missing tells what every kind has. Who sees the case at all, its flow says (`sees`).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huiyin.kernel.flow import flow_of
from huiyin.kernel.ids import to_text

# fmt: off
FIELDS: dict[str, tuple[str, ...]] = {
    "proposal": ("proposal_kind", "proposers", "subject", "intake_number", "situation", "analysis", "items", "publish_wish",
                 "between_sessions", "key", "form", "rounds", "submitted_on", "filed_on", "assigned_on", "replied_on"),
    "assignment": ("role", "part", "handed_on", "answered_on", "extended"),
    "commitment": ("what", "by", "first_by", "changes"),
    "opinion": ("subject", "urgency", "composite", "intake_number", "came_on", "issued_on"),
    "voice": ("channel", "subject", "raised_on", "result", "echoed_on"),
    "problem": ("subject", "words", "result"),
    "consultation": ("form", "meets_on", "background", "outcome"),
    "oversight": ("origin", "form", "mode", "year", "quarter", "visited_on"),
    "activity": ("activity_kind", "meets_on", "meets_at", "place", "round"),
    "report": ("template", "period", "as_of", "frozen_at", "sha256"),
}
# fmt: on
STAYS = ("voice", "register_entry")
"""Kinds that never leave in a package: a citizen's own words, which are erased when their time is over; people kept by consent. A file
that has left cannot be erased."""
BASE = (
    "id",
    "kind",
    "kind_label",
    "number",
    "title",
    "state",
    "state_label",
    "version",
    "due",
    "session",
    "parent",
    "opened_at",
    "moved_at",
    "finished",
)  # fmt: skip


def told(row: Any) -> dict[str, Any]:
    """A case (the row of its own kind, `session` at hand) as plain JSON values. No query."""
    flow = flow_of(row.kind)
    found: dict[str, Any] = {
        "id": row.uid, "kind": row.kind, "kind_label": str(flow.label), "number": row.number, "title": row.title,
        "state": row.state, "state_label": str(flow.by_state[row.state].label), "version": row.version, "due": plain(row.due),
        "session": row.session.code if row.session_id else None, "parent": to_text(row.parent_id) if row.parent_id else None,
        "opened_at": plain(row.opened_at), "moved_at": plain(row.moved_at), "finished": row.finished,
    }  # fmt: skip
    found |= {name: plain(getattr(row, name)) for name in FIELDS.get(row.kind, ())}
    return found


def plain(value: Any) -> Any:
    """As JSON has it: days and moments in ISO 8601, sums as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
