from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "huiyin.ui"
    label = "ui"
