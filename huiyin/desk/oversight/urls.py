"""Addresses of oversight: the year's plan as a list and as a paper, a new subject, the letters, the squads."""

from django.urls import path

from huiyin.desk.oversight import papers, squads, subjects

urlpatterns = [
    path("oversight/", subjects.listed, name="oversight"),
    path("oversight/new/", subjects.new, name="oversight_new"),
    path("oversight/plan.docx", papers.plan, name="oversight_plan"),
    path("oversight/squads/", squads.listed, name="squads"),
    path("oversight/squads/new/", squads.new, name="squad_new"),
    path("oversight/squads/<str:uid>/", squads.change, name="squad"),
    path("oversight/<str:uid>/letter.<str:kind>", papers.letter, name="oversight_letter"),
]
