from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media library")

    def ready(self) -> None:
        from media import card_covers, completeness, document_hooks, previews, signal_handlers  # noqa: F401

        signal_handlers.connect()
