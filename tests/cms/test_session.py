"""A form asks whether its writer is still logged in before it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_who_is_logged_in_gets_the_token_that_forms_need(editor_client: Any) -> None:
    response = editor_client.get(reverse("session_state"))
    assert response.json()["user"] == str(editor_client.session["_auth_user_id"])
    assert len(response.json()["csrf"]) == 64
    assert "no-store" in response["Cache-Control"]


def test_nobody_is_told_so_without_a_redirect_or_a_token(client: Any) -> None:
    response = client.get(reverse("session_state"))
    assert (response.status_code, response.json()) == (401, {"user": None})


def test_a_user_without_the_admin_counts_as_nobody(client: Any) -> None:
    client.force_login(factories.make_user("pembaca"))
    assert client.get(reverse("session_state")).status_code == 401


def test_the_login_in_another_tab_ends_at_a_page_that_says_to_go_back(client: Any, editor_client: Any) -> None:
    assert "session-resumed" in editor_client.get(reverse("session_resumed")).content.decode()
    editor_client.logout()
    assert client.get(reverse("session_resumed")).status_code == 302


def test_every_admin_page_carries_the_guard_with_its_addresses(editor_client: Any) -> None:
    html = editor_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "session_guard" in html
    assert f'data-probe="{reverse("session_state")}"' in html
    assert f'data-address="{reverse("wagtailadmin_login")}?next=%2Fadmin%2Fsesi%2Fkembali%2F"' in html
