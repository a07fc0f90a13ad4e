from django.apps import AppConfig


class AnnualConfig(AppConfig):
    name = "huiyin.annual"
    label = "annual"
