from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "huiyin.api"
    label = "api"

    def ready(self) -> None:
        from huiyin.api import hooks
        from huiyin.kernel import outbox

        outbox.add_chore(hooks.tick)
