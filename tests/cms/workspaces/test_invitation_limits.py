"""What an invitation does not do: open somebody else's account, outlive what allowed it, fail when it is sent twice."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils import timezone

from cms.models import CentrePage
from cms.workspaces.forms import NewAccountForm
from cms.workspaces.life import CloseCentre
from cms.workspaces.models import Invitation, Role
from cms.workspaces.team import MAX_LETTERS_TO_ONE, Invite, RemoveMember, accept
from tests import factories
from tests.factories.workspaces import make_member, make_workspace

NEW = {
    "full_name": "Siti Aminah",
    "username": "siti",
    "password": "kaca-Lereng-77",
    "password_again": "kaca-Lereng-77",
}
AGAIN = {"password": "baru-Sekali-55", "password_again": "baru-Sekali-55"}


@pytest.fixture
def diy(site_tree: Any) -> Any:
    return make_workspace(site_tree)


@pytest.fixture
def admin(diy: Any) -> Any:
    return make_member(diy, Role.ADMIN)


def invite(workspace: Any, admin: Any, email: str = "siti@example.id", role: Any = Role.CURATOR) -> str:
    _invitation, token = Invite(workspace, admin).execute(email, role)
    return f"/undangan/{token}/"


def user(username: str) -> Any:
    return get_user_model().objects.get(username=username)


@pytest.fixture
def without_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def came_and_went(client: Any, workspace: Any, admin: Any) -> Any:
    """An account that an invitation made and the end of its only role switched off."""
    client.post(invite(workspace, admin), NEW)
    client.logout()
    RemoveMember(workspace, admin).execute(user("siti"))
    return user("siti")


@pytest.mark.parametrize("was_member", [True, False])
def test_who_was_switched_off_by_others_does_not_come_back_by_invitation(
    client: Any, site_tree: Any, diy: Any, admin: Any, was_member: bool
) -> None:
    if was_member:
        # Taken in again by the users' form, then banned there.
        siti = came_and_went(client, diy, admin)
        siti.is_active = True
        siti.save()
    else:
        client.post(invite(diy, admin), NEW)
        client.logout()
        siti = user("siti")
        siti.groups.clear()
    siti.is_active = False
    siti.save()
    bali = make_workspace(site_tree, "balai-bali")
    client.post(invite(bali, make_member(bali, Role.ADMIN)), {**NEW, **AGAIN})
    assert not user("siti").is_active
    assert not user("siti").check_password(AGAIN["password"])


def test_removing_somebody_who_is_banned_does_not_open_a_way_back(client: Any, diy: Any, admin: Any) -> None:
    client.post(invite(diy, admin), NEW)
    client.logout()
    get_user_model().objects.update(is_active=Case(When(username="siti", then=False), default=True))
    RemoveMember(diy, admin).execute(user("siti"))
    client.post(invite(diy, admin), {**NEW, **AGAIN})
    assert not user("siti").is_active


def test_no_link_is_shown_that_would_open_an_account_of_somebody_else(
    client: Any, site_tree: Any, diy: Any, admin: Any, without_mail: None
) -> None:
    came_and_went(client, diy, admin)
    bali = make_workspace(site_tree, "balai-bali")
    client.force_login(make_member(bali, Role.ADMIN))
    answer = client.post(f"/admin/tim/{bali.pk}/", {"email": "siti@example.id", "role": "curator"}, follow=True)
    assert "/undangan/" not in re.sub(r"/undangan/\d+/cabut/", "", answer.content.decode())
    assert not bali.invitations.open().exists()


def test_a_link_that_the_inviter_saw_opens_no_account_later(
    client: Any, site_tree: Any, diy: Any, admin: Any, without_mail: None
) -> None:
    bali = make_workspace(site_tree, "balai-bali")
    client.force_login(make_member(bali, Role.ADMIN))
    answer = client.post(f"/admin/tim/{bali.pk}/", {"email": "siti@example.id", "role": "curator"})
    link = re.search(r"/undangan/[^/]+/", answer.content.decode()).group()
    client.logout()
    came_and_went(client, diy, admin)
    client.post(link, AGAIN)
    assert not user("siti").is_active
    assert not user("siti").check_password(AGAIN["password"])


def test_an_invitation_ends_with_what_allowed_it(client: Any, diy: Any, admin: Any) -> None:
    link = invite(diy, admin)
    # As the users' form of Wagtail does it.
    admin.groups.clear()
    assert client.get(link).status_code == 410
    assert client.post(link, NEW).status_code == 410
    known = factories.make_user("kenal")
    admin.groups.add(diy.groups.get(role=Role.ADMIN).group)
    other = invite(diy, user(admin.username), known.email)
    CloseCentre(CentrePage.objects.get(centre=diy.centre)).execute()
    # One that was made at the very moment of the closing.
    Invitation.objects.update(revoked_at=None)
    make_member(diy, Role.ADMIN, "sisa")
    Invitation.objects.update(invited_by=user("sisa"))
    client.force_login(known)
    assert client.post(other).status_code == 410
    assert not known.groups.exists()
    with pytest.raises(ValidationError):
        accept(Invitation.objects.get(email=known.email), known)


def test_two_posts_of_one_invitation_make_one_account_and_no_error(
    client: Any, diy: Any, admin: Any, monkeypatch: Any
) -> None:
    real = NewAccountForm.clean

    def clean(self: Any) -> Any:
        cleaned = real(self)
        factories.make_user("siti")
        return cleaned

    link = invite(diy, admin)
    monkeypatch.setattr(NewAccountForm, "clean", clean)
    answer = client.post(link, NEW)
    assert answer.status_code == 200
    assert "username" in answer.context["form"].errors
    assert Invitation.objects.get().state == Invitation.State.OPEN


def test_the_second_of_two_posts_says_that_it_was_used(client: Any, diy: Any, admin: Any, monkeypatch: Any) -> None:
    real = NewAccountForm.clean

    def clean(self: Any) -> Any:
        cleaned = real(self)
        accept(Invitation.objects.get(), factories.make_user("siti"), made_account=True)
        return cleaned

    link = invite(diy, admin)
    monkeypatch.setattr(NewAccountForm, "clean", clean)
    assert client.post(link, NEW).status_code == 410


def test_one_address_gets_a_few_letters_a_day(diy: Any, admin: Any) -> None:
    for _ in range(MAX_LETTERS_TO_ONE):
        invite(diy, admin)
    with pytest.raises(ValidationError) as refused:
        invite(diy, admin, "SITI@example.id")
    assert "email" in refused.value.message_dict
    invite(diy, admin, "ani@example.id")
    Invitation.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))
    invite(diy, admin)


def test_a_workspace_sends_so_many_letters_a_day(diy: Any, admin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.workspaces.team.MAX_LETTERS", 3)
    for name in ("a", "b", "c"):
        invite(diy, admin, f"{name}@example.id")
    Invitation.objects.update(revoked_at=timezone.now())
    with pytest.raises(ValidationError):
        invite(diy, admin, "d@example.id")
