from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "huiyin.registers"
    label = "registers"
