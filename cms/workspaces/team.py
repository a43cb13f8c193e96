"""The people of a workspace: who they are, inviting them, changing and ending their roles."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.models import Centre
from cms.workspaces.models import ROLES, Invitation, Role, Workspace, hold
from cms.workspaces.roles import is_national_team, workspaces_of

MAX_OPEN_INVITATIONS = 20
# Letters of one day: to a mistyped address of a stranger, and of a workspace altogether.
MAX_LETTERS_TO_ONE, MAX_LETTERS = 5, 50

INVITED = "workspaces.invited"
INVITATION_REVOKED = "workspaces.invitation_revoked"
JOINED = "workspaces.joined"
ROLE_CHANGED = "workspaces.role_changed"
REMOVED = "workspaces.removed"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a workspace, with the roles held there, the highest first."""

    user: Any
    roles: list[Role]

    @property
    def role(self) -> Role:
        return self.roles[0]


def may_manage(user: Any, workspace: Workspace) -> bool:
    """Whether the user may invite and remove people there: its own admins, national admins and superusers."""
    return workspaces_of(user, Role.ADMIN).filter(pk=workspace.pk).exists() or is_national_team(user, Role.ADMIN)


def manageable(user: Any) -> Any:
    """The workspaces whose people the user manages, the national one first; as a queryset."""
    found = Workspace.objects.all() if is_national_team(user, Role.ADMIN) else workspaces_of(user, Role.ADMIN)
    open_ones = found.exclude(centre__status=Centre.Status.RETIRED)
    return open_ones.select_related("centre").order_by("centre__order", "centre__name", "pk")


def members(workspace: Workspace) -> list[Member]:
    """Who belongs to a workspace, accounts that are switched off included, by name; three queries whatever the size."""
    highest = list(reversed(ROLES))
    held: dict[int, list[Role]] = {}
    found: dict[int, Any] = {}
    for row in workspace.groups.select_related("group").prefetch_related("group__user_set"):
        for user in row.group.user_set.all():
            found[user.pk] = user
            held.setdefault(user.pk, []).append(Role(row.role))
    rows = [Member(user, sorted(held[pk], key=highest.index)) for pk, user in found.items()]
    return sorted(rows, key=lambda row: (row.user.get_full_name() or row.user.get_username()).casefold())


class TeamAction:
    """Something that one person does to the people of a workspace. Raises PermissionDenied or ValidationError."""

    def __init__(self, workspace: Workspace, by: Any) -> None:
        if not may_manage(by, workspace):
            raise PermissionDenied
        self.workspace, self.by = workspace, by

    def _log(self, action: str, **data: Any) -> None:
        log_for(self.workspace, action, self.by, **data)

    def _member(self, user: Any) -> Member:
        """The membership to be changed; a superuser's only by a superuser, the last admin's own not at all."""
        found = next((member for member in members(self.workspace) if member.user.pk == user.pk), None)
        if found is None:
            raise PermissionDenied
        if user.is_superuser and not self.by.is_superuser:
            raise PermissionDenied
        return found

    def _keep_an_admin(self, member: Member) -> None:
        if Role.ADMIN not in member.roles or member.user.pk != self.by.pk:
            return
        others = (row for row in members(self.workspace) if row.user.is_active and row.user.pk != member.user.pk)
        if not any(Role.ADMIN in row.roles for row in others):
            raise ValidationError(_("You are the last admin here. Make somebody else an admin first."))


class Invite(TeamAction):
    """Invites an address. An open invitation of the same address is replaced. Returns the invitation and its token."""

    @transaction.atomic
    def execute(self, email: str, role: Role) -> tuple[Invitation, str]:
        email = email.strip()
        hold(self.workspace.centre_id)
        self.workspace = Workspace.objects.select_related("centre").get(pk=self.workspace.pk)
        if self.workspace.centre and self.workspace.centre.status == Centre.Status.RETIRED:
            raise ValidationError(_("“%(centre)s” is closed.") % {"centre": self.workspace.centre.name})
        for member in members(self.workspace):
            if member.user.is_active and member.user.email.casefold() == email.casefold():
                raise ValidationError({"email": _("This person is in the team already. Change the role in the list.")})
        self._refuse_many(email)
        self.workspace.invitations.open().filter(email__iexact=email).update(revoked_at=timezone.now())
        if self.workspace.invitations.open().count() >= MAX_OPEN_INVITATIONS:
            raise ValidationError(
                _("There are %(count)s open invitations already. Revoke one, or wait until one is accepted.")
                % {"count": MAX_OPEN_INVITATIONS}
            )
        invitation, token = Invitation.create(
            workspace=self.workspace, email=email, role=Role(role), invited_by=self.by
        )
        self._log(INVITED, email=email, role=invitation.role)
        return invitation, token

    def _refuse_many(self, email: str) -> None:
        of_the_day = self.workspace.invitations.filter(created_at__gt=timezone.now() - datetime.timedelta(days=1))
        if of_the_day.filter(email__iexact=email).count() >= MAX_LETTERS_TO_ONE:
            raise ValidationError(
                {
                    "email": _("This address was invited %(count)s times today. Try again tomorrow.")
                    % {"count": MAX_LETTERS_TO_ONE}
                }
            )
        if of_the_day.count() >= MAX_LETTERS:
            raise ValidationError(
                _("%(count)s invitations were sent today, and that is as many as go out in a day.")
                % {"count": MAX_LETTERS}
            )


class RevokeInvitation(TeamAction):
    @transaction.atomic
    def execute(self, invitation: Invitation) -> bool:
        """Whether there was something to revoke."""
        open_one = self.workspace.invitations.open().filter(pk=invitation.pk)
        done = bool(open_one.update(revoked_at=timezone.now()))
        if done:
            self._log(INVITATION_REVOKED, email=invitation.email, role=invitation.role)
        return done


class ChangeRole(TeamAction):
    @transaction.atomic
    def execute(self, user: Any, role: Role) -> None:
        member = self._member(user)
        if role != Role.ADMIN:
            self._keep_an_admin(member)
        for row in self.workspace.groups.select_related("group"):
            if row.role == role:
                user.groups.add(row.group)
            else:
                user.groups.remove(row.group)
        if role != Role.ADMIN:
            self.workspace.invitations.open().filter(invited_by=user).update(revoked_at=timezone.now())
        self._log(ROLE_CHANGED, who=name_of(user), old=member.role, new=role)


class RemoveMember(TeamAction):
    """Ends a membership. The account stays, but is switched off when it belonged here alone and came by invitation."""

    @transaction.atomic
    def execute(self, user: Any) -> None:
        member = self._member(user)
        self._keep_an_admin(member)
        user.groups.remove(*(row.group for row in self.workspace.groups.select_related("group")))
        self.workspace.invitations.open().filter(invited_by=user).update(revoked_at=timezone.now())
        made = Invitation.objects.filter(accepted_by=user, made_account=True)
        if user.is_active and made.exists() and not user.is_superuser and not user.groups.exists():
            user.is_active = False
            user.save(update_fields=["is_active"])
            # After the saving, which forgets an earlier one.
            made.update(switched_off_at=timezone.now())
        self._log(REMOVED, who=name_of(user), old=member.role)


@transaction.atomic
def accept(invitation: Invitation, user: Any, *, made_account: bool = False) -> None:
    """Give the user the role, once.

    Raises ValidationError when the invitation is not open any more, the centre is closed, or the inviter could not
    invite there today.
    """
    hold(invitation.workspace.centre_id)
    if not still_holds(Invitation.objects.select_related("workspace__centre", "invited_by").get(pk=invitation.pk)):
        raise ValidationError(_("This invitation cannot be used any more."))
    open_one = Invitation.objects.open().filter(pk=invitation.pk)
    done = open_one.update(accepted_at=timezone.now(), accepted_by=user, made_account=made_account)
    if not done:
        raise ValidationError(_("This invitation cannot be used any more."))
    group = invitation.workspace.groups.select_related("group").get(role=invitation.role).group
    user.groups.add(group)
    log_for(invitation.workspace, JOINED, user, who=name_of(user), new=invitation.role)


def still_holds(invitation: Invitation) -> bool:
    """Whether an invitation is open, and so is the centre, and who invited may still do so."""
    workspace, inviter = invitation.workspace, invitation.invited_by
    if invitation.state != Invitation.State.OPEN or inviter is None:
        return False
    closed = workspace.centre is not None and workspace.centre.status == Centre.Status.RETIRED
    return not closed and may_manage(inviter, workspace)


def account_of(email: str) -> Any:
    """The account with this address, the one that is in use first; None."""
    users = get_user_model()._default_manager.filter(email__iexact=email)
    return users.order_by("-is_active", "pk").first()


def may_come_back(user: Any) -> bool:
    """An account that an invitation made and the end of its last membership, nobody else, switched off."""
    gone = not user.is_active and not user.is_superuser and not user.groups.exists()
    return bool(gone and Invitation.objects.switched_off(user).exists())


def name_of(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


def log_for(workspace: Workspace, action: str, user: Any, **data: Any) -> None:
    """An entry in the history of the centre's page; of the workspace itself where there is no page."""
    page = getattr(workspace.centre, "page", None) if workspace.centre else None
    log(instance=page or workspace, action=action, user=user, data={name: str(value) for name, value in data.items()})
