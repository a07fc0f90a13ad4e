from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "huiyin.oversight"
    label = "oversight"
