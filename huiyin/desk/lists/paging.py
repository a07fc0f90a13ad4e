"""Pages that never count more than they must."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

PAGE = 50
MOST = 5_000


class Counted(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count


def capped(rows: QuerySet[Any], most: int = MOST) -> int:
    """How many rows there are, or `most` + 1 when there are more: the database stops counting there."""
    return rows.order_by().values("pk")[: most + 1].count()


def page_of(rows: Any, request: Any, count: int, per_page: int = PAGE) -> Any:
    """The page that `?page=` names, the nearest one that exists."""
    return Counted(rows, per_page, min(count, MOST)).get_page(request.GET.get("page"))
