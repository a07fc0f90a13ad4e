"""All figures of one committee: those that are declared in code, those that its office has defined, and those that are reported to it."""

from datetime import datetime
from typing import Any

from huiyin.annual import attested
from huiyin.annual.models import OwnFigure
from huiyin.annual.own import compiled
from huiyin.kernel.figures import REGISTRY
from huiyin.kernel.models import Committee

KEEPERS = dict.fromkeys(("voices", "problems", "opinions", "consultations", "activities", "attested"), "general_office")
"""Who keeps the records of figures that are not the proposal office's, by the first part of their names."""


def catalogue(committee: Committee, on: datetime | None = None) -> dict[str, Any]:
    """Name → figure, declared ones first; `on`: with the definitions that held at that moment. Two queries."""
    rows = OwnFigure.objects.filter(committee=committee).order_by("pk")
    rows = rows.filter(ended_at=None) if on is None else rows.filter(recorded_at__lte=on).exclude(ended_at__lte=on)
    own = {row.name: compiled(row.name, row.label, row.about, row.unit, row.definition) for row in rows}
    return {
        **REGISTRY,
        **{name: figure for name, figure in own.items() if figure is not None},
        **attested.known_in(committee),
    }


def keeper(name: str) -> str:
    """The role that keeps the records behind a figure, and answers when it is doubted."""
    return KEEPERS.get(name.partition(".")[0], "proposal_office")
