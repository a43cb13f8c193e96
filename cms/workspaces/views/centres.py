"""For central admins: the list of centres, adding one, renaming, merging and closing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cms.models import Centre, CentrePage, LearningResource
from cms.workspaces.forms import AddCentreForm, CloseForm, MergeCentreForm, RenameForm
from cms.workspaces.life import CentreAction, CloseCentre, MergeCentre, RenameCentre
from cms.workspaces.models import Role, WorkspaceGroup
from cms.workspaces.onboarding import add_centre
from cms.workspaces.roles import is_national_team


def is_central_admin(user: Any) -> bool:
    """Superusers and the admins of the national team."""
    return bool(user.is_superuser and user.is_active) or is_national_team(user, Role.ADMIN)


class CentralAdminView(WagtailAdminTemplateMixin):
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_central_admin(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("workspaces:index"), "label": _("Regional centres")},
        ]
        title = self.get_page_title()
        if title != _("Regional centres"):
            items.append({"url": "", "label": title, "sublabel": self.get_page_subtitle()})
        return items


class CentreIndexView(CentralAdminView, ListView):
    """Every centre with its people, materials and what can be done with it."""

    page_title = gettext_lazy("Regional centres")
    template_name = "workspaces/centres.html"
    context_object_name = "centres"
    paginate_by = 50

    def get_queryset(self) -> Any:
        materials = LearningResource.objects.filter(centre=OuterRef("pk")).order_by().values("centre")
        members = WorkspaceGroup.objects.filter(workspace__centre=OuterRef("pk")).order_by().values("workspace__centre")
        active = Q(group__user__is_active=True)
        rows = Centre.objects.select_related("province", "successor", "page", "workspace").annotate(
            has_page=Exists(CentrePage.objects.filter(centre=OuterRef("pk"))),
            materials=Coalesce(Subquery(materials.annotate(n=Count("pk")).values("n")), 0),
            people=Coalesce(
                Subquery(members.annotate(n=Count("group__user", filter=active, distinct=True)).values("n")), 0
            ),
        )
        # Those at work first; a centre without a page waits for its onboarding.
        return rows.order_by("-has_page", "status", "province__order", "name", "pk")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Add a centre"), reverse("workspaces:add"), icon_name="plus")]


class AddCentreView(CentralAdminView, FormView):
    page_title = gettext_lazy("Add a centre")
    template_name = "workspaces/centre_form.html"
    form_class = AddCentreForm

    def get_initial(self) -> dict[str, Any]:
        """`?centre=<id>` fills in what is known of a centre without a page."""
        number = self.request.GET.get("centre", "")
        centre = Centre.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
        if centre is None:
            return {}
        return {name: getattr(centre, name) for name in ("name", "slug", "official_name", "province")}

    def form_valid(self, form: AddCentreForm) -> HttpResponse:
        try:
            added = add_centre(**form.values(), user=self.request.user)
        except ValidationError as error:
            return self.form_invalid(with_errors(form, error))
        values = {"centre": added.page.title}
        text = _("“%(centre)s” is ready. Invite its first people now.") if added.is_new else None
        messages.success(self.request, (text or _("“%(centre)s” was there; what it lacked was added.")) % values)
        return redirect("workspaces:team", added.workspace.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=_("Add"), **kwargs)


class CentreActionView(CentralAdminView, FormView):
    """Shared flow: choose, read what will happen, confirm."""

    template_name = "workspaces/centre_action.html"
    submit_label: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if is_central_admin(request.user):
            self.page = get_object_or_404(CentrePage.objects.select_related("centre"), centre=kwargs["pk"])

    def action(self, form: Any) -> CentreAction:
        raise NotImplementedError

    def done(self) -> str:
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return self.page.centre.name if self.page.centre else self.page.title

    def form_valid(self, form: Any) -> HttpResponse:
        action = self.action(form)
        try:
            action.check()
            if not form.cleaned_data["confirmed"]:
                context = self.get_context_data(form=form, consequences=action.consequences())
                return self.render_to_response(context)
            action.execute()
        except ValidationError as error:
            return self.form_invalid(with_errors(form, error))
        messages.success(self.request, self.done())
        return redirect("workspaces:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=self.submit_label, **kwargs)


class RenameView(CentreActionView):
    page_title = gettext_lazy("Rename centre")
    submit_label = gettext_lazy("Rename")
    form_class = RenameForm
    header_icon = "edit"

    def get_initial(self) -> dict[str, Any]:
        centre = self.page.centre
        assert centre is not None
        return {"name": centre.name, "official_name": centre.official_name, "slug": self.page.slug}

    def action(self, form: Any) -> CentreAction:
        names = ("name", "official_name", "slug")
        return RenameCentre(self.page, **{name: form.cleaned_data[name] for name in names}, user=self.request.user)

    def done(self) -> str:
        return _("The centre was renamed.")


class MergeView(CentreActionView):
    page_title = gettext_lazy("Merge centre")
    submit_label = gettext_lazy("Merge")
    form_class = MergeCentreForm
    header_icon = "resubmit"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "page": self.page}

    def action(self, form: Any) -> CentreAction:
        return MergeCentre(self.page, form.cleaned_data["into"], user=self.request.user)

    def done(self) -> str:
        return _("The centres were merged.")


class CloseView(CentreActionView):
    page_title = gettext_lazy("Close centre")
    submit_label = gettext_lazy("Close the centre")
    form_class = CloseForm
    header_icon = "cross"

    def action(self, form: Any) -> CentreAction:
        return CloseCentre(self.page, form.cleaned_data["on"], user=self.request.user)

    def done(self) -> str:
        return _("The centre was closed.")


def with_errors(form: Any, error: ValidationError) -> Any:
    """Puts each error at its field, or above the form where it has none there."""
    for name, errors in error.update_error_dict({}).items():
        form.add_error(name if name in form.fields else None, errors)
    return form
