"""Course modules and their lessons."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import streams
from cms.forms import ResourceCopyForm, SitePageForm
from cms.models import LearningResource
from cms.models.base import SitePage
from cms.models.pages import ResourceIndexPage
from cms.querysets import children_of, public
from modules.blocks import BodyBlock
from modules.fields import PagesField


class ModuleIndexPage(ResourceIndexPage):
    """/modul/: modules."""

    lists = "module"
    # Wagtail gives each page class a template of its own name unless it says another.
    template = "cms/resource_index_page.html"

    class Meta:
        verbose_name = _("module index")
        verbose_name_plural = _("module indexes")


class ModulePage(LearningResource):
    """A course module: what pupils or teachers will be able to do, how long it takes, and the way there."""

    kind: ClassVar[str] = "module"
    kind_label = _("Module")

    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("Objective"), max_length=300))],
        verbose_name=_("learning objectives"),
        blank=True,
        help_text=_("Each begins with a verb: what the teacher can do afterwards."),
    )
    prerequisites = PagesField(
        "self",
        verbose_name=_("prerequisites"),
        blank=True,
        symmetrical=False,
        related_name="prerequisite_of",
        help_text=_("Modules to work through before this one."),
    )
    next_modules = PagesField(
        "self", verbose_name=_("next modules"), blank=True, symmetrical=False, related_name="continues"
    )
    examples = PagesField(
        "media.CreativeExamplePage",
        verbose_name=_("creative examples"),
        blank=True,
        related_name="taught_by",
        help_text=_("Works that this module teaches to make."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    parent_page_types = ["modules.ModuleIndexPage", "cms.CentrePage"]
    subpage_types = ["modules.LessonPage"]
    template = "modules/module_page.html"
    edit_handler = LearningResource.tabs(
        [
            FieldPanel("objectives"),
            FieldPanel("body"),
            MultiFieldPanel(
                [FieldPanel("prerequisites"), FieldPanel("next_modules"), FieldPanel("examples")],
                heading=_("Related materials"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def lessons(self) -> list[LessonPage]:
        """Its lessons in order, as readers may open them."""
        prepared: list[LessonPage] | None = getattr(self, "_prepared_lessons", None)
        if prepared is not None:
            return prepared
        if not self.numchild:
            return []
        return list(public(children_of(self, LessonPage.objects.all())))

    @classmethod
    def prepare(cls, pages: Sequence[ModulePage]) -> None:
        """Read the lessons of many modules at once, before they are indexed."""
        parents = [page for page in pages if page.numchild]
        found: dict[str, list[LessonPage]] = defaultdict(list)
        if parents:
            within = Q()
            for page in parents:
                within |= Q(depth=page.depth + 1, path__range=Page._get_children_path_interval(page.path))
            for lesson in public(LessonPage.objects.filter(within)).order_by("path"):
                found[lesson.path[: -Page.steplen]].append(lesson)
        for page in pages:
            page._prepared_lessons = found[page.path]

    def search_text(self) -> str:
        return "\n".join([super().search_text(), *(lesson.search_text() for lesson in self.lessons())])

    def attachments(self) -> list[streams.Attachment]:
        lessons = self.lessons()
        found = [*super().attachments(), *(streams.referenced_attachments(lessons) if lessons else ())]
        return list({(attachment.kind, attachment.item.pk): attachment for attachment in found}.values())

    def formats(self) -> set[str]:
        found = streams.page_formats(self)
        for lesson in self.lessons():
            found |= streams.page_formats(lesson)
        return found or {"text"}

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["lessons"] = self.lessons()
        return context


class LessonPage(SitePage, Page):
    """A part of a module, in the order of the tree. Not a material of its own: search finds its module."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duration_minutes = models.PositiveIntegerField(_("duration in minutes"), null=True, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    exclude_fields_in_copy = ["uuid"]
    base_form_class = SitePageForm
    copy_form_class = ResourceCopyForm
    parent_page_types = ["modules.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("duration_minutes"), FieldPanel("body")]
    template = "modules/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)
        page.uuid = self.uuid
        return page

    def search_text(self) -> str:
        return f"{self.title}\n{streams.page_text(self)}"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        module = self.get_parent().specific
        lessons = module.lessons()
        position = next((index for index, lesson in enumerate(lessons) if lesson.pk == self.pk), None)
        context["module"] = module
        context["lessons"] = lessons
        if position is not None:
            context["number"] = position + 1
            context["previous"] = lessons[position - 1] if position else None
            context["next"] = lessons[position + 1] if position + 1 < len(lessons) else None
        return context


class LoadedDemo(models.Model):
    """A demo material that was loaded once, so that what editors changed or deleted is not brought back."""

    slug = models.SlugField(max_length=255, unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("loaded demo material")
        verbose_name_plural = _("loaded demo materials")

    def __str__(self) -> str:
        return self.slug
