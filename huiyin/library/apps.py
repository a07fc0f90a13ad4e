from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "huiyin.library"
    label = "library"
