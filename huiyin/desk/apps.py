from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huiyin.desk"
    label = "desk"

    def ready(self) -> None:
        from huiyin.desk import doors  # models are there only now

        doors.connect()
