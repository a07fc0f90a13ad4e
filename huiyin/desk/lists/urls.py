"""Addresses of the lists: my work, the catalogue, the board, figures, notices, finding."""

from django.http import HttpResponse
from django.urls import path

from huiyin.desk.lists import batch, board, catalogue, leader, units, urge, work


def soon(request, **rest):  # type: ignore[no-untyped-def]
    return HttpResponse("")


urlpatterns = [
    path("work/", work.work, name="work"),
    path("work/batch/", batch.batch, name="work_batch"),
    path("proposals/", catalogue.catalogue, name="catalogue"),
    path("proposals/export/", catalogue.export, name="catalogue_export"),
    path("board/", board.board, name="board"),
    path("board/units/", units.units, name="board_units"),
    path("board/export/", board.export, name="board_export"),
    path("board/urge/", urge.urge, name="board_urge"),
    path("leader/", leader.leader, name="leader"),
    path("figures/", soon, name="figures"),
    path("figures/<str:name>/", soon, name="figure"),
    path("notices/", soon, name="notices"),
    path("find/", soon, name="find"),
]
