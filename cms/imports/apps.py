from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "cms.imports"
    label = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from cms.imports import cleaning_up, signal_handlers  # noqa: F401

        # Packages above add the columns of their own kinds in a module of this name.
        autodiscover_modules("import_columns")
