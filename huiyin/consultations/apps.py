from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "huiyin.consultations"
    label = "consultations"
