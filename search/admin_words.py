"""In the forms of synonyms and protected words: which recent searches would change, without saving anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.permissions import policy_registry

from cms.models import ProtectedWord, Synonym
from cms.models.terms import lines
from cms.vocabulary import Vocabulary, get_vocabulary
from search.engines.base import EngineUnavailable
from search.word_changes import DAYS, Changes, changes

MODELS: dict[str, type[Synonym] | type[ProtectedWord]] = {"synonym": Synonym, "protectedword": ProtectedWord}
LONGEST = 5_000


def changed_vocabulary(data: QueryDict) -> Vocabulary:
    """The vocabulary as it would be with what a form holds.

    `model` and `pk` (empty: a new row) say which row it is, `deleting` that it goes. Raises ValidationError for
    words that could not be saved, Http404 for a model that has no such form.
    """
    model = MODELS.get(data.get("model", ""))
    if model is None:
        raise Http404
    pk = int(data["pk"][:18]) if data.get("pk", "").isdecimal() else None
    deleting = bool(data.get("deleting"))
    vocabulary = get_vocabulary()
    others = model._default_manager.exclude(pk=pk).order_by("pk")
    if model is ProtectedWord:
        words = list(others.values_list("word", flat=True))
        if not deleting:
            words.append(_typed(ProtectedWord(pk=pk, word=data.get("word", "")[:LONGEST])).word)
        return replace(vocabulary, protected=tuple(words))
    rows = list(others.values_list("same_meaning", "also_search"))
    if not deleting:
        fields = {name: data.get(name, "")[:LONGEST] for name in ("same_meaning", "also_search")}
        synonym = _typed(Synonym(pk=pk, **fields))
        rows.append((synonym.same_meaning, synonym.also_search))
    return replace(vocabulary, synonyms=tuple((tuple(lines(same)), tuple(lines(also))) for same, also in rows))


def _typed(row: Any) -> Any:
    """The row, once it is known that it could be saved. Raises ValidationError."""
    row.clean_fields(exclude=["id", "key", "loaded"])
    row.clean()
    return row


@require_POST
def word_changes(request: HttpRequest) -> HttpResponse:
    """A part of the form's page: the searches that change, or why that cannot be said."""
    model = MODELS.get(request.POST.get("model", ""))
    if model is None:
        raise Http404
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission(request.user, ("add", "change", "delete")):
        raise PermissionDenied
    context: dict[str, Any] = {"days": DAYS, "deleting": bool(request.POST.get("deleting"))}
    try:
        found = changes(get_vocabulary(), changed_vocabulary(request.POST))
        context |= {"changes": found, "rows": _with_addresses(found)}
    except ValidationError as error:
        context["problems"] = error.messages
    except EngineUnavailable:
        context["unavailable"] = True
    return render(request, "search/admin/word_changes.html", context)


def _with_addresses(found: Changes) -> list[dict[str, Any]]:
    return [{"change": row, "url": f"{reverse('search')}?{urlencode({'q': row.query})}"} for row in found.rows]


@hooks.register("register_admin_urls")
def word_urls() -> list[URLPattern]:
    return [path("kata/perubahan/", word_changes, name="word_changes")]
