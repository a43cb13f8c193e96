"""System checks of the content model: what a developer of a page type has to declare."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from cms.models import LearningResource


@register("sinau")
def check_resource_kinds(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E001: a kind of material without `kind`; E002: two with the same one; E003: no `kind_label`."""
    errors: list[CheckMessage] = []
    by_kind: dict[str, list[type[LearningResource]]] = defaultdict(list)
    for model in get_page_models():
        if not issubclass(model, LearningResource) or model is LearningResource:
            continue
        if not model.kind or not isinstance(model.kind, str):
            errors.append(
                Error(
                    f"{model._meta.label} is a learning resource without a kind.",
                    hint='Declare `kind = "podcast"`, a unique slug that search and API use.',
                    obj=model,
                    id="sinau.E001",
                )
            )
            continue
        if not model.kind_label:
            errors.append(
                Error(
                    f"{model._meta.label} has no kind_label.",
                    hint='Declare `kind_label = _("Podcast")`, the name readers see.',
                    obj=model,
                    id="sinau.E003",
                )
            )
        by_kind[model.kind].append(model)
    for kind, models in by_kind.items():
        if len(models) > 1:
            names = ", ".join(model._meta.label for model in models)
            errors.append(
                Error(
                    f"The kind “{kind}” is declared by several page types: {names}.",
                    hint="Give each kind of material a slug of its own.",
                    obj=models[1],
                    id="sinau.E002",
                )
            )
    return errors
