"""Addresses of reports."""

from django.urls import path

from huiyin.desk.annual import attested, files, own, reports, templates

urlpatterns = [
    path("attested/", attested.attested, name="attested"),
    path("attested/new/", attested.new, name="attested_new"),
    path("own-figures/new/", own.new, name="own_figure_new"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new, name="report_new"),
    path("reports/templates/", templates.templates, name="report_templates"),
    path("reports/templates/<str:uid>/", templates.template, name="report_template"),
    path("reports/templates/<str:uid>/<slug:kind>.docx", templates.template_file, name="report_template_file"),
    path("reports/<str:uid>/", reports.report, name="report"),
    path("reports/<str:uid>/check/", reports.check, name="report_check"),
    path("reports/<str:uid>.<slug:kind>", files.report_file, name="report_file"),
]
