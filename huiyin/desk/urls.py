"""The signed-in pages: one case, the lists of many, the office's own affairs."""

from django.urls import include, path

urlpatterns = [
    path("", include("huiyin.desk.cases.urls")),
    path("", include("huiyin.desk.lists.urls")),
    path("", include("huiyin.desk.papers.urls")),
    path("", include("huiyin.desk.awards.urls")),
    path("", include("huiyin.desk.annual.urls")),
    path("", include("huiyin.desk.reception.urls")),
    path("", include("huiyin.desk.opinions.urls")),
    path("", include("huiyin.desk.consultations.urls")),
    path("", include("huiyin.desk.oversight.urls")),
    path("", include("huiyin.desk.initiatives.urls")),
    path("", include("huiyin.desk.research.urls")),
    path("", include("huiyin.desk.orders.urls")),
    path("", include("huiyin.desk.cultivation.urls")),
    path("", include("huiyin.desk.duties.urls")),
    path("", include("huiyin.desk.packages.urls")),
    path("", include("huiyin.desk.registers.urls")),
    path("", include("huiyin.desk.office.urls")),
]
