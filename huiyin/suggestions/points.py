"""How the points of a reply are written in a history file: a suggestion by its position (1, 2 …), since ids are not known there."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.batch import Batch
from huiyin.kernel.replay import resolve
from huiyin.suggestions.models import Suggestion


def by_position(batch: Batch, case: Any, value: Any) -> list[dict[str, Any]]:
    """[{suggestion: 1, adoption, text}] → the same with the ids of the suggestions. Errors: ValueError for a position that is not there."""
    ids = _positions(batch, case.parent_id or case.pk)
    points = []
    for point in value:
        found = ids.get(
            point.get("suggestion"), point.get("suggestion") if point.get("suggestion") in ids.values() else None
        )
        if found is None:
            raise ValueError(_("没有第 {n} 条建议，一共 {m} 条。").format(n=point.get("suggestion"), m=len(ids)))
        points.append({**point, "suggestion": found})
    return points


def _positions(batch: Batch, pk: int) -> dict[int, int]:
    fresh = [row for row in batch.memory.get((Suggestion, pk), ()) if row.until is None]
    if fresh:
        return {row.position: row.pk for row in fresh}
    rows = Suggestion.objects.filter(case=pk, until=None, voided_by=None).values_list("position", "pk")
    return dict(rows)


resolve("points", by_position)
