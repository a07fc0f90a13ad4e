from django.apps import AppConfig


class CultivationConfig(AppConfig):
    name = "huiyin.cultivation"
    label = "cultivation"
