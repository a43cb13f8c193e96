"""The public API, /api/v1/: read-only, the catalogue's own parameter names, errors as problem+json."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from cms.models import LearningResource
from cms.vocabulary import get_vocabulary
from search import api_answers as answers
from search import api_schema as schema
from search import catalogue
from search.documents import build_documents
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.facets import BY_NAME
from search.labels import Labels
from search.parsing import clean_text, misused, parse

logger = logging.getLogger(__name__)
MAX_AGE = 60

api = NinjaAPI(
    title=f"{settings.SITE_NAME} API",
    version="1",
    description="Course modules and creative examples for Indonesia's teachers. Public, read-only, no key needed.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)


class ApiProblem(Exception):
    """Becomes an `application/problem+json` answer (RFC 9457) that names the parameter."""

    def __init__(self, status: int, title: str, detail: str, param: str = "", value: str = "") -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.param, self.value = status, title, detail, param, value

    def response(self) -> HttpResponse:
        body = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        if self.param:
            body |= {"param": self.param, "value": self.value}
        response = JsonResponse(body, status=self.status, content_type="application/problem+json")
        response["Access-Control-Allow-Origin"] = "*"
        return response


@api.exception_handler(ApiProblem)
def _problem(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    return problem.response()


@api.exception_handler(EngineUnavailable)
def _unavailable(request: HttpRequest, error: EngineUnavailable) -> HttpResponse:
    logger.warning("An API request could not be answered: %s", error)
    detail = _("The search index is being prepared. Try again in a moment.")
    response = ApiProblem(503, _("Not available now"), detail).response()
    response["Retry-After"] = "15"
    return response


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, Http404):
        return not_found(request)
    logger.exception("An API request failed.")
    return ApiProblem(500, _("System error"), _("Something went wrong on our side. Try again later.")).response()


def not_found(request: HttpRequest) -> HttpResponse:
    return ApiProblem(404, _("Not found"), _("There is nothing at this address of the API.")).response()


Endpoint = Callable[..., Any]


def endpoint(path: str, *, look_first: bool = False, **options: Any) -> Callable[[Endpoint], Endpoint]:
    """Answer GET, as the OpenAPI document says, and HEAD, as HTTP wants (RFC 9110, section 9.1); both `cached`."""

    def register(view: Endpoint) -> Endpoint:
        view = cached(view, look_first)
        api.api_operation(["HEAD"], path, include_in_schema=False)(view)
        registered: Endpoint = api.get(path, **options)(view)
        return registered

    return register


def cached(view: Endpoint, look_first: bool) -> Endpoint:
    """ETag and max-age. The tag follows the index, the vocabularies, the address, and the minute (things expire).

    Where asking the engine for its state costs as much as asking it for the answer, the tag follows the answer.
    `look_first`: the view reads the database, which may know more than the index, and is asked before a 304 is given.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = None
        revision = get_engine().revision()
        if revision is None:
            answer = view(request, *args, **kwargs)
            lasting = {name: value for name, value in answer.items() if name != "took_ms"}
            state = json.dumps(lasting, sort_keys=True, default=str)
        else:
            state = f"{settings.SEARCH_ENGINE} {revision} {get_vocabulary().version} {int(time.time()) // 60}"
        tag = quote_etag(hashlib.blake2b(f"{state} {request.get_full_path()}".encode(), digest_size=12).hexdigest())
        known = parse_etags(request.headers.get("If-None-Match", ""))
        is_known = tag in known or f"W/{tag}" in known or "*" in known
        if answer is None and (look_first or not is_known):
            answer = view(request, *args, **kwargs)
        response = HttpResponse(status=304)
        if not is_known:
            response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
        response["ETag"] = tag
        response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    return wrapper


@endpoint("/resources", response=schema.SearchAnswer, summary="Search", openapi_extra=schema.SEARCH)
def resources(request: HttpRequest) -> dict[str, Any]:
    """Words, facets, sort and paging as on /cari/."""
    labels = catalogue.labels_for_readers(with_tags="tag" in request.GET)
    parsed = parse(request.GET, labels)
    if problems := [*misused(request.GET), *parsed.problems]:
        problem = problems[0]
        raise ApiProblem(400, _("Invalid parameter"), problem.detail, problem.param, problem.value)
    try:
        result = catalogue.search(parsed.request)
    except ValueError as error:
        detail = _("The cursor is not valid. Start again without it.")
        raise ApiProblem(400, _("Invalid parameter"), detail, "cursor", parsed.request.cursor or "") from error
    if parsed.request.cursor is None and parsed.request.page > result.pages:
        detail = _("There are only %(pages)s pages.") % {"pages": result.pages}
        raise ApiProblem(400, _("Invalid parameter"), detail, "page", str(parsed.request.page))
    return answers.search_answer(request, result, labels)


@endpoint(
    "/resources/{uuid}",
    look_first=True,
    response=schema.Resource,
    summary="One resource",
    openapi_extra=schema.PROBLEMS,
)
def resource(request: HttpRequest, uuid: str) -> dict[str, Any]:
    """Everything about one material. A uuid stays the same for ever."""
    try:
        found = LearningResource.objects.visible().filter(uuid=uuid).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise ApiProblem(404, _("Not found"), _("There is no public material with this id."), "uuid", uuid[:100])
    document = next(iter(build_documents([found.pk])), None)
    if document is None:
        raise ApiProblem(404, _("Not found"), _("There is no public material with this id."), "uuid", uuid[:100])
    return answers.resource_answer(request, found.specific, document)


@endpoint("/suggest", response=schema.SuggestAnswer, summary="Suggestions while typing", openapi_extra=schema.SUGGEST)
def suggest(request: HttpRequest) -> dict[str, Any]:
    """Materials, terms and tags that begin like what was typed (two characters or more)."""
    found = catalogue.suggest(clean_text(request.GET.get("q", ""), 100))
    return {"suggestions": [answers.suggestion_answer(request, suggestion) for suggestion in found]}


@endpoint(
    "/vocabularies/{name}", response=schema.VocabularyAnswer, summary="A vocabulary", openapi_extra=schema.PROBLEMS
)
def vocabulary(request: HttpRequest, name: str) -> dict[str, Any]:
    """Every value of a facet. Tags are those of public materials."""
    facet = BY_NAME.get(name)
    if facet is None:
        detail = _("There is no vocabulary of this name. There are: %(names)s.") % {"names": ", ".join(BY_NAME)}
        raise ApiProblem(404, _("Not found"), detail, "name", name[:100])
    return answers.vocabulary_answer(facet, Labels(get_vocabulary()))
