"""What modules add to the pages of lower packages, and the sequence of their lessons."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from cms.models import LearningResource
from modules.models import LessonPage, ModulePage
from modules.sequence import Place, bodies_at_once, places

register = template.Library()


@register.simple_tag
def taught_by(example: LearningResource) -> list[ModulePage]:
    """The visible modules that teach how to make an example, by title."""
    return list(ModulePage.objects.filter(examples=example.pk).visible().order_by("title", "pk"))


@register.simple_tag
def lesson_places(lessons: Sequence[LessonPage], current: LessonPage | None = None) -> list[Place]:
    """The lessons with number and size, the one that is read marked."""
    return places(lessons, current)


@register.simple_tag
def lesson_bodies(lessons: Sequence[LessonPage]) -> dict[str, object]:
    """`lessons`: (lesson, blocks) of each; `gathered`: one page with all blocks, to prefetch pictures of."""
    gathered, shown = bodies_at_once(lessons)
    return {"gathered": gathered, "lessons": shown}
