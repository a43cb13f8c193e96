"""The one idea: a learning resource. Every kind of material is one subclass."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import hooks
from wagtail.admin.panels import Panel, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from cms import streams
from cms.admin.checklist import Item, resource_recommendations
from cms.admin.form_panels import resource_tabs
from cms.blocks import AuthorBlock
from cms.completeness.readiness import gate_problems
from cms.forms import LearningResourceForm, ResourceCopyForm
from cms.models.base import SitePage
from cms.models.centres import Centre, CentrePage
from cms.models.tags import ResourceTag, ResourceTagManager
from cms.models.vocabularies import Grade, Language, Level, Licence, Phase, Platform, Province, SchoolLevel, Subject
from cms.previews import ResourcePreviews
from cms.querysets import LearningResourceQuerySet as BaseQuerySet
from cms.stream_problems import stream_problems
from cms.succession import map_successors

FORMATS = ("text", "image", "audio", "video", "document", "interactive", "link")


class LearningResourceQuerySet(BaseQuerySet):
    """`visible()` and its kin, for any kind."""


def _terms(model: type[models.Model], verbose_name: Any, **options: Any) -> ParentalManyToManyField:
    return ParentalManyToManyField(model, verbose_name=verbose_name, related_name="resources", **options)


class LearningResource(SitePage, ResourcePreviews, Page):
    """Whatever a teacher can find: uuid, classification, rights and provenance, the same for every kind.

    A subclass declares `kind` (a unique slug) and may override `search_text()`, `attachments()` and
    `formats()`; the defaults walk its StreamFields. It needs nothing else to appear in search, API and lists.
    """

    kind: ClassVar[str] = ""
    kind_label: ClassVar[Any] = ""
    # The kind's entry in the admin's menu; empty labels follow the class's names.
    admin_label: ClassVar[Any] = ""
    admin_menu_label: ClassVar[Any] = ""
    admin_menu_icon: ClassVar[str] = "doc-full"
    admin_menu_order: ClassVar[int] = 140

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_(
            "One or two sentences that help a teacher decide: what they make or learn, for whom, with what. "
            "Example: “Make a class poster in Canva in two lessons, with a free account and one picture.”"
        ),
    )
    levels = _terms(
        Level,
        _("levels"),
        help_text=_("How much the teacher has to know already. A teacher who has just begun needs “Basic”."),
    )
    school_levels = _terms(
        SchoolLevel, _("school levels"), blank=True, help_text=_("Leave all empty if it suits every school.")
    )
    phases = _terms(Phase, _("phases"), blank=True, help_text=_("The phases of the curriculum, if it belongs to some."))
    grades = _terms(Grade, _("grades"), blank=True, help_text=_("Only if it is made for these grades alone."))
    subjects = _terms(
        Subject,
        _("subjects"),
        blank=True,
        help_text=_("The subjects in whose lessons it is used. Two or three are enough; empty means for all."),
    )
    platforms = _terms(
        Platform,
        _("platforms"),
        blank=True,
        help_text=_("The applications and devices that teachers work with here, such as Canva or Scratch."),
    )
    provinces = _terms(
        Province,
        _("provinces"),
        blank=True,
        help_text=_(
            "Only if it is of local use, such as a regional language. Empty: the centre's own province, or all."
        ),
    )
    language = models.ForeignKey(
        Language,
        verbose_name=_("language"),
        null=True,
        on_delete=models.PROTECT,
        related_name="resources",
        help_text=_("The language that the material itself is written or spoken in."),
    )
    licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence"),
        null=True,
        on_delete=models.PROTECT,
        related_name="resources",
        help_text=_(
            "What others may do with it. Your own work: CC BY or CC BY-SA, so that other teachers may adapt it. "
            "Under “Hak cipta dilindungi (tautan saja)” it may carry links but no files."
        ),
    )
    tags = ResourceTagManager(
        through=ResourceTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("Words that teachers may search by and that no list above has, such as “quiz” or “water cycle”."),
    )
    authors = StreamField(
        [("author", AuthorBlock())],
        verbose_name=_("authors"),
        blank=True,
        help_text=_("Who made it, the main author first, with school or office."),
    )
    duration_minutes = models.PositiveIntegerField(
        _("duration in minutes"),
        null=True,
        blank=True,
        help_text=_("How long a teacher needs to work through it. 1 JP is 45 minutes."),
    )
    cover = models.ForeignKey(
        "media.LibraryImage",
        verbose_name=_("cover picture"),
        help_text=_("A lying picture without much text, at least 800 pixels wide. Without one, a cover is drawn."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    centre = models.ForeignKey(
        Centre,
        verbose_name=_("centre"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="resources",
    )

    objects = PageManager.from_queryset(LearningResourceQuerySet)()

    is_creatable = False
    # The uuid names this material for ever, a copy is another one; the centre follows from where it stands.
    exclude_fields_in_copy = ["uuid", "centre"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = LearningResourceForm
    copy_form_class = ResourceCopyForm
    template = "cms/learning_resource.html"

    # Wagtail's own search serves the admin: titles and filters, no body (the catalogue is elsewhere).
    search_fields = [
        *Page.search_fields,
        index.FilterField("centre"),
        index.FilterField("language"),
        index.FilterField("licence"),
    ]

    class Meta:
        verbose_name = _("learning resource")
        verbose_name_plural = _("learning resources")
        indexes = [models.Index(fields=["centre"], name="resource_by_centre")]

    @classmethod
    def tabs(cls, content: Sequence[Panel], rights: Sequence[Panel] = ()) -> TabbedInterface:
        """The editing form of a kind: its own panels of content and rights among what all kinds share."""
        return resource_tabs(content, rights)

    @classmethod
    def prepare(cls, pages: Sequence[Any]) -> None:
        """Called with many pages of this kind before they are indexed: a kind may read at once what they share."""

    def search_text(self) -> str:
        """The words of the body, for the index."""
        return streams.page_text(self)

    def attachments(self) -> list[streams.Attachment]:
        """Library files in use: pictures, documents, audio, video."""
        return streams.page_attachments(self)

    def formats(self) -> set[str]:
        """Which of `FORMATS` it offers; text when nothing else."""
        return streams.page_formats(self) or {"text"}

    def size_bytes(self) -> int:
        """Bytes of the documents, audio and video it attaches (pictures are sent as small renditions)."""
        return sum(attachment.size_bytes for attachment in self.attachments())

    def published_attachments(self) -> list[streams.Attachment]:
        """The files that readers get once this is public; a kind with pages below it adds those of the live ones."""
        return self.attachments()

    def publish_problems(self) -> dict[str, list[Any]]:
        """What stands in the way of publishing, keyed by field; empty when nothing does. Drafts may have any."""
        problems = gate_problems(self)
        if self.licence and not self.licence.redistributable and (self.cover_id or self.published_attachments()):
            problems["licence"] = [
                _("Under “%(licence)s” a material may carry links but no files. Remove them or change the licence.")
                % {"licence": self.licence.label}
            ]
        for problem in stream_problems(self):
            problems.setdefault(problem.field, []).append(str(problem))
        # What an app beside this one knows of the material, such as the licence of what it was adapted from.
        for more in hooks.get_hooks("resource_publish_problems"):
            for name, messages in more(self).items():
                problems.setdefault(name, []).extend(messages)
        return problems

    def recommendations(self) -> list[Item]:
        """What would make it better, done or not; nothing of it stands in the way of publishing."""
        return resource_recommendations(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.alias_of_id is not None:
            raise ValidationError(_("Materials have no aliases. Make a copy without “alias” and adapt it."))
        self.centre = self.centre_above()
        super().save(*args, **kwargs)

    def centre_above(self) -> Centre | None:
        """The centre whose tree this stands in: that of the nearest CentrePage above."""
        paths = [self.path[:end] for end in range(Page.steplen, len(self.path), Page.steplen)]
        page = CentrePage.objects.filter(path__in=paths).select_related("centre").order_by("-depth").first()
        return page.centre if page else None

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(map_successors(type(self), content))
        page.uuid = self.uuid
        page.centre_id = self.centre_id
        return page

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["attachments"] = self.attachments()
        context["size_bytes"] = sum(attachment.size_bytes for attachment in context["attachments"])
        return context


class QualityReview(models.Model):
    """A material that someone other than its authors checked. Kept beside the page: drafts cannot undo it."""

    resource = models.OneToOneField(
        LearningResource, verbose_name=_("material"), on_delete=models.CASCADE, related_name="quality_review"
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), auto_now=True)
    reviewer = models.ForeignKey(
        "accounts.User", verbose_name=_("reviewer"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("quality review")
        verbose_name_plural = _("quality reviews")

    def __str__(self) -> str:
        return str(self.resource)


def resource_kinds() -> dict[str, type[LearningResource]]:
    """Every kind that is installed, by its slug, in a stable order."""
    from wagtail.models import get_page_models

    kinds = [model for model in get_page_models() if issubclass(model, LearningResource) and model.kind]
    return {model.kind: model for model in sorted(kinds, key=lambda model: model._meta.label)}
