"""Addresses of research: the year's tasks as a list and as a paper, a new task, the reports as papers, leaders' instructions."""

from django.urls import path

from huiyin.desk.research import instructions, papers, tasks

urlpatterns = [
    path("research/", tasks.listed, name="research"),
    path("research/new/", tasks.new, name="research_new"),
    path("research/plan.docx", papers.plan, name="research_plan"),
    path("research/<str:uid>/report.<str:kind>", papers.report, name="research_paper"),
    path("instructions/", instructions.listed, name="instructions"),
]
