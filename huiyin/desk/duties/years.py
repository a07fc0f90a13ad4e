"""Which duty year a page shows."""

from typing import Any

from huiyin.desk.access import number_in
from huiyin.duties.models import DutyYear
from huiyin.ui.templatetags.ui import replaced


def chosen(request: Any) -> tuple[DutyYear | None, list[DutyYear]]:
    """The year that `?year=` names, else the newest; and all there are. One query."""
    found = list(DutyYear.objects.filter(committee=request.post.committee_id).order_by("-year")[:8])
    wanted = number_in(request.GET.get("year", ""))
    year = next((one for one in found if one.year == wanted), None if wanted else (found or [None])[0])  # type: ignore[list-item]
    for one in found:
        one.committee = request.post.committee
    return year, found


def tabs(request: Any, found: list[DutyYear], year: DutyYear | None) -> list[dict[str, Any]]:
    return [
        {"label": str(one.year), "url": replaced(request.GET, {"year": one.year, "page": None}), "count": "", "current": one == year}
        for one in found
    ]  # fmt: skip
