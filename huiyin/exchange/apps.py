from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "huiyin.exchange"
    label = "exchange"

    def ready(self) -> None:
        from huiyin.exchange import happened, history  # noqa: F401  (they make themselves known to lists and to replay)
