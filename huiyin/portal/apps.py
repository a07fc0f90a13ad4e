from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "huiyin.portal"
    label = "portal"

    def ready(self) -> None:
        from huiyin.portal import digest  # noqa: F401  its letters and its chore: the tick knows no addresses
