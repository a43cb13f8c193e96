from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "cms.workspaces"
    label = "workspaces"
    verbose_name = _("Centres' workspaces")

    def ready(self) -> None:
        from cms.workspaces import signal_handlers

        signal_handlers.connect()
