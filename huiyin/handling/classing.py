"""The class of a result, dated: as the unit gave it, after audit, later. The one before it ends and is kept (R-053, R-054, R-080)."""

from typing import Any

from huiyin.handling.models import ResultClass
from huiyin.kernel import parameters
from huiyin.kernel.act import Act

UNFINISHED = ("in_progress", "planned")
"""The classes that promise something (R-055)."""


def tag_of(act: Act, letter: str) -> str:
    """What a letter means here (P-20)."""
    tags = {str(row[0]): str(row[2]) for row in parameters.get(act.committee, "P-20", act.on) if len(row) > 2}
    return tags.get(letter, "")


def give(act: Act, assignment: Any, letter: str, given: str, reply_id: int | None, holds: bool = True) -> None:
    """Write a class; what was written before for this assignment ends now. `holds=False`: replaced in the same act."""
    moment = act.at or act.event.recorded_at
    act.end(ResultClass, of=assignment.pk)
    act.dated(
        ResultClass, case=assignment, reply_id=reply_id, organisation_id=assignment.unit_id, letter=letter,
        tag=tag_of(act, letter), given=given, until=None if holds else moment,
        ended_by=None if holds else act.event.id,
    )  # fmt: skip
