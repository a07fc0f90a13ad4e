from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "huiyin.plans"
    label = "plans"
