"""The national form of a centre: its names with dates, and no state, which is changed by rename, merge and close."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, ObjectList

from cms.admin.forms import TermForm
from cms.admin.merge_views import TermMergeView
from cms.admin.vocabularies import COMMON, TermViewSet
from cms.models import Centre


class CentreForm(TermForm):
    """Former names are edited as rows; the lines that the search reads follow them."""

    def save(self, commit: bool = True) -> Any:
        formset = self.formsets.get("dated_names")
        if formset is not None:
            rows = [form for form in formset.forms if form not in formset.deleted_forms]
            names = [form.cleaned_data.get("name") for form in rows if getattr(form, "cleaned_data", None)]
            self.instance.former_names = "\n".join(dict.fromkeys(name for name in names if name))
        return super().save(commit=commit)


class CentreMergeView(TermMergeView):
    """A centre with a page is merged with all that it has; one that is but a name, like any other term."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(self.object, "page", None) is not None:
            return redirect(reverse("workspaces:merge", args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class CentreViewSet(TermViewSet):
    model = Centre
    fields = ("official_name", "province")
    list_filter = ["status", "province"]
    merge_view_class = CentreMergeView

    @cached_property
    def edit_handler(self) -> ObjectList:
        own = [name for name in COMMON if name not in ("former_names", "status")]
        panels = [
            HelpPanel(template="cms/admin/term_state.html"),
            FieldPanel("slug"),
            *(FieldPanel(name) for name in (*own, *self.fields)),
            InlinePanel("dated_names", heading=_("Former names"), label=_("Former name")),
        ]
        return ObjectList(panels, base_form_class=CentreForm)
