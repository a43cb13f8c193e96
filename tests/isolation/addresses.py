"""Every address under /admin/, with the other centre's objects in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from cms.models import VOCABULARIES
from cms.models.resources import resource_kinds

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
SNIPPET = re.compile(r"admin/snippets/(?:choose/)?([a-z]+)/([a-z]+)/")
VOCABULARY = re.compile(f"cms/(?:{'|'.join(model._meta.model_name for model in VOCABULARIES)})/")
KIND = re.compile(f"admin/materi/(?:{'|'.join(resource_kinds())})/")
# What is typed into searches: it is part of every hidden title, the mark that may not be seen is not.
QUERY = "q=Rahasia"
SEARCH_OF_API = "search=Rahasia"
SEARCHED = re.compile(r"(results|search|chooser|choose-page|serupa)/$|tag-autocomplete|api/main/\^\w+/$")


@dataclass(frozen=True)
class Route:
    """One row of the table: the pattern as the resolver has it, and a query that makes it tell what it knows."""

    pattern: str
    query: str = ""

    @property
    def name(self) -> str:
        """Vocabularies have the same views, and so have the kinds of material: one row answers for all of them."""
        name = f"{self.pattern}?{self.query}" if self.query else self.pattern
        name = re.sub(r"\?id=\w+$", "?id", name)
        return KIND.sub("admin/materi/{kind}/", VOCABULARY.sub("cms/{vocabulary}/", name))

    def address(self, objects: dict[str, Any]) -> str:
        """The path with the objects' ids. LookupError names the parameter that nobody knows."""

        def value(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            for key in keys(self.pattern, name):
                if key in objects:
                    return str(objects[key])
            if snippet := SNIPPET.match(self.pattern):
                model = apps.get_model(*snippet.groups())
                return str(model._default_manager.order_by("pk").values_list("pk", flat=True)[0])
            raise LookupError(f"{self.pattern}: say in tests/isolation/world.py what {name!r} stands for")

        path = PARAMETER.sub(value, self.pattern)
        query = re.sub(r"^id=(\w+)$", lambda match: f"id={chosen(match[1], objects)}", self.query)
        return "/" + path.replace("^", "").replace("$", "").replace("\\", "") + (f"?{query}" if query else "")


def chosen(name: str, objects: dict[str, Any]) -> Any:
    """The id of what a bulk action is asked for: the other centre's, else the first there is."""
    return objects.get(name) or apps.get_model(*name.split("_", 1))._default_manager.values_list("pk", flat=True)[0]


def keys(pattern: str, name: str) -> Iterator[str]:
    """Where the value of a parameter is looked up: under ever shorter beginnings of the route, then by name alone."""
    parts = pattern.split("/")
    for end in range(len(parts), 0, -1):
        yield "/".join(parts[:end]) + f" {name}"
    yield name


def routes() -> list[Route]:
    """Every address pattern under /admin/, bulk actions one by one, what lists or chooses once more with a search."""
    found: list[Route] = []
    for pattern in patterns():
        if pattern == "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/":
            chosen: list[Route] = list(bulk_actions())
        else:
            chosen = [Route(pattern)]
            if SEARCHED.search(pattern):
                chosen.append(Route(pattern, SEARCH_OF_API if "/api/" in pattern else QUERY))
        found += chosen
    # Who has logged out is a stranger everywhere.
    return sorted(dict.fromkeys(found), key=lambda route: (route.pattern == "admin/logout/", route.name, route.pattern))


def patterns() -> Iterator[str]:
    def walk(resolver: Any, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            pattern = prefix + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield pattern
            else:
                yield from walk(entry, pattern)

    return (pattern for pattern in walk(get_resolver(), "") if pattern.startswith("admin/"))


def bulk_actions() -> Iterator[Route]:
    bulk_action_registry.get_bulk_action_class("wagtailcore", "page", "delete")
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                yield Route(f"admin/bulk/{app}/{model}/{action}/", f"id={app}_{model}")
