"""Addresses of the papers of a session."""

from django.urls import path

from huiyin.desk.papers import bundle, meetings, session, urging

urlpatterns = [
    path("papers/", session.papers, name="papers"),
    path("papers/<slug:name>.<slug:kind>", session.paper, name="paper"),
    path("case/<str:uid>/bundle.zip", bundle.bundle, name="case_bundle"),
    path("board/notice/", urging.begin, name="urging_begin"),
    path("case/<str:uid>/notice.<slug:kind>", urging.letter, name="urging_letter"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.begin, name="meeting_begin"),
    path("case/<str:uid>/hand-over/", meetings.hand_over, name="meeting_hand_over"),
    path("case/<str:uid>/hand-over.<slug:kind>", meetings.papers, name="meeting_list"),
]
