from django.apps import AppConfig


class DummyKindConfig(AppConfig):
    name = "tests.dummykind"
    label = "dummykind"
