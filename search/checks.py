"""System checks of the catalogue's settings and of what search needs from page types."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from cms.models import LearningResource
from search.engines import ENGINES


@register("sinau")
def check_engine_name(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E010: SEARCH_ENGINE names no engine."""
    if settings.SEARCH_ENGINE in ENGINES:
        return []
    return [
        Error(
            f"SEARCH_ENGINE is “{settings.SEARCH_ENGINE}”, which is no search engine of this project.",
            hint=f"Set it to one of: {', '.join(sorted(ENGINES))}.",
            id="sinau.E010",
        )
    ]


@register("sinau")
def check_resources_are_searchable(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E011: a kind of material without a template; results would lead to an error page."""
    from django.template import TemplateDoesNotExist
    from django.template.loader import get_template

    errors: list[CheckMessage] = []
    for model in get_page_models():
        if not issubclass(model, LearningResource) or model is LearningResource:
            continue
        try:
            get_template(model.template)
        except TemplateDoesNotExist:
            errors.append(
                Error(
                    f"{model._meta.label} has no template “{model.template}”.",
                    hint="Add the template: search results lead to the page.",
                    obj=model,
                    id="sinau.E011",
                )
            )
    return errors
