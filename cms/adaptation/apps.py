from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdaptationConfig(AppConfig):
    name = "cms.adaptation"
    label = "adaptation"
    verbose_name = _("Adaptation")

    def ready(self) -> None:
        from cms.adaptation import signal_handlers  # noqa: F401
