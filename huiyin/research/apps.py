from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "huiyin.research"
    label = "research"
