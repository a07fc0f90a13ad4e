"""Addresses of oversight: the year's plan as a list and as a paper, a new subject, the letters, the squads."""

from django.urls import path

from huiyin.desk.oversight import appraisals, ballots, papers, slips, squads, subjects

urlpatterns = [
    path("oversight/", subjects.listed, name="oversight"),
    path("oversight/new/", subjects.new, name="oversight_new"),
    path("oversight/plan.docx", papers.plan, name="oversight_plan"),
    path("oversight/squads/", squads.listed, name="squads"),
    path("oversight/squads/new/", squads.new, name="squad_new"),
    path("oversight/squads/<str:uid>/", squads.change, name="squad"),
    path("appraisals/", appraisals.listed, name="appraisals"),
    path("appraisals/new/", appraisals.new, name="appraisal_new"),
    path("ballots/", ballots.listed, name="ballots"),
    path("ballots/new/", ballots.new, name="ballot_new"),
    path("ballots/<str:uid>/hall/", ballots.hall, name="ballot_hall"),
    path("ballots/<str:uid>/paper/", ballots.paper, name="ballot_paper"),
    path("ballots/<str:uid>/slips/", slips.slips, name="ballot_slips"),
    path("ballots/<str:uid>/result.docx", ballots.result, name="ballot_result"),
    path("oversight/<str:uid>/letter.<str:kind>", papers.letter, name="oversight_letter"),
]
