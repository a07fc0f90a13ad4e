"""Addresses of reports."""

from django.urls import path

from huiyin.desk.annual import files, own, reports

urlpatterns = [
    path("own-figures/new/", own.new, name="own_figure_new"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new, name="report_new"),
    path("reports/<str:uid>/", reports.report, name="report"),
    path("reports/<str:uid>/check/", reports.check, name="report_check"),
    path("reports/<str:uid>.<slug:kind>", files.report_file, name="report_file"),
]
