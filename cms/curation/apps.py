from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "cms.curation"
    label = "curation"
    verbose_name = _("Curation")

    def ready(self) -> None:
        from cms.curation import assignment, digest, signal_handlers  # noqa: F401

        post_migrate.connect(_load, sender=self)


def _load(using: str, **kwargs: Any) -> None:
    from cms.curation.starting_data import load_where_possible

    load_where_possible(using)
