"""Addresses of the papers of a session."""

from django.urls import path

from huiyin.desk.papers import bundle, session, urging

urlpatterns = [
    path("papers/", session.papers, name="papers"),
    path("papers/<slug:name>.<slug:kind>", session.paper, name="paper"),
    path("case/<str:uid>/bundle.zip", bundle.bundle, name="case_bundle"),
    path("board/notice/", urging.begin, name="urging_begin"),
    path("case/<str:uid>/notice.<slug:kind>", urging.letter, name="urging_letter"),
]
