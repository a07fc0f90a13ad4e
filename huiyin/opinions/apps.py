from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "huiyin.opinions"
    label = "opinions"
