"""Addresses of cultivation: the list with what came from below, a new one, the directory of experts."""

from django.urls import path

from huiyin.desk.cultivation import experts, pages

urlpatterns = [
    path("cultivation/", pages.listed, name="cultivations"),
    path("cultivation/new/", pages.new, name="cultivation_new"),
    path("experts/", experts.listed, name="experts"),
]
