"""What a material says about itself: facts with links into the search, structured data, its language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.facts import Fact, current_terms, deciding_facts, describing_facts, level_links
from cms.lesson_hours import duration_in_words
from cms.licence_terms import LicenceTerm, licence_terms
from cms.models import LearningResource, Licence
from cms.offline import OfflineUse, offline_use
from cms.querysets import public
from cms.structured_data import json_ld_script
from cms.vocabulary import get_vocabulary

register = template.Library()
SHOWN_SCHOOL_LEVELS = 3


@register.simple_tag
def free_tags(page: LearningResource) -> list[Any]:
    """The material's free tags by name, merged ones by their successor; read once."""
    if "_free_tags" not in page.__dict__:
        tags = {tag.successor or tag for tag in page.tags.all()}
        page.__dict__["_free_tags"] = sorted(tags, key=lambda tag: (tag.name, tag.pk))
    known: list[Any] = page.__dict__["_free_tags"]
    return known


@register.simple_tag
def works_offline(page: Page, lessons: Iterable[Page] | str | None = None) -> OfflineUse:
    """Which parts of a page, and of the pages below it that belong to it, need a connection."""
    return offline_use([page, *(lessons or ())])  # type: ignore[list-item]


@register.simple_tag
def facts_to_decide(page: LearningResource, size_bytes: int, offline: OfflineUse) -> list[Fact]:
    """What stands at the top: see `cms.facts.deciding_facts`."""
    return deciding_facts(page, size_bytes or 0, offline)


@register.simple_tag
def facts_that_describe(page: LearningResource) -> list[Fact]:
    """What stands further down: see `cms.facts.describing_facts`."""
    return describing_facts(page)


@register.simple_tag
def levels_with_links(page: LearningResource) -> list[tuple[str, str]]:
    """Label and address of its levels."""
    return level_links(page)


@register.simple_tag
def school_levels_in_short(page: LearningResource) -> str:
    """The school levels beside the kind of a material: the first three and how many more; "" for all of them."""
    labels = [entry.label for entry in current_terms(page)["school_levels"]]
    more = len(labels) - SHOWN_SCHOOL_LEVELS
    return ", ".join(labels[:SHOWN_SCHOOL_LEVELS]) + (f" +{more}" if more > 0 else "")


@register.simple_tag(name="licence_terms")
def licence_terms_of(licence: Licence) -> list[LicenceTerm]:
    """What it allows and asks, each with an icon and a plain sentence."""
    return licence_terms(licence)


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as lesson hours and minutes: 90 is "2 JP (90 menit)"."""
    return duration_in_words(minutes)


@register.filter
def visible(related: Any) -> Iterable[Page]:
    """Of the pages that a relation holds, those that everyone may open, in the relation's order."""
    pages = list(related.all())
    if not pages:
        return []
    open_ids = set(
        public(related.model._default_manager.filter(pk__in=[page.pk for page in pages])).values_list("pk", flat=True)
    )
    return [page for page in pages if page.pk in open_ids]


@register.simple_tag(name="content_language")
def language_code(page: Any = None) -> str:
    """The BCP 47 code of a material's language; pages without one are in Indonesian."""
    entry = get_vocabulary().by_pk.get("Language", {}).get(getattr(page, "language_id", None) or 0)
    return entry.slug if entry else "id"


@register.simple_tag
def content_lang(page: Any = None) -> SafeString:
    """The lang attribute of a material's own words, where they are not in the interface's language."""
    code = language_code(page)
    return format_html(' lang="{}"', code) if code != get_language() else mark_safe("")


@register.simple_tag(takes_context=True)
def attribution(context: template.Context, page: LearningResource) -> str:
    """The line to write beside a copy: title, makers, centre, licence and where it is from; "" without a licence."""
    if page.licence is None:
        return ""
    names = ", ".join(author.value["name"] for author in page.authors)
    parts = [f"“{page.title}”", names, page.centre.label if page.centre else "", page.licence.label]
    return ", ".join(part for part in (*parts, _address(context, page)) if part)


@register.simple_tag
def own_content(page: LearningResource) -> list[Any]:
    """Stream and rich text fields of a kind that brings no template of its own, in order."""
    found: list[Any] = []
    for model_field in page._meta.get_fields():
        if model_field.name in {inherited.name for inherited in LearningResource._meta.get_fields()}:
            continue
        if isinstance(model_field, StreamField):
            found.append(getattr(page, model_field.name))
        elif isinstance(model_field, RichTextField):
            found.append(RichText(getattr(page, model_field.name)))
    return found


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context, page: LearningResource) -> SafeString:
    """The material as a schema.org LearningResource, for harvesters and search engines."""
    terms = current_terms(page)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": f"urn:uuid:{page.uuid}",
        "url": _address(context, page),
        "name": page.title,
        "description": page.summary,
        "inLanguage": language_code(page),
        "learningResourceType": str(page.kind_label),
        "educationalLevel": [entry.label for name in ("levels", "school_levels") for entry in terms[name]],
        "about": [entry.label for entry in terms["subjects"]],
        "keywords": [tag.name for tag in free_tags(page)],
        "timeRequired": f"PT{page.duration_minutes}M" if page.duration_minutes else None,
        "license": page.licence.url if page.licence else None,
        "author": [_author(author.value) for author in page.authors],
        "datePublished": page.first_published_at and page.first_published_at.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "isAccessibleForFree": True,
    }
    for more in hooks.get_hooks("resource_structured_data"):
        data |= more(page, context.get("request"))
    return json_ld_script({key: value for key, value in data.items() if value})


def _address(context: template.Context, page: Page) -> str:
    request = context.get("request")
    address = page.get_url(request) or ""
    return request.build_absolute_uri(address) if request else address


def _author(value: Any) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": value["name"]}
    if value.get("affiliation"):
        person["affiliation"] = {"@type": "Organization", "name": value["affiliation"]}
    return person
