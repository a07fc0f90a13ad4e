"""The API, the calendar, and the pages where tokens and webhooks are kept."""

from django.urls import path

from huiyin.api import calendar, cases, figures, pages, schema

# fmt: off
urlpatterns = [
    path("api/v1/openapi.json", schema.openapi, name="api_schema"),
    path("api/v1/me/", figures.me, name="api_me"),
    path("api/v1/todos/", figures.todos, name="api_todos"),
    path("api/v1/figures/", figures.figures, name="api_figures"),
    path("api/v1/figures/<str:name>/", figures.figure, name="api_figure"),
    path("api/v1/packages/", figures.package, name="api_package"),
    path("api/v1/cases/<slug:kind>/", cases.cases, name="api_cases"),
    path("api/v1/cases/<slug:kind>/<str:uid>/", cases.case, name="api_case"),
    path("api/v1/cases/<slug:kind>/<str:uid>/do/<slug:step>/", cases.do, name="api_do"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("settings/api/", pages.tokens_page, name="settings_api"),
    path("settings/hooks/", pages.hooks_page, name="settings_hooks"),
]
# fmt: on
