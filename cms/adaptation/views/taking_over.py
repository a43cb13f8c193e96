"""The page on which an editor looks at what the source changed, settles conflicts and takes it over as a draft."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.adaptation.adapting import licence_refusal
from cms.adaptation.describing import Line, Names, Question, line, question
from cms.adaptation.models import Adaptation
from cms.adaptation.taking_over import TakeOver, TakeOverRefused, take_over, visible_source
from cms.admin.reach import explorable
from cms.models import LearningResource

# Before the key of a conflict, in the names of the form's fields.
FIELD = "pilihan:"
GROUPS = (
    ("updated", pgettext_lazy("changes", "Updated")),
    ("added", pgettext_lazy("changes", "Added")),
    ("removed", pgettext_lazy("changes", "Removed")),
    ("moved", pgettext_lazy("changes", "Moved")),
)


class TakeOverView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows, POST writes the draft. Who may not see the page learns nothing of it."""

    template_name = "adaptation/take_over.html"
    page_title = gettext_lazy("Take over changes of the source")
    header_icon = "resubmit"
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = Adaptation.objects.filter(page=kwargs["page_id"]).select_related("source_licence").first()
        if found is None or not explorable(request.user).filter(pk=found.page_id).exists():
            raise Http404
        self.adaptation: Adaptation = found
        self.page = LearningResource.objects.get(pk=found.page_id).specific
        if not self.page.permissions_for_user(request.user).can_edit():
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def source(self) -> LearningResource | None:
        return visible_source(self.adaptation)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def choices(self) -> dict[str, str]:
        chosen = self.request.POST if self.request.method == "POST" else {}
        return {name.removeprefix(FIELD): value for name, value in chosen.items() if name.startswith(FIELD)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            plan = take_over(self.adaptation, request.user, self.choices, request.POST.get("token", ""))
        except TakeOverRefused as refused:
            messages.error(request, refused.reason)
            # The choices were made on something else; those that still have their question are kept.
            self.adaptation.refresh_from_db()
            return self.render_to_response(self.get_context_data(**kwargs), status=409 if refused.stale else 400)
        edited = messages.button(self.edit_url, _("Edit"))
        history = messages.button(reverse("wagtailadmin_pages:history", args=[self.page.pk]), _("History"))
        if plan.is_empty:
            messages.success(request, _("Noted: your material has everything that the source has."), buttons=[edited])
        else:
            messages.success(
                request,
                _("Taken over as a draft. Readers see it once it is published. To undo it, go back in the history."),
                buttons=[edited, history],
            )
        return redirect(self.edit_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "adaptation": self.adaptation,
            "source": self.source,
            "edit_url": self.edit_url,
            "history_url": reverse("wagtailadmin_pages:history", args=[self.page.pk]),
            "refused": licence_refusal(self.source) if self.source else "",
            "field": FIELD,
        }
        if self.source is None or context["refused"]:
            return context
        plan = TakeOver(self.adaptation, self.page, self.source, self.request.user, self.choices)
        names = self._names(plan)
        context |= {
            "plan": plan,
            "token": plan.token,
            "groups": self._groups(plan, names),
            "part_groups": [
                (part.title, [line(change, names) for change in changes]) for part, changes in plan.part_changes
            ],
            "questions": self._questions(plan, names),
            "new_parts": plan.new_parts,
        }
        return context

    def _names(self, plan: TakeOver) -> Names:
        changes = [*plan.changes, *(change for _part, changes in plan.part_changes for change in changes)]
        values = [(change.shape, version) for change in changes for version in (change.before, change.after)]
        for conflict in plan.conflicts:
            values += [(conflict.shape, version) for version in (conflict.base, conflict.ours, conflict.theirs)]
        return Names(values)

    def _groups(self, plan: TakeOver, names: Names) -> list[tuple[str, list[Line]]]:
        return [
            (str(label), lines)
            for kind, label in GROUPS
            if (lines := [line(change, names) for change in plan.changes if change.kind == kind])
        ]

    def _questions(self, plan: TakeOver, names: Names) -> list[Question]:
        titles = {part.key: part.title for part in plan.parts}
        return [
            question(number, conflict, names, titles.get(conflict.key.split("/")[0], ""))
            for number, conflict in enumerate(plan.conflicts, start=1)
        ]
