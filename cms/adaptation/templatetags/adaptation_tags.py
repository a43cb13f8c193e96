"""Provenance on the public page of a material."""

from __future__ import annotations

from typing import Any

from django import template

from cms.adaptation.provenance import provenance, visible_adaptations
from cms.models import LearningResource

register = template.Library()


@register.inclusion_tag("adaptation/provenance.html", takes_context=True)
def adaptation_notes(context: template.Context, page: LearningResource) -> dict[str, Any]:
    """ "Diadaptasi dari …" of an adapted material, "Diadaptasi oleh …" of one that was; nothing of any other."""
    return {
        "request": context.get("request"),
        "page": page,
        "adaptation": provenance(page),
        "adaptations": visible_adaptations(page),
    }
