from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from huiyin.kernel import triggers


class KernelConfig(AppConfig):
    name = "huiyin.kernel"
    label = "kernel"
    verbose_name = "内核"

    def ready(self) -> None:
        # Flows, parameters, figures and effects register themselves when their module is read.
        autodiscover_modules("parameters", "flow", "figures", "columns", "panels", "following", "sms", "chat")
        # A migration that rebuilds a table drops its triggers silently, so they are laid again after each one.
        post_migrate.connect(triggers.after_migrate, dispatch_uid="huiyin.triggers")
