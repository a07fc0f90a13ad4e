"""Addresses of the lists: my work, the catalogue, the board, figures, notices, finding."""

from django.urls import path

from huiyin.desk.lists import (
    batch,
    board,
    calls,
    catalogue,
    figure,
    figures,
    find,
    groups,
    leader,
    notices,
    promises,
    screen,
    units,
    urge,
    work,
)

urlpatterns = [
    path("work/", work.work, name="work"),
    path("work/batch/", batch.batch, name="work_batch"),
    path("proposals/", catalogue.catalogue, name="catalogue"),
    path("proposals/export/", catalogue.export, name="catalogue_export"),
    path("board/", board.board, name="board"),
    path("board/units/", units.units, name="board_units"),
    path("board/export/", board.export, name="board_export"),
    path("board/promises/", promises.promises, name="promises"),
    path("board/promises/export/", promises.export, name="promises_export"),
    path("board/calls/", calls.calls, name="calls"),
    path("board/calls/export/", calls.export, name="calls_export"),
    path("board/urge/", urge.urge, name="board_urge"),
    path("leader/", leader.leader, name="leader"),
    path("leader/screen/", screen.screen, name="leader_screen"),
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.export, name="figures_export"),
    path("figures/<str:name>/", figure.figure, name="figure"),
    path("figures/<str:name>/export/", figure.export, name="figure_export"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("find/", find.find, name="find"),
    path("groups/", groups.groups, name="groups"),
    path("groups/decide/", groups.decide, name="groups_decide"),
]
