from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "huiyin.places"
    label = "places"
