"""The admin page "Completeness": national editors decide what each kind of page needs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.completeness.fields import page_types
from cms.completeness.rule_forms import LOCKED_CHECKS, CheckRulesForm, FieldRulesForm, RulesForm
from cms.workspaces.models import Role
from cms.workspaces.roles import is_national_team

# The place of the checks in the address, where a page type stands otherwise.
CHECKS_PAGE = "pemeriksaan"


def may_decide(user: Any) -> bool:
    """Whether the user decides what materials need: admins of the national team."""
    return bool(user.is_superuser or is_national_team(user, Role.ADMIN))  # type: ignore[arg-type]


class RulesView(WagtailAdminTemplateMixin, FormView[RulesForm]):
    """One table: the fields of a page type, or the checks."""

    template_name = "completeness/rules.html"
    header_icon = "tasks"
    page_title = gettext_lazy("Completeness")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_decide(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def place(self) -> str:
        return str(self.kwargs.get("place") or next(iter(page_types())))

    @cached_property
    def model(self) -> Any:
        """The page type that is decided about; None for the checks. 404 for one that is not installed."""
        if self.place == CHECKS_PAGE:
            return None
        if self.place not in page_types():
            raise Http404
        return page_types()[self.place]

    def get_form(self, form_class: Any = None) -> RulesForm:
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name in ("data",)}
        return FieldRulesForm(self.model, **kwargs) if self.model else CheckRulesForm(**kwargs)

    def form_valid(self, form: RulesForm) -> HttpResponse:
        count = form.save(self.request.user)
        if count:
            text = ngettext(
                "%(count)s rule was changed. It holds from now on.",
                "%(count)s rules were changed. They hold from now on.",
                count,
            )
            messages.success(self.request, text % {"count": count})
        else:
            messages.info(self.request, _("Nothing was changed."))
        return redirect("completeness_rules_of", self.place)

    def get_page_subtitle(self) -> str:
        return str(capfirst(str(self.model._meta.verbose_name))) if self.model else _("Automatic checks")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        names = {label: str(capfirst(str(model._meta.verbose_name))) for label, model in page_types().items()}
        names[CHECKS_PAGE] = _("Automatic checks")
        form = context["form"]
        return {
            **context,
            "places": [
                {"url": reverse("completeness_rules_of", args=[key]), "label": name, "current": key == self.place}
                for key, name in names.items()
            ],
            "columns": [str(each.label) for each in form.columns],
            "rows": form.rows(),
            "locked": () if self.model else LOCKED_CHECKS,
            "is_checks": self.model is None,
        }
