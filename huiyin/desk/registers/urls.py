"""Addresses of the registers: one set for all."""

from django.urls import path

from huiyin.desk.registers import lists, sheets, writing

urlpatterns = [
    path("registers/", lists.index, name="registers"),
    path("registers/change/<str:uid>/", writing.change, name="register_change"),
    path("registers/<slug:code>/", lists.listed, name="register"),
    path("registers/<slug:code>/new/", writing.new, name="register_new"),
    path("registers/<slug:code>/import/", sheets.send, name="register_import"),
    path("registers/<slug:code>/sheet/", sheets.sheet, name="register_sheet"),
]
