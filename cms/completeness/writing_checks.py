"""Checks of what is written: headings, link texts, alternative texts, reading level, terms that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.classification import misfits
from cms.completeness.checks import Finding, register_check
from cms.completeness.content import Content, Place
from cms.completeness.fields import field_label
from cms.completeness.models import Severity
from cms.completeness.reading_level import measure
from cms.completeness.wording import (
    MAX_ALT,
    announces_itself,
    is_bare_address,
    is_file_name,
    says_nothing,
    skipped_levels,
)

# What cannot be told for certain by a program does not stand in the way of anybody.
JUDGED = (Severity.WARN, Severity.OFF)
QUOTED = 160


@register_check("heading_order", gettext_lazy("Headings in order"))
def headings_in_order(content: Content) -> Iterator[Finding]:
    for _field, group in groupby(content.headings, key=lambda heading: heading.place.field):
        headings = list(group)
        for at, level, wanted in skipped_levels([heading.level for heading in headings]):
            yield Finding(
                _("The heading “%(text)s” is of level %(level)s, but none of level %(wanted)s stands above it.")
                % {"text": headings[at].text, "level": level, "wanted": wanted},
                _("Make it a heading of level %(wanted)s.") % {"wanted": wanted},
                headings[at].place,
            )


@register_check("link_text", gettext_lazy("Link texts that say where they lead"))
def telling_link_texts(content: Content) -> Iterator[Finding]:
    for link in content.links:
        text = " ".join(link.text.split())
        if text and says_nothing(text):
            yield Finding(
                _("The link text “%(text)s” does not say where it leads.") % {"text": text},
                _("Name what readers find there, such as “Canva's guide for teachers”."),
                link.place,
            )
        elif text and is_bare_address(text):
            yield Finding(
                _("A link shows its address: %(text)s") % {"text": Truncator(text).chars(80)},
                _("Name what readers find there; the address is spelled out letter by letter to who listens."),
                link.place,
            )


@register_check("alt_text", gettext_lazy("Alternative texts that describe the picture"), severities=JUDGED)
def describing_alternatives(content: Content) -> Iterator[Finding]:
    for use in content.files:
        if use.kind != "image" or getattr(use.item, "decorative", False):
            continue
        text = (getattr(use.item, "contextual_alt_text", "") or "").strip()
        place = Place(use.place.field, use.place.block, "alt_text", use.place.label)
        if text and is_file_name(text):
            message = _("The alternative text is the name of a file: %(text)s") % {"text": text}
            yield Finding(message, _("Say what the picture shows."), place)
        elif announces_itself(text):
            message = _("The alternative text begins by saying that it is a picture.")
            yield Finding(message, _("Begin with what it shows; that it is a picture is told anyway."), place)
        elif len(text) > MAX_ALT:
            message = _("The alternative text is very long.")
            yield Finding(
                message, _("Say in one or two sentences what matters; the rest belongs into the text."), place
            )


@register_check("reading_level", gettext_lazy("Easy to read (Indonesian)"), severities=JUDGED)
def easy_to_read(content: Content) -> Iterator[Finding]:
    language = getattr(content.page, "language", None)
    if language is not None and language.slug != "id":
        return
    reading = measure([text for _place, text in content.passages])
    if not reading.is_hard and not reading.has_long_sentence:
        return
    place = next(place for place, text in content.passages if reading.hardest in text)
    message = (
        _("The text is hard to read: long sentences, long words.")
        if reading.is_hard
        else _("A sentence of %(count)s words is hard to follow.") % {"count": reading.hardest_words}
    )
    quoted = Truncator(reading.hardest).chars(QUOTED)
    yield Finding(message, _("Make two sentences of this one: “%(sentence)s”") % {"sentence": quoted}, place)


@register_check("misfit", gettext_lazy("Terms that go together"), severities=JUDGED)
def terms_that_go_together(content: Content) -> Iterator[Finding]:
    if not hasattr(content.page, "school_levels"):
        return
    for name, terms in misfits(content.page).items():
        names = ", ".join(str(term) for term in terms)
        message = _("Does this go with the school levels and phases chosen? %(terms)s") % {"terms": names}
        yield Finding(message, "", Place(name, "", "", field_label(type(content.page), name)))
