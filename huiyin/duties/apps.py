from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "huiyin.duties"
    label = "duties"
