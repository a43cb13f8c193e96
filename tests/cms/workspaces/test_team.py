"""Who invites, who comes in, who may change whom."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cms.workspaces.models import Invitation, Role
from cms.workspaces.provision import ensure_national
from cms.workspaces.roles import has_role
from cms.workspaces.team import MAX_OPEN_INVITATIONS, ChangeRole, Invite, RemoveMember
from tests import factories
from tests.factories.workspaces import make_member, make_workspace

NEW = {
    "full_name": "Siti Aminah",
    "username": "siti",
    "password": "kaca-Lereng-77",
    "password_again": "kaca-Lereng-77",
}


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


def test_from_the_letter_to_the_role(client: Any, django_user_model: Any, diy: Any, admin: Any) -> None:
    client.force_login(admin)
    client.post(f"/admin/tim/{diy.pk}/", {"email": "siti@example.id", "role": "curator"})
    (letter,) = mail.outbox
    assert letter.to == ["siti@example.id"]
    link = re.search(r"https?://\S+?(/undangan/\S+/)", letter.body).group(1)
    client.logout()
    page = client.get(link)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(link, NEW).url == "/admin/"
    siti = user("siti")
    assert has_role(siti, diy.centre, Role.CURATOR)
    assert siti.email == "siti@example.id"
    assert client.get("/admin/").status_code == 200
    client.logout()
    assert client.get(link).status_code == 410
    assert client.post(link, {**NEW, "username": "lain"}).status_code == 410
    assert not get_user_model().objects.filter(username="lain").exists()


def test_the_token_is_kept_nowhere(diy: Any, admin: Any) -> None:
    link = invite(diy, admin)
    token = link.split("/")[2]
    assert token not in str(Invitation.objects.values().get())


@pytest.mark.parametrize(
    "change", [{"expires_at": timezone.now() - datetime.timedelta(1)}, {"revoked_at": timezone.now()}]
)
def test_expired_and_revoked_ones_say_so(client: Any, diy: Any, admin: Any, change: Any) -> None:
    link = invite(diy, admin)
    Invitation.objects.update(**change)
    assert client.get(link).status_code == 410
    client.post(link, NEW)
    assert not get_user_model().objects.filter(username="siti").exists()


def test_an_unknown_token_is_not_found(client: Any, db: Any) -> None:
    assert client.get("/undangan/salah/").status_code == 404


def test_inviting_again_replaces(client: Any, diy: Any, admin: Any) -> None:
    first = invite(diy, admin)
    second = invite(diy, admin, "SITI@example.id")
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_an_existing_account_has_to_log_in(client: Any, diy: Any, admin: Any) -> None:
    known = factories.make_user("siti")
    link = invite(diy, admin, known.email)
    assert client.post(link, {**NEW, "username": "penipu"}).status_code == 200
    assert not get_user_model().objects.filter(username="penipu").exists()
    client.force_login(factories.make_user("orang-lain"))
    client.post(link)
    assert not has_role(user("orang-lain"), diy.centre)
    client.force_login(known)
    client.post(link)
    assert has_role(user("siti"), diy.centre, Role.CURATOR)


def test_weak_and_different_passwords_are_refused(client: Any, diy: Any, admin: Any) -> None:
    link = invite(diy, admin)
    client.post(link, {**NEW, "password": "12345", "password_again": "12345"})
    client.post(link, {**NEW, "password_again": "kaca-Lereng-78"})
    assert not get_user_model().objects.filter(username="siti").exists()


def test_there_are_so_many_open_invitations_and_no_more(diy: Any, admin: Any) -> None:
    for number in range(MAX_OPEN_INVITATIONS):
        invite(diy, admin, f"n{number}@example.id")
    with pytest.raises(ValidationError):
        invite(diy, admin)
    invite(diy, admin, "n0@example.id")


def test_when_the_mail_server_is_away_the_link_is_shown(client: Any, diy: Any, admin: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.force_login(admin)
    answer = client.post(f"/admin/tim/{diy.pk}/", {"email": "siti@example.id", "role": "curator"})
    link = re.search(r"/undangan/[^/]+/", answer.content.decode()).group()
    client.logout()
    assert client.get(link).status_code == 200


def test_nobody_elses_people(client: Any, site_tree: Any, diy: Any, admin: Any) -> None:
    bali = make_workspace(site_tree, "balai-bali")
    stranger = make_member(bali, Role.CONTRIBUTOR)
    client.force_login(admin)
    assert client.get(f"/admin/tim/{bali.pk}/").status_code == 404
    assert client.post(f"/admin/tim/{bali.pk}/", {"email": "a@example.id", "role": "admin"}).status_code == 404
    for workspace in (bali, diy):
        for what in ("keluarkan", "peran"):
            data = {f"m{stranger.pk}-role": "admin"}
            assert client.post(f"/admin/tim/{workspace.pk}/{what}/{stranger.pk}/", data).status_code == 404
    invitation, _token = Invitation.create(workspace=bali, email="b@example.id", role=Role.ADMIN)
    assert client.post(f"/admin/tim/{diy.pk}/undangan/{invitation.pk}/cabut/").status_code == 404
    with pytest.raises(PermissionDenied):
        Invite(bali, admin)
    with pytest.raises(PermissionDenied):
        Invite(ensure_national(), admin)
    assert has_role(stranger, bali.centre, Role.CONTRIBUTOR)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CURATOR])
def test_only_admins_have_a_team_page(client: Any, diy: Any, role: Any) -> None:
    client.force_login(make_member(diy, role))
    assert client.get(f"/admin/tim/{diy.pk}/").status_code in (302, 403)
    assert "/admin/tim/" not in client.get("/admin/").content.decode()


def test_superusers_are_out_of_reach(diy: Any, admin: Any) -> None:
    chief = make_member(diy, Role.CURATOR, "pusat", superuser=True)
    with pytest.raises(PermissionDenied):
        RemoveMember(diy, admin).execute(chief)
    with pytest.raises(PermissionDenied):
        ChangeRole(diy, admin).execute(chief, Role.CONTRIBUTOR)


def test_the_last_admin_stays(diy: Any, admin: Any) -> None:
    with pytest.raises(ValidationError):
        RemoveMember(diy, admin).execute(admin)
    with pytest.raises(ValidationError):
        ChangeRole(diy, admin).execute(admin, Role.CURATOR)
    make_member(diy, Role.ADMIN, "kedua")
    ChangeRole(diy, admin).execute(admin, Role.CURATOR)
    assert not has_role(user(admin.username), diy.centre, Role.ADMIN)


def test_leaving_ends_this_membership_alone(client: Any, site_tree: Any, diy: Any, admin: Any) -> None:
    bali = make_workspace(site_tree, "balai-bali")
    client.post(invite(diy, admin), NEW)
    siti = user("siti")
    siti.groups.add(bali.groups.get(role=Role.CURATOR).group)
    RemoveMember(diy, admin).execute(siti)
    siti = user("siti")
    assert siti.is_active
    assert has_role(siti, bali.centre)
    assert not has_role(siti, diy.centre)


def test_an_account_made_by_invitation_is_switched_off_with_its_last_role_and_may_come_back(
    client: Any, diy: Any, admin: Any
) -> None:
    client.post(invite(diy, admin), NEW)
    client.logout()
    RemoveMember(diy, admin).execute(user("siti"))
    assert not user("siti").is_active
    link = invite(diy, admin)
    client.post(link, {"password": "baru-Sekali-55", "password_again": "baru-Sekali-55"})
    assert user("siti").is_active
    assert has_role(user("siti"), diy.centre)


def test_an_older_account_stays_on(diy: Any, admin: Any) -> None:
    member = make_member(diy, Role.CURATOR)
    RemoveMember(diy, admin).execute(member)
    assert user(member.username).is_active


def test_national_admins_manage_every_team_but_not_by_being_a_curator(client: Any, diy: Any) -> None:
    national = ensure_national()
    client.force_login(make_member(national, Role.ADMIN))
    assert client.get(f"/admin/tim/{diy.pk}/").status_code == 200
    assert client.get("/admin/tim/").status_code == 200
    client.force_login(make_member(national, Role.CURATOR))
    assert client.get(f"/admin/tim/{diy.pk}/").status_code in (302, 403)


def test_the_team_page_costs_the_same_for_two_and_for_twenty(client: Any, diy: Any, admin: Any) -> None:
    from tests.reading import query_count

    client.force_login(admin)
    address = f"/admin/tim/{diy.pk}/"
    client.get(address)
    few = query_count(client, address)
    for number in range(18):
        make_member(diy, Role.CONTRIBUTOR, f"orang-{number}")
        Invitation.create(workspace=diy, email=f"u{number}@example.id", role=Role.CURATOR, invited_by=admin)
    assert query_count(client, address) <= few + 1
