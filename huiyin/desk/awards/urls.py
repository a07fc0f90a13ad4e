"""Addresses of evaluation and praise."""

from django.urls import path

from huiyin.desk.awards import evaluation, excellent

urlpatterns = [
    path("evaluation/", evaluation.evaluation, name="evaluation"),
    path("evaluation/begin/", evaluation.begin, name="evaluation_begin"),
    path("evaluation/export/", evaluation.export, name="evaluation_export"),
    path("evaluation/<str:uid>/", evaluation.unit, name="evaluation_unit"),
    path("excellent/", excellent.excellent, name="excellent"),
    path("excellent/export.<slug:kind>", excellent.export, name="excellent_export"),
]
