"""What a material says about itself: facts with links into the search, structured data, its language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.lesson_hours import MINUTES_PER_JP
from cms.models import CentrePage, LearningResource
from cms.querysets import public
from cms.vocabulary import TermEntry, get_vocabulary

register = template.Library()

# Field of the resource, its vocabulary, its search parameter, its heading; in the order of the page.
CLASSIFICATION: tuple[tuple[str, str, str, Any], ...] = (
    ("levels", "Level", "level", gettext_lazy("Level")),
    ("school_levels", "SchoolLevel", "school_level", gettext_lazy("School level")),
    ("phases", "Phase", "phase", gettext_lazy("Phase")),
    ("grades", "Grade", "grade", gettext_lazy("Grade")),
    ("subjects", "Subject", "subject", gettext_lazy("Subject")),
    ("platforms", "Platform", "platform", gettext_lazy("Application/platform")),
    ("provinces", "Province", "province", gettext_lazy("Province")),
)


@dataclass(frozen=True)
class Fact:
    """One line of a material's facts: plain `text`, or several (label, address) `links`."""

    label: Any
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


def search_address(parameter: str, slug: str) -> str:
    return f"{reverse('search')}?{urlencode({parameter: slug})}"


def current_terms(page: LearningResource) -> dict[str, list[TermEntry]]:
    """The terms of each classifying field as they are now (merged ones by their successor), in order."""
    known: dict[str, list[TermEntry]] | None = page.__dict__.get("_current_terms")
    if known is None:
        vocabulary = get_vocabulary()
        known = {}
        for name, model, _parameter, _label in CLASSIFICATION:
            entries = (vocabulary.current(model, term.pk) for term in getattr(page, name).all())
            known[name] = sorted({entry for entry in entries if entry}, key=lambda entry: entry.position)
        page.__dict__["_current_terms"] = known
    return known


@register.simple_tag
def free_tags(page: LearningResource) -> list[Any]:
    """The material's free tags by name, merged ones by their successor; read once."""
    if "_free_tags" not in page.__dict__:
        tags = {tag.successor or tag for tag in page.tags.all()}
        page.__dict__["_free_tags"] = sorted(tags, key=lambda tag: (tag.name, tag.pk))
    known: list[Any] = page.__dict__["_free_tags"]
    return known


@register.simple_tag
def resource_facts(page: LearningResource, size_bytes: int = 0) -> list[Fact]:
    """Level to province with links to the search, then duration, downloads, language and centre."""
    terms = current_terms(page)
    facts = [
        Fact(label, links=[(entry.label, search_address(parameter, entry.slug)) for entry in terms[name]])
        for name, _model, parameter, label in CLASSIFICATION
        if terms[name]
    ]
    if page.duration_minutes:
        facts.insert(0, Fact(_("Duration"), text=duration(page.duration_minutes)))
    size = f"≈ {template.defaultfilters.filesizeformat(size_bytes)}" if size_bytes else _("Nothing to download")
    facts.append(Fact(_("Download size"), text=size))
    if page.language:
        language = page.language.last_successor()
        facts.append(Fact(_("Language"), links=[(language.label, search_address("language", language.slug))]))
    facts.append(Fact(_("Centre"), links=[centre_link(page)]) if page.centre else Fact(_("Centre"), _("National")))
    return facts


def centre_link(page: LearningResource) -> tuple[str, str]:
    """Name and address of the page of the centre that owns a material, else of a search for its materials."""
    assert page.centre is not None
    centre = page.centre.last_successor()
    home = public(CentrePage.objects.filter(centre=centre)).first()
    return (centre.label, home.get_url() or "") if home else (centre.label, search_address("centre", centre.slug))


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as lesson hours and minutes: 90 is "2 JP (90 menit)"."""
    if not minutes:
        return ""
    hours = round(minutes / MINUTES_PER_JP, 1)
    number = formats.number_format(hours, 0 if hours == int(hours) else 1)
    return _("%(jp)s JP (%(minutes)s minutes)") % {"jp": number, "minutes": minutes}


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


@register.simple_tag
def attribution(page: LearningResource) -> str:
    """What to write beside a copy, as its licence asks; empty when it asks for nothing."""
    if page.licence is None or not page.licence.attribution:
        return ""
    names = ", ".join(author.value["name"] for author in page.authors)
    parts = [f"“{page.title}”", names, page.centre.label if page.centre else "", page.licence.label]
    return ", ".join(part for part in parts if part)


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
    address = page.get_url(context.get("request")) or ""
    request = context.get("request")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": f"urn:uuid:{page.uuid}",
        "url": request.build_absolute_uri(address) if request else address,
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
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    # Nothing in the text may end the script element or open a comment.
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _author(value: Any) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": value["name"]}
    if value.get("affiliation"):
        person["affiliation"] = {"@type": "Organization", "name": value["affiliation"]}
    return person
