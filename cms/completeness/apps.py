from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompletenessConfig(AppConfig):
    name = "cms.completeness"
    label = "completeness"
    verbose_name = _("Completeness")

    def ready(self) -> None:
        # Each registers what it has: checks of the text, of links and of files, jobs of the worker.
        from cms.completeness import link_checks, link_rounds, weight_checks, writing_checks  # noqa: F401
