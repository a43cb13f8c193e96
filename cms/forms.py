"""Forms of the admin for pages and vocabularies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from cms.admin.form_widgets import TermChoices
from cms.completeness.readiness import problems_to_save
from cms.models.base import refuse_reserved
from cms.models.terms import Term


class SitePageForm(WagtailAdminPageForm):
    """Refuses the site's own addresses with a message at the field, and checks the publish rules when publishing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Rules that look at the page above cannot find it in the tree before the page is saved.
        self.instance.parent_to_be = self.parent_page
        if "duration_minutes" in self.fields:
            self.fields["duration_minutes"].error_messages["invalid"] = _("Write a number, such as 2 JP or 50 minutes.")

    def clean_slug(self) -> str:
        """An address that only follows from the title gets a number when it is taken, without troubling the editor."""
        slug: str = self.cleaned_data["slug"]
        page = self.instance
        follows = slug == slugify(self.cleaned_data.get("title") or "")
        if follows and page.first_published_at is None and self.parent_page is not None:
            for candidate in (slug, *(f"{slug}-{number}" for number in range(2, 100))):
                if Page._slug_is_available(candidate, self.parent_page, page):
                    return candidate
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        try:
            refuse_reserved(cleaned.get("slug") or "", self.parent_page)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned

    def defer_required_fields(self) -> None:
        # Wagtail calls this when a draft is saved: then nothing is demanded yet.
        self._is_draft = True
        super().defer_required_fields()

    def _post_clean(self) -> None:
        """Check what may be saved; when publishing, what may be published."""
        super()._post_clean()
        # The rules look at the chosen terms too, which a form otherwise puts into its page only when it is saved.
        assign_relations(self)
        self.instance.typed_tags = self.cleaned_data.get("tags")
        draft = getattr(self, "_is_draft", False)
        problems = problems_to_save(self.instance) if draft else self.instance.publish_problems()
        for field, messages in problems.items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, messages)


def assign_relations(form: Any) -> None:
    """Put the chosen terms and pages into the form's page, in memory only."""
    for field in form.instance._meta.many_to_many:
        if isinstance(field, ParentalManyToManyField) and field.name in form.cleaned_data:
            field.save_form_data(form.instance, form.cleaned_data[field.name])


class LearningResourceForm(SitePageForm):
    """Offers active terms (and those already chosen)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and issubclass(queryset.model, Term):
                # What narrows the choice (grades by phase, all by school level) is read at once.
                narrowing = [relation.name for relation in queryset.model._meta.many_to_many]
                field.queryset = queryset.filter(self._offered(name)).distinct().prefetch_related(*narrowing)
            if isinstance(field.widget, TermChoices):
                field.widget.label = field.label
        if "title" in self.fields:
            # What helps to write a title (such as a warning of what is like it) finds its field and page by this.
            self.fields["title"].widget.attrs["data-material-title"] = self.instance.pk or ""
        if "language" in self.fields and not self.initial.get("language") and not self.is_bound:
            from cms.models import Language

            self.initial["language"] = Language.objects.filter(slug="id").values_list("pk", flat=True).first()

    def _offered(self, name: str) -> Q:
        chosen = self.initial.get(name) or []
        # One term, or several as a list or a queryset.
        chosen = list(chosen) if isinstance(chosen, Iterable) else [chosen]
        return Q(status=Term.Status.ACTIVE) | Q(pk__in=[getattr(term, "pk", term) for term in chosen])


class ResourceCopyForm(CopyForm):
    """A copy is a material of its own; Wagtail's aliases would overwrite local edits, so they are not offered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
