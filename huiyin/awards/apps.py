from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "huiyin.awards"
    label = "awards"
