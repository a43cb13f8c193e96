"""Work on many chosen materials: export them, change their tags. (Publishing in bulk: `cms.publishing_hooks`.)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import AdminTagWidget
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.admin.export import MaterialSheet
from cms.admin.reach import explorable
from cms.admin.retagging import Outcome, Retagging
from cms.models import LearningResource, ResourceTag, Tag, tag_key
from cms.publishing import PublishRefused, refusal_message

# As many as a listing shows: each may be published, in one transaction.
MAX_RETAGGED = 50


def page_ids(values: Iterable[str]) -> set[int]:
    """The ids in an address. What cannot be one (a word, “²”, more digits than the database counts) is left out."""
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= 18}


class MaterialBulkAction(PageBulkAction):
    """Acts on materials only. What else was chosen in the explorer is named as left out."""

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        # A list comes from the address, anything else from the listing below.
        return super().get_queryset(model, page_ids(object_ids) if isinstance(object_ids, list) else object_ids)

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> Any:
        if parent_id is not None and not Page.objects.filter(pk__in=page_ids([parent_id])).exists():
            raise Http404
        # A queryset, or a list when the explorer was searched.
        listed = super().get_all_objects_in_listing_query(parent_id)
        return explorable(self.request.user).filter(pk__in=listed).order_by().values_list("pk", flat=True)

    @cached_property
    def materials(self) -> set[int]:
        """Ids of the chosen pages that are materials."""
        ids = self.request.GET.getlist("id")
        chosen = LearningResource.objects.all()
        if "all" not in ids:
            chosen = chosen.filter(pk__in=page_ids(ids))
        return set(chosen.values_list("pk", flat=True))

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        """As Wagtail's, but what was left out is named only to who may know of it."""
        return self._actionable

    @cached_property
    def _actionable(self) -> tuple[list[Page], dict[str, list[Page]]]:
        # Wagtail asks for them two or three times in a request, and for the permissions of each page every time.
        pages, left_out = super().get_actionable_objects()
        refused = left_out["items_with_no_access"]
        known = page_permission_policy.explorable_instances(self.request.user) if refused else Page.objects.none()
        ids = set(known.filter(pk__in=[page.pk for page in refused]).values_list("pk", flat=True))
        return pages, {"items_with_no_access": [page for page in refused if page.pk in ids]}

    def object_context(self, obj: Page) -> dict[str, Any]:
        # Wagtail's loads each page once more for its title.
        return {"item": obj}


class ExportForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("File format"),
        choices=[("xlsx", gettext_lazy("Spreadsheet (XLSX)")), ("csv", gettext_lazy("Text with commas (CSV)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class ExportBulkAction(MaterialBulkAction):
    """A spreadsheet of the chosen materials. Nothing changes."""

    display_name = gettext_lazy("Export")
    action_type = "export"
    aria_label = gettext_lazy("Export the chosen materials as a spreadsheet")
    template_name = "cms/admin/bulk/export.html"
    action_priority = 70
    form_class = ExportForm

    @cached_property
    def may_see(self) -> set[int]:
        return set(explorable(self.request.user).filter(pk__in=self.materials).values_list("pk", flat=True))

    def check_perm(self, page: Page) -> bool:
        return page.pk in self.may_see

    def prepare_action(self, objects: Sequence[Page], objects_without_access: Any) -> HttpResponse:
        return MaterialSheet().as_spreadsheet(list(objects), self.cleaned_form.cleaned_data["file_format"])


class RetagForm(forms.Form):
    """Tags to add, and which of those that the chosen materials have to take away."""

    add = forms.CharField(
        label=gettext_lazy("Add these tags"),
        required=False,
        widget=AdminTagWidget(tag_model=Tag, free_tagging=True),
        help_text=gettext_lazy("Separated by commas. Tags that exist are suggested while you type."),
    )
    remove = forms.MultipleChoiceField(
        label=gettext_lazy("Take these tags away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, in_use: Sequence[tuple[Tag, int]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remove"].choices = [(str(tag.pk), f"{tag.name} ({uses})") for tag, uses in in_use]  # type: ignore[attr-defined]
        if not in_use:
            del self.fields["remove"]

    def clean_add(self) -> list[str]:
        from taggit.utils import parse_tags

        names: list[str] = parse_tags(self.cleaned_data["add"])
        limit = Tag._meta.get_field("name").max_length
        if long := [name for name in names if len(name) > limit]:
            raise forms.ValidationError(
                _("A tag has at most %(limit)s characters: “%(tag)s…” is longer.")
                % {"limit": limit, "tag": long[0][:40]}
            )
        if wordless := [name for name in names if not tag_key(name)]:
            raise forms.ValidationError(_("“%(tag)s” holds no letter or digit.") % {"tag": wordless[0]})
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("add") and not cleaned.get("remove"):
            raise forms.ValidationError(_("Say which tags to add or to take away."))
        return cleaned


class BoundedBulkAction(MaterialBulkAction):
    """An action that works on each material for itself, so on at most MAX_RETAGGED of them at a time."""

    @cached_property
    def too_many(self) -> bool:
        """Whether more were chosen than may be; known before any page or permission is read."""
        ids: Any = self.request.GET.getlist("id")
        if "all" not in ids:
            return len(page_ids(ids)) > MAX_RETAGGED
        listed = self.get_all_objects_in_listing_query(self.request.GET.get("childOf"))
        return len(listed[: MAX_RETAGGED + 1]) > MAX_RETAGGED

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        return ([], {"items_with_no_access": []}) if self.too_many else super().get_actionable_objects()


class RetagBulkAction(BoundedBulkAction):
    """Adds and takes away tags, each material in a revision of its own (`cms.admin.retagging` has the rule)."""

    display_name = gettext_lazy("Change tags")
    action_type = "retag"
    aria_label = gettext_lazy("Change the tags of the chosen materials")
    template_name = "cms/admin/bulk/retag.html"
    action_priority = 60
    form_class = RetagForm

    def check_perm(self, page: Page) -> bool:
        if page.pk not in self.materials:
            return False
        permissions = page.permissions_for_user(self.request.user)
        return bool(permissions.can_edit() and not permissions.page_locked())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "in_use": self._tags_in_use()}

    def _tags_in_use(self) -> list[tuple[Tag, int]]:
        """The tags of the chosen materials that the user may change, with how many of them have each."""
        pages, _refused = self.get_actionable_objects()
        uses: dict[Tag, int] = {}
        rows = ResourceTag.objects.filter(content_object__in=[page.pk for page in pages]).select_related("tag")
        for row in rows.order_by("tag__name", "pk"):
            uses[row.tag] = uses.get(row.tag, 0) + 1
        return list(uses.items())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "max_size": MAX_RETAGGED, "too_many": self.too_many}

    def form_valid(self, form: RetagForm) -> HttpResponse:
        if self.too_many:
            message = _("Choose at most %(limit)s materials at a time.") % {"limit": MAX_RETAGGED}
            form.add_error(None, message)
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_execution_context(self) -> dict[str, Any]:
        data = self.cleaned_form.cleaned_data
        self.done: dict[Outcome, int] = {}
        self.refused: list[PublishRefused] = []
        self.over_limit: list[str] = []
        removed = Tag.objects.filter(pk__in=data.get("remove", ()))
        work = Retagging(add=data["add"], remove=list(removed), user=self.request.user)
        return {**super().get_execution_context(), "work": work, "action": self}

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[Page],
        work: Retagging | None = None,
        action: RetagBulkAction | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        if work is None or action is None:
            return 0, 0
        for page in objects:
            with transaction.atomic():
                outcome, refusal = work.apply(page.specific)
            action.done[outcome] = action.done.get(outcome, 0) + 1
            if refusal is not None:
                action.refused.append(refusal)
            if outcome is Outcome.TOO_MANY:
                action.over_limit.append(page.get_admin_display_title())
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if self.refused:
            messages.error(self.request, refusal_message(self.refused))
        if self.over_limit:
            text = _("Unchanged, they would have too many tags: %(titles)s")
            messages.warning(self.request, text % {"titles": ", ".join(self.over_limit)})
        if drafts := self.done.get(Outcome.DRAFT, 0):
            text = ngettext(
                "The tags of %(count)s material were changed in its draft only; readers see them once it is published.",
                "The tags of %(count)s materials were changed in their drafts only; readers see them once they are "
                "published.",
                drafts,
            )
            messages.info(self.request, text % {"count": drafts})
        if not (live := self.done.get(Outcome.PUBLISHED, 0)):
            return None if drafts or self.refused or self.over_limit else _("These tags were so already.")
        text = ngettext(
            "The tags of %(count)s material were changed and published.",
            "The tags of %(count)s materials were changed and published.",
            live,
        )
        return text % {"count": live}
