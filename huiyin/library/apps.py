from typing import Any

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "huiyin.library"
    label = "library"

    def ready(self) -> None:
        from huiyin.kernel.outbox import add_chore  # the models behind them exist only now

        add_chore(settle)


def settle(committee: Any) -> int:
    """The library's chore (freshness.settle), brought in when the clock first asks: reading it takes half a second."""
    from huiyin.library import freshness

    return freshness.settle(committee)
