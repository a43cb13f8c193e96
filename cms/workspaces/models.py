"""A centre's workspace: its groups and its collection. Membership of a centre is these groups and nothing else."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection

from cms.models import Centre


class Role(models.TextChoices):
    """What somebody does in a workspace; the same three in a centre's and in the national one."""

    CONTRIBUTOR = "contributor", _("Contributor")
    CURATOR = "curator", _("Curator")
    ADMIN = "admin", pgettext_lazy("role", "Organisation admin")


# Lowest first. (To a type checker without Django's types an enumeration of choices is no iterable.)
ROLES: tuple[Role, ...] = tuple(Role)  # type: ignore[arg-type]


class Workspace(models.Model):
    """What a centre has in the admin. The one without a centre is the national team's."""

    centre = models.OneToOneField(
        Centre, verbose_name=_("centre"), null=True, blank=True, on_delete=models.PROTECT, related_name="workspace"
    )
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")
        constraints = [
            # A null is not equal to a null: without this there could be two national ones.
            models.UniqueConstraint(
                models.Case(models.When(centre=None, then=models.Value(1))), name="one_national_workspace"
            )
        ]

    def __str__(self) -> str:
        return self.centre.label if self.centre else str(_("National"))


class WorkspaceGroup(models.Model):
    """The group of one role in one workspace."""

    workspace = models.ForeignKey(
        Workspace, verbose_name=_("workspace"), on_delete=models.CASCADE, related_name="groups"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.PROTECT, related_name="workspace_group"
    )

    class Meta:
        verbose_name = _("workspace's group")
        verbose_name_plural = _("workspaces' groups")
        constraints = [models.UniqueConstraint(fields=["workspace", "role"], name="one_group_for_each_role")]

    def __str__(self) -> str:
        return self.group.name


def hold(*centres: Any) -> None:
    """Within a transaction: who else works on the life or the people of these centres (ids) waits for its end."""
    list(Centre.objects.select_for_update().filter(pk__in=[pk for pk in centres if pk]).order_by("pk"))


INVITATION_DAYS = 14


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those that can be accepted now."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def switched_off(self, user: Any) -> InvitationQuerySet:
        """What made an account that the end of its last membership switched off, if nobody changed it since."""
        return self.filter(accepted_by=user, made_account=True).exclude(switched_off_at=None)

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=token_hash(token))


def token_hash(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot accept anybody's invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


def _in_fourteen_days() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """An invitation to one role in one workspace, sent by e-mail, accepted once."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("invitation", "Open")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
        REVOKED = "revoked", pgettext_lazy("invitation", "Revoked")
        EXPIRED = "expired", pgettext_lazy("invitation", "Expired")

    workspace = models.ForeignKey(
        Workspace, verbose_name=_("workspace"), on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"), default=_in_fourteen_days)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="accepted_invitations",
    )
    # The account was made by accepting; it is switched off when its last membership ends.
    made_account = models.BooleanField(default=False, editable=False)
    # Set with that end alone: who was switched off by anybody else does not come back by another invitation.
    switched_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The inviter saw the link, so that it is no proof of holding the address.
    link_shown = models.BooleanField(default=False, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.email} · {self.workspace}"

    @classmethod
    def create(cls, **values: Any) -> tuple[Invitation, str]:
        """A new invitation and its token, which is told here and never again."""
        token = secrets.token_urlsafe(32)
        return cls.objects.create(token_hash=token_hash(token), **values), token

    @property
    def state(self) -> Any:
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED
