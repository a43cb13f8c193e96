"""“Tim balai”: the people of a workspace, for its own admins and the national ones."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.workspaces.forms import InviteForm, RoleForm
from cms.workspaces.mail import invitation_link, send_invitation
from cms.workspaces.models import Invitation, Role, Workspace
from cms.workspaces.team import (
    ChangeRole,
    Invite,
    RemoveMember,
    RevokeInvitation,
    account_of,
    manageable,
    members,
    name_of,
)

SHOWN_INVITATIONS = 50


class TeamMixin:
    """Finds the workspace of the address. Whose people the user does not manage is not there: 404."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not manageable(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @cached_property
    def workspace(self) -> Workspace:
        return get_object_or_404(manageable(self.request.user), pk=self.kwargs["pk"])  # type: ignore[no-any-return]


class TeamsView(TeamMixin, WagtailAdminTemplateMixin, TemplateView):
    """The workspaces whose people the user manages; straight to the one if there is but one."""

    page_title = gettext_lazy("Centre team")
    header_icon = "group"
    template_name = "workspaces/teams.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = list(manageable(request.user))
        if len(found) == 1:
            return redirect("workspaces:team", found[0].pk)
        return self.render_to_response(self.get_context_data(workspaces=found))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class TeamView(TeamMixin, WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Centre team")
    header_icon = "group"
    template_name = "workspaces/team.html"
    form: InviteForm | None = None
    link = ""

    def get_page_subtitle(self) -> str:
        return str(self.workspace)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("workspaces:teams"), "label": _("Centre team")},
            {"url": "", "label": str(self.workspace)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = [
            {
                "user": member.user,
                "name": name_of(member.user),
                "roles": member.roles,
                "form": RoleForm(initial={"role": member.role}, prefix=f"m{member.user.pk}"),
                "is_self": member.user.pk == user.pk,
                "may_change": getattr(user, "is_superuser", False) or not member.user.is_superuser,
            }
            for member in members(self.workspace)
        ]
        invitations = self.workspace.invitations.select_related("invited_by").filter(accepted_at=None)
        return super().get_context_data(
            workspace=self.workspace,
            members=rows,
            invitations=invitations[:SHOWN_INVITATIONS],
            form=self.form or InviteForm(initial={"role": Role.CONTRIBUTOR if rows else Role.ADMIN}),
            link=self.link,
            roles=Role.choices,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite."""
        form = self.form = InviteForm(request.POST)
        if form.is_valid():
            try:
                return self._invite(form.cleaned_data["email"], Role(form.cleaned_data["role"]))
            except ValidationError as error:
                for name, errors in error.update_error_dict({}).items():
                    form.add_error(name if name in form.fields else None, errors)
        return self.render_to_response(self.get_context_data())

    def _invite(self, email: str, role: Role) -> HttpResponse:
        invitation, token = Invite(self.workspace, self.request.user).execute(email, role)
        if send_invitation(invitation, token):
            messages.success(self.request, _("The invitation was sent to %(email)s.") % {"email": invitation.email})
            return redirect("workspaces:team", self.workspace.pk)
        account = account_of(invitation.email)
        if account is not None and not account.is_active:
            # With the link one could take this account over; only a letter proves whose it is.
            RevokeInvitation(self.workspace, self.request.user).execute(invitation)
            messages.error(
                self.request,
                _("The e-mail could not be sent, and this invitation cannot be handed on. Invite again later."),
            )
            return redirect("workspaces:team", self.workspace.pk)
        Invitation.objects.filter(pk=invitation.pk).update(link_shown=True)
        # Not kept anywhere: the link is on this page alone, once.
        self.form, self.link = None, invitation_link(token)
        messages.warning(
            self.request,
            _("The e-mail could not be sent. The invitation holds: hand on the link below yourself."),
        )
        return self.render_to_response(self.get_context_data())


class TeamActionView(TeamMixin, View):
    """A change of one row; then back to the list. Only by POST."""

    http_method_names = ["post"]

    def perform(self) -> str:
        """Do it and return what to say."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.perform())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        if not manageable(request.user).filter(pk=self.workspace.pk).exists():
            return redirect("wagtailadmin_home")
        return redirect("workspaces:team", self.workspace.pk)

    @cached_property
    def member(self) -> Any:
        """Somebody of this workspace; anyone else is not there."""
        groups = self.workspace.groups.values("group")
        users = get_user_model()._default_manager.filter(groups__in=groups).distinct()
        return get_object_or_404(users, pk=self.kwargs["user_pk"])

    @cached_property
    def invitation(self) -> Invitation:
        return get_object_or_404(self.workspace.invitations.all(), pk=self.kwargs["invitation_pk"])


class ChangeRoleView(TeamActionView):
    def perform(self) -> str:
        form = RoleForm(self.request.POST, prefix=f"m{self.member.pk}")
        if not form.is_valid():
            raise Http404
        role = Role(form.cleaned_data["role"])
        ChangeRole(self.workspace, self.request.user).execute(self.member, role)
        self._forget_roles()
        return _("%(name)s is now: %(role)s.") % {"name": name_of(self.member), "role": role.label}

    def _forget_roles(self) -> None:
        self.request.user.__dict__.pop("_roles", None)


class RemoveView(TeamActionView):
    def perform(self) -> str:
        RemoveMember(self.workspace, self.request.user).execute(self.member)
        self.request.user.__dict__.pop("_roles", None)
        return _("%(name)s is no longer in the team.") % {"name": name_of(self.member)}


class RevokeView(TeamActionView):
    def perform(self) -> str:
        if not RevokeInvitation(self.workspace, self.request.user).execute(self.invitation):
            raise ValidationError(_("This invitation cannot be used any more."))
        return _("The invitation of %(email)s was revoked.") % {"email": self.invitation.email}
