from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "huiyin.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        from huiyin.suggestions import points  # noqa: F401  (it makes itself known to replay)
