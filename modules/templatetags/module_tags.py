"""What modules add to the pages of lower packages."""

from __future__ import annotations

from django import template

from cms.models import LearningResource
from modules.models import ModulePage

register = template.Library()


@register.simple_tag
def taught_by(example: LearningResource) -> list[ModulePage]:
    """The visible modules that teach how to make an example, by title."""
    return list(ModulePage.objects.filter(examples=example.pk).visible().order_by("title", "pk"))
