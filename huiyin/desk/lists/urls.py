"""Addresses of the lists: my work, the catalogue, the board, figures, notices, finding."""

from django.http import HttpResponse
from django.urls import path

from huiyin.desk.lists import batch, work


def soon(request, **rest):  # type: ignore[no-untyped-def]
    return HttpResponse("")


urlpatterns = [
    path("work/", work.work, name="work"),
    path("work/batch/", batch.batch, name="work_batch"),
    path("proposals/", soon, name="catalogue"),
    path("board/", soon, name="board"),
    path("leader/", soon, name="leader"),
    path("figures/", soon, name="figures"),
    path("figures/<str:name>/", soon, name="figure"),
    path("notices/", soon, name="notices"),
    path("find/", soon, name="find"),
]
