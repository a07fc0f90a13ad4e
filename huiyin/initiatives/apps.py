from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "huiyin.initiatives"
    label = "initiatives"
