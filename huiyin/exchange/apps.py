from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "huiyin.exchange"
    label = "exchange"

    def ready(self) -> None:
        from huiyin.exchange import history  # noqa: F401  (it makes itself known to replay)
