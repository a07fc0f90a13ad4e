"""Addresses of the papers of a session."""

from django.urls import path

from huiyin.desk.papers import bundle, session

urlpatterns = [
    path("papers/", session.papers, name="papers"),
    path("papers/<slug:name>.<slug:kind>", session.paper, name="paper"),
    path("case/<str:uid>/bundle.zip", bundle.bundle, name="case_bundle"),
]
