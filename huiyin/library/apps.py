from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "huiyin.library"
    label = "library"

    def ready(self) -> None:
        from huiyin.kernel.outbox import add_chore  # the models behind them exist only now
        from huiyin.library import freshness

        add_chore(freshness.settle)
