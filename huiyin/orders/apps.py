from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "huiyin.orders"
    label = "orders"
