"""Signed packages out and in, and the keys by which they are believed."""

from django.urls import path

from huiyin.desk.packages import keys, pages

urlpatterns = [
    path("packages/", pages.packages_page, name="packages"),
    path("packages/new/", pages.new, name="package_new"),
    path("packages/<str:uid>/", pages.package_page, name="package"),
    path("packages/<str:uid>/file/", pages.file, name="package_file"),
    path("settings/keys/", keys.keys_page, name="settings_keys"),
]
