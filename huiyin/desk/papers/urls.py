"""Addresses of the papers of a session."""

from django.urls import path

from huiyin.desk.papers import session

urlpatterns = [
    path("papers/", session.papers, name="papers"),
    path("papers/<slug:name>.<slug:kind>", session.paper, name="paper"),
]
