"""Builds the API's answers from results and resources."""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cms.adaptation.provenance import provenance, visible_adaptations
from cms.models import LearningResource, Licence
from cms.streams import Attachment
from cms.vocabulary import get_vocabulary
from search import addresses, catalogue
from search.catalogue import SearchResult
from search.facets import Facet
from search.labels import FORMAT_LABELS, Labels
from search.promotions import Promotion, promotions
from search.types import Hit, SearchDocument, SearchRequest, Suggestion

MANY = ("level", "school_level", "phase", "grade", "subject", "platform", "format", "tag")
ONE = ("language", "centre", "province", "licence")


def search_answer(request: HttpRequest, result: SearchResult, labels: Labels) -> dict[str, Any]:
    return {
        "total": result.total,
        "engine": result.engine,
        "took_ms": result.took_ms,
        "corrected": result.resolution.corrected,
        "dropped_words": list(result.resolution.dropped_words),
        "partial": result.resolution.is_partial,
        "truncated": result.resolution.plan.truncated,
        "promoted": [_promotion(request, promotion) for promotion in promotions(result.request)],
        "results": [_hit(request, hit) for hit in result.hits],
        "facets": [
            {
                "name": facet.name,
                "label": facet.label,
                "values": [
                    {"slug": value.slug, "label": value.label, "count": value.count, "selected": value.selected}
                    for value in facet.values
                ],
                "more": facet.more,
            }
            for facet in result.facets
        ],
        "page": result.request.page,
        "pages": result.pages,
        "next": _page_url(request, result, result.request.page + 1),
        "previous": _page_url(request, result, result.request.page - 1),
        "cursor": result.cursor,
    }


def _promotion(request: HttpRequest, promotion: Promotion) -> dict[str, Any]:
    return {
        "id": promotion.id or None,
        "kind": promotion.kind or None,
        "title": promotion.title,
        "url": request.build_absolute_uri(promotion.url),
        "description": promotion.description,
    }


def _hit(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "url": request.build_absolute_uri(hit.path),
        "summary": hit.summary,
        "highlight": hit.highlight,
        **{name: list(hit.facets.get(name, ())) for name in MANY},
        **{name: next(iter(hit.facets.get(name, ())), None) for name in ONE},
        "duration_minutes": hit.duration_minutes,
        "published_at": moment(datetime.fromtimestamp(hit.published_at, tz=ZoneInfo("UTC"))),
        "size_bytes": hit.size_bytes,
    }


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with the site's own offset."""
    return value.astimezone(ZoneInfo(settings.TIME_ZONE)).isoformat(timespec="seconds") if value else None


def _page_url(request: HttpRequest, result: SearchResult, page: int) -> str | None:
    if result.request.cursor is not None or not 1 <= page <= result.pages:
        return None
    query = addresses.query_string(replace(result.request, page=page), private=True)
    return request.build_absolute_uri(f"{reverse('api-v1:resources')}?{query}")


def resource_answer(request: HttpRequest, resource: LearningResource, document: SearchDocument) -> dict[str, Any]:
    """Everything about a resource; what classifies it as the search has it (merged terms as their successors)."""
    vocabulary = get_vocabulary()
    licence = vocabulary.current("Licence", resource.licence_id) if resource.licence_id else None
    files = [file for file in resource.attachments() if file.kind != "image"]
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "url": request.build_absolute_uri(document.path),
        "summary": document.summary,
        **{name: list(document.facets.get(name, ())) for name in MANY},
        **{name: next(iter(document.facets.get(name, ())), None) for name in ONE},
        "provinces": list(document.facets.get("province", ())),
        "licence_terms": {
            "label": licence.label,
            "url": Licence.objects.values_list("url", flat=True).get(pk=licence.pk),
        }
        if licence
        else None,
        "authors": [
            {"name": author.value.get("name") or "", "affiliation": author.value.get("affiliation") or ""}
            for author in resource.authors
        ],
        "files": [_file(request, file) for file in files],
        "duration_minutes": document.duration_minutes,
        "size_bytes": document.size_bytes,
        "published_at": moment(resource.first_published_at),
        "updated_at": moment(resource.last_published_at),
        "adapted_from": _source(request, resource),
        "adaptations": [
            {
                "id": str(made.uuid),
                "title": made.title,
                "url": request.build_absolute_uri(made.get_url(request) or ""),
                "centre": made.centre.slug if made.centre else None,
            }
            for made in visible_adaptations(resource)
        ],
    }


def _source(request: HttpRequest, resource: LearningResource) -> dict[str, Any] | None:
    """What the material was adapted from, as it was then; an address only while readers may open it."""
    found: Any = provenance(resource)
    if found is None:
        return None
    url = found.open_source.get_url(request) if found.open_source else None
    return {
        "id": str(found.source_uuid),
        "title": found.source_title,
        "url": request.build_absolute_uri(url) if url else None,
        "centre": found.source_centre.slug if found.source_centre else None,
        "licence": found.source_licence.slug if found.source_licence else None,
        "authors": found.source_authors,
        "revision": found.source_revision_id,
        "published_at": moment(found.source_published_at),
        "adapted_at": moment(found.adapted_at),
    }


def _file(request: HttpRequest, file: Attachment) -> dict[str, Any]:
    return {
        "kind": file.kind,
        "title": file.item.title,
        "url": request.build_absolute_uri(file.item.url),
        "size_bytes": file.size_bytes,
        "content_type": mimetypes.guess_type(file.item.filename)[0],
    }


def suggestion_answer(request: HttpRequest, suggestion: Suggestion) -> dict[str, Any]:
    if suggestion.type == "material":
        url = suggestion.path
    else:
        query = addresses.query_string(SearchRequest(facets={suggestion.facet: (suggestion.slug,)}))
        url = f"{reverse('search')}?{query}"
    return {
        "type": suggestion.type,
        "label": suggestion.label,
        "url": request.build_absolute_uri(url),
        "kind": suggestion.kind or None,
        "facet": suggestion.facet or None,
        "slug": suggestion.slug or None,
    }


def vocabulary_answer(facet: Facet, labels: Labels) -> dict[str, Any]:
    return {"name": facet.name, "label": str(facet.label), "values": _values(facet, labels)}


def _values(facet: Facet, labels: Labels) -> list[dict[str, Any]]:
    if facet.name in ("kind", "tag"):
        # Tags of drafts are nobody's business: the index knows which are public.
        slugs = sorted(catalogue.facet_counts().counts.get(facet.name, {}))
        return [{"slug": slug, "label": labels.label(facet, slug)} for slug in slugs]
    if facet.name == "format":
        return [{"slug": slug, "label": labels.label(facet, slug)} for slug in FORMAT_LABELS]
    terms = labels.vocabulary.terms.get(facet.vocabulary, {})
    return [
        {
            "slug": entry.slug,
            "label": entry.name,
            "label_en": entry.name_en or None,
            "active": entry.active,
            "successor": current.slug
            if (current := labels.vocabulary.current(facet.vocabulary, entry.pk)) and current.pk != entry.pk
            else None,
        }
        for entry in sorted(terms.values(), key=lambda entry: entry.position)
    ]
