"""The views that merge a term or a tag into another: choose, confirm, done."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from cms.admin.forms import MergeForm, TagMergeForm, TermMergeForm
from cms.merging import merge_tag, merge_term, resources_merged_with


class MergeView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Shared flow. `index_url_name` and `edit_url_name` come from the viewset."""

    permission_required = "change"
    index_url_name = ""
    edit_url_name = ""
    header_icon = "resubmit"
    template_name = "cms/admin/merge.html"

    def count(self) -> int:
        """How many materials are concerned."""
        raise NotImplementedError

    def merge(self, successor: Any) -> None:
        """Do it. Raises ValidationError keyed by `successor`."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.object}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        successor = form.cleaned_data["successor"]
        try:
            self.check(successor)
            if not form.cleaned_data["confirmed"]:
                return self.render_to_response(self.get_context_data(form=form, asked=True, successor=successor))
            self.merge(successor)
        except ValidationError as error:
            for message in error.messages:
                form.add_error("successor", message)
            return self.form_invalid(form)
        log(instance=self.object, action="wagtail.edit")
        messages.success(self.request, self.done(successor))
        return redirect(self.index_url_name)

    def check(self, successor: Any) -> None:
        """Raise ValidationError before asking for confirmation of what cannot be done."""

    def done(self, successor: Any) -> str:
        if successor is None:
            return _("“%(term)s” stands for itself again. It stays retired until you activate it.") % {
                "term": self.object
            }
        return _("“%(term)s” was merged into “%(successor)s”.") % {
            "term": self.object,
            "successor": successor,
        }

    def get_page_title(self) -> str:
        return _("Merge")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": capfirst(self.object._meta.verbose_name_plural)},
            {"url": self.edit_url, "label": str(self.object)},
            {"url": "", "label": _("Merge"), "sublabel": self.get_page_subtitle()},
        ]

    @cached_property
    def edit_url(self) -> str:
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = self.count()
        concerned = ngettext("%(count)s material is concerned.", "%(count)s materials are concerned.", count)
        return super().get_context_data(
            **{
                "object": self.object,
                "concerned": concerned % {"count": count},
                "edit_url": self.edit_url,
                **kwargs,
            }
        )


class TermMergeView(MergeView):
    form_class = TermMergeForm

    def count(self) -> int:
        return resources_merged_with(self.object)

    def check(self, successor: Any) -> None:
        self.object.successor, self.object.status = successor, self.object.Status.RETIRED
        self.object.clean()

    def merge(self, successor: Any) -> None:
        merge_term(self.object, successor)


class TagMergeView(MergeView):
    form_class = TagMergeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.successor_id:
            messages.warning(request, self.done(self.object.successor))
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)

    def count(self) -> int:
        return int(self.object.resource_items.count())

    def merge(self, successor: Any) -> None:
        merge_tag(self.object, successor)
