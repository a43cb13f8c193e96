"""System checks of the catalogue's settings and of what search needs from page types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
def check_elasticsearch(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E012: a setting of Elasticsearch that cannot work. Whether the server answers is for `readyz` to tell."""
    if settings.SEARCH_ENGINE != "elasticsearch":
        return []
    wrong: list[tuple[str, str]] = []
    for address in settings.ELASTICSEARCH_URL:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            wrong.append(("ELASTICSEARCH_URL holds what is no address", "Write it as https://host:9200."))
    if not settings.ELASTICSEARCH_URL:
        wrong.append(("ELASTICSEARCH_URL is empty", "Give at least one address."))
    authority = settings.ELASTICSEARCH_CA_CERTS
    if authority and not Path(authority).is_file():
        wrong.append(("ELASTICSEARCH_CA_CERTS names no file", "Give the path of the authority's certificate."))
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,60}", settings.ELASTICSEARCH_INDEX):
        wrong.append(("ELASTICSEARCH_INDEX is no name for an index", "Use small letters, digits, - and _."))
    if not re.fullmatch(r"auto|\d{1,2}", settings.ELASTICSEARCH_REPLICAS):
        wrong.append(("ELASTICSEARCH_REPLICAS is no number", "Write a number, or auto."))
    return [Error(f"{what}.", hint=hint, id="sinau.E012") for what, hint in wrong]


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
