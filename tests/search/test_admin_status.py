"""The administrators' page of the search engines, and the warning on the admin's home."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from search import engines, index_states
from search.engines.base import EngineUnavailable
from search.engines.breaker import breaker_of
from search.events import record_ids
from search.models import IndexState
from search.rebuild import rebuild
from tests import factories
from tests.search.lane_engine import LaneEngine

pytestmark = pytest.mark.django_db
AWAY = EngineUnavailable("Elasticsearch cannot be reached at http://es:9200.")


@pytest.fixture
def far(settings: Any, module: Any, index_folder: Any, monkeypatch: Any) -> LaneEngine:
    """Elasticsearch with one material, the embedded engine behind it."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.SEARCH_FALLBACK = True
    engine = LaneEngine()
    monkeypatch.setitem(engines.ENGINES, "elasticsearch", lambda: engine)
    rebuild()
    return engine


def shown(client: Any) -> Any:
    return client.get(reverse("search_status"))


def test_it_tells_of_every_index(far: LaneEngine, editor_client: Any) -> None:
    main, other = shown(editor_client).context["reports"]
    assert [(one.name, one.state, one.documents, one.waits) for one in (main, other)] == [
        ("elasticsearch", "ready", 1, 0),
        ("embedded", "ready", 1, 0),
    ]
    assert main.known.rebuilt_documents == 1


def test_it_counts_the_changes_that_wait(far: LaneEngine, module: Any, editor_client: Any) -> None:
    record_ids([module.pk])
    record_ids([module.pk])
    assert [one.waits for one in shown(editor_client).context["reports"]] == [2, 2]


def test_an_engine_that_is_away_is_told_with_reason_and_beginning(far: LaneEngine, editor_client: Any) -> None:
    index_states.failing(far, str(AWAY))
    far.error = AWAY
    response = shown(editor_client)
    main = response.context["reports"][0]
    assert (main.state, main.reason) == ("down", str(AWAY))
    assert main.since == IndexState.objects.get(pk="elasticsearch").failing_since
    assert response.context["standing_in"]
    assert str(AWAY) in response.content.decode()


def test_an_engine_that_is_known_to_be_away_is_not_asked(far: LaneEngine, editor_client: Any) -> None:
    breaker_of(far).failed("away")
    far.asked = 0
    shown(editor_client)
    assert far.asked == 0


def test_an_index_that_answers_and_cannot_be_written_is_behind(far: LaneEngine, editor_client: Any) -> None:
    index_states.failing(far, "The index is read-only")
    main = shown(editor_client).context["reports"][0]
    assert (main.state, main.reason) == ("lagging", "The index is read-only")


def test_rejected_materials_lead_to_their_form(far: LaneEngine, module: Any, editor_client: Any) -> None:
    far.refuses.add(module.title)
    rebuild(far)
    page = shown(editor_client).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[module.pk]) in page
    assert "mapper_parsing_exception: too long" in page


def test_only_administrators_see_it(far: LaneEngine, client: Any) -> None:
    user = factories.make_user("penyunting")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    refused = shown(client)
    user.user_permissions.add(Permission.objects.get(codename="view_indexstate"))
    assert (refused.status_code, shown(client).status_code) == (302, 200)


def test_the_home_warns_only_when_something_needs_care(far: LaneEngine, editor_client: Any) -> None:
    address = reverse("search_status")
    home = reverse("wagtailadmin_home")
    calm = editor_client.get(home).content.decode()
    index_states.failing(far, str(AWAY))
    assert ('id="desk-search-status"' in calm, address in calm) == (False, True)
    assert str(AWAY) in editor_client.get(home).content.decode()


def test_the_home_warns_of_rejected_materials(far: LaneEngine, module: Any, editor_client: Any) -> None:
    far.refuses.add(module.title)
    rebuild(far)
    assert 'id="desk-search-status"' in editor_client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_home_does_not_ask_the_engines(far: LaneEngine, editor_client: Any) -> None:
    far.asked = 0
    editor_client.get(reverse("wagtailadmin_home"))
    assert far.asked == 0


def test_other_editors_are_not_bothered(far: LaneEngine, client: Any) -> None:
    index_states.failing(far, str(AWAY))
    user = factories.make_user("penyunting")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert 'id="desk-search-status"' not in client.get(reverse("wagtailadmin_home")).content.decode()
