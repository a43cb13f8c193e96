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
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import streams
from cms.admin.checklist import Item, recommendation
from cms.admin.form_panels import CONTENT, PUBLISH, duration_panel, publish_panels, title_panel
from cms.completeness.readiness import gate_problems
from cms.forms import ResourceCopyForm, SitePageForm
from cms.models import LearningResource
from cms.models.base import SitePage
from cms.models.pages import ResourceIndexPage
from cms.previews import PagePreviews
from cms.querysets import children_of, public
from cms.stream_problems import stream_problems
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
    admin_menu_icon = "open-book"
    admin_menu_order = 110

    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("Objective"), max_length=300))],
        verbose_name=_("learning objectives"),
        blank=True,
        help_text=_(
            "What teachers can do afterwards, one objective a line, each beginning with a verb. "
            "Example: “Make a poster with one clear message.”"
        ),
    )
    prerequisites = PagesField(
        "self",
        verbose_name=_("prerequisites"),
        blank=True,
        symmetrical=False,
        related_name="prerequisite_of",
        help_text=_("Modules that teachers should know before this one. Leave it empty if anyone can begin here."),
    )
    next_modules = PagesField(
        "self",
        verbose_name=_("next modules"),
        blank=True,
        symmetrical=False,
        related_name="continues",
        help_text=_("Where to go on from here."),
    )
    examples = PagesField(
        "media.CreativeExamplePage",
        verbose_name=_("creative examples"),
        blank=True,
        related_name="taught_by",
        help_text=_("Works of teachers that show what this module teaches."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_(
            "Short texts, pictures, activities and quiz questions, in the order in which teachers need them. A longer "
            "module is easier to follow in lessons: save it, then add them below it."
        ),
    )

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
                classname="collapsed",
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

    def published_attachments(self) -> list[streams.Attachment]:
        # Its lessons are shown again with it, also those that wait under an unpublished module.
        lessons = list(children_of(self, LessonPage.objects.live())) if self.numchild else []
        return [*self.attachments(), *(streams.referenced_attachments(lessons) if lessons else ())]

    def recommendations(self) -> list[Item]:
        has_content = self.body or (self.pk and self.get_children().exists())
        return [
            *super().recommendations(),
            recommendation(
                self, "objectives", self.objectives, _("Name one to five things that teachers can do afterwards.")
            ),
            recommendation(
                self,
                "body",
                has_content,
                _("Write the content here, or add lessons below this module once it is saved."),
            ),
        ]

    def formats(self) -> set[str]:
        found = streams.page_formats(self)
        for lesson in self.lessons():
            found |= streams.page_formats(lesson)
        return found or {"text"}

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["lessons"] = self.lessons()
        return context

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        # All lessons on one page, at an address of its own: printing a module needs no script.
        if request.GET.get("cetak") == "1":
            return "modules/module_print.html"
        return str(super().get_template(request, *args, **kwargs))


class LessonPage(SitePage, PagePreviews, Page):
    """A part of a module, in the order of the tree. Not a material of its own: search finds its module."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duration_minutes = models.PositiveIntegerField(
        _("duration in minutes"),
        null=True,
        blank=True,
        help_text=_("How long this lesson takes. 1 JP is 45 minutes."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("One step after the other: a short text, then what to do, then a question to check it."),
    )

    exclude_fields_in_copy = ["uuid"]
    base_form_class = SitePageForm
    copy_form_class = ResourceCopyForm
    parent_page_types = ["modules.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    title_panel(_("What this lesson is about, in a few words. Example: “One message, one poster”.")),
                    duration_panel(),
                    FieldPanel("body"),
                ],
                heading=CONTENT,
            ),
            ObjectList(publish_panels(), heading=PUBLISH),
        ],
        base_form_class=SitePageForm,
    )
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

    def publish_problems(self) -> dict[str, list[Any]]:
        """Blocks that are not complete, and files under a module whose licence allows links only."""
        problems = gate_problems(self)
        for problem in stream_problems(self):
            problems.setdefault(problem.field, []).append(str(problem))
        licence = self.module_licence()
        if licence is not None and not licence.redistributable and streams.page_attachments(self):
            problems.setdefault("body", []).append(
                _("The module is under “%(licence)s”: its lessons may carry links but no files.")
                % {"licence": licence.label}
            )
        return problems

    def module_licence(self, module: Any = None) -> Any:
        """The licence that readers see at the module above (or at the given one): the live one, else its draft's."""
        if module is None:
            module = self.get_parent() if self.path else getattr(self, "parent_to_be", None)
        if module is None:
            return None
        module = module.specific if module.live else module.get_latest_revision_as_object()
        return getattr(module, "licence", None)

    def recommendations(self) -> list[Item]:
        return [
            recommendation(self, "duration_minutes", self.duration_minutes, _("Say how long this lesson takes.")),
            recommendation(self, "body", self.body, _("Write what teachers do in this lesson, step by step.")),
        ]

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
