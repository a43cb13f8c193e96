"""Before a synonym or a protected word is saved: which recent searches would change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cms.models import ProtectedWord, Synonym
from cms.vocabulary import Vocabulary, get_vocabulary
from search import word_changes
from search.engines.base import EngineUnavailable
from search.models import QueryLog
from search.word_changes import changes
from tests import factories
from tests.search.test_query_log import make_row

pytestmark = pytest.mark.django_db


def with_synonyms(*rows: tuple[str, ...]) -> Vocabulary:
    return replace(get_vocabulary(), synonyms=tuple((row, ()) for row in rows))


def compared(after: Vocabulary, **options: Any) -> Any:
    return changes(get_vocabulary(), after, **options)


def asked(client: Any, **data: str) -> str:
    response = client.post(reverse("word_changes"), data)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_search_that_finds_more_is_shown_with_what_comes_in(shelf: Any) -> None:
    make_row("kuis", count=5, outcome="found")
    (row,) = compared(with_synonyms(("kuis", "poster"))).rows
    assert (row.query, row.times, row.before, row.after) == ("kuis", 5, 2, 4)
    assert sorted(row.gained) == ["Poster pecahan", "Poster sel"]
    assert row.lost == []


def test_a_search_that_finds_less_is_shown_with_what_goes_out(shelf: Any) -> None:
    Synonym.objects.create(same_meaning="kuis\nposter")
    make_row("kuis", outcome="found")
    (row,) = compared(with_synonyms()).rows
    assert (row.before, row.after) == (4, 2)
    assert sorted(row.lost) == ["Poster pecahan", "Poster sel"]


def test_a_protected_word_is_compared_too(shelf: Any) -> None:
    make_row("pecahkan", outcome="found")
    (row,) = compared(replace(get_vocabulary(), protected=("pecahkan",))).rows
    assert (row.before, row.after) == (2, 0)


def test_searches_without_the_words_are_not_run(shelf: Any, monkeypatch: Any) -> None:
    make_row("sel", outcome="found")
    monkeypatch.setattr(word_changes.catalogue, "search", pytest.fail)
    found = compared(with_synonyms(("kuis", "poster")))
    assert (found.rows, found.unchanged, found.left, found.considered) == ([], 0, 0, 1)


def test_searches_that_stay_the_same_are_counted(shelf: Any) -> None:
    make_row("kuis pecahan", outcome="found")
    found = compared(with_synonyms(("kuis", "zxqwv")))
    assert (found.rows, found.unchanged) == ([], 1)


def test_the_most_frequent_come_first_and_the_rest_is_counted(shelf: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(word_changes, "COMPARED", 2)
    for number, query in enumerate(("kuis", "kuis sel", "kuis pecahan")):
        make_row(query, count=number + 1, outcome="found")
    found = compared(with_synonyms(("kuis", "poster")))
    assert [row.query for row in found.rows] == ["kuis pecahan", "kuis sel"]
    assert found.left == 1


def test_it_stops_when_the_time_is_over(shelf: Any) -> None:
    for query in ("kuis", "kuis sel", "kuis pecahan"):
        make_row(query, outcome="found")
    found = compared(with_synonyms(("kuis", "poster")), seconds=0)
    assert len(found.rows) == 1
    assert found.left == 2


def test_old_searches_do_not_count(shelf: Any) -> None:
    make_row("kuis", days_ago=30, outcome="found")
    assert compared(with_synonyms(("kuis", "poster"))).considered == 0


# In the admin


def test_unsaved_words_of_a_new_synonym_are_compared_and_nothing_is_saved(editor_client: Any, shelf: Any) -> None:
    make_row("kuis", outcome="found")
    page = asked(editor_client, model="synonym", pk="", same_meaning="kuis\nposter", also_search="")
    assert "2 → 4" in page
    assert "Poster sel" in page
    assert not Synonym.objects.exists()
    assert QueryLog.objects.get().count == 1


def test_a_changed_synonym_is_compared_with_the_saved_one(editor_client: Any, shelf: Any) -> None:
    row = Synonym.objects.create(same_meaning="kuis\nposter")
    make_row("kuis", outcome="found")
    assert "4 → 2" in asked(editor_client, model="synonym", pk=str(row.pk), same_meaning="kuis\nzxqwv")
    assert "4 → " not in asked(editor_client, model="synonym", pk=str(row.pk), same_meaning="kuis\nposter")


def test_a_deletion_is_compared(editor_client: Any, shelf: Any) -> None:
    row = ProtectedWord.objects.create(word="pecahkan")
    make_row("pecahkan", outcome="nothing")
    page = asked(editor_client, model="protectedword", pk=str(row.pk), deleting="1")
    assert "0 → 2" in page
    assert ProtectedWord.objects.exists()


def test_words_that_could_not_be_saved_are_named(editor_client: Any, shelf: Any) -> None:
    page = asked(editor_client, model="protectedword", word="dua kata")
    assert "word-changes-problems" in page
    assert "<table" not in page


def test_without_searches_it_says_so(editor_client: Any, shelf: Any) -> None:
    page = asked(editor_client, model="synonym", same_meaning="kuis\nposter")
    assert "<table" not in page
    assert "30" in page


def test_what_readers_typed_is_escaped(editor_client: Any, shelf: Any) -> None:
    make_row("kuis <b>", outcome="found")
    page = asked(editor_client, model="synonym", same_meaning="kuis\nposter")
    assert "kuis &lt;b&gt;" in page
    assert "<b>" not in page


def test_while_the_index_is_prepared_it_says_so(editor_client: Any, shelf: Any, monkeypatch: Any) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise EngineUnavailable

    make_row("kuis", outcome="found")
    monkeypatch.setattr(word_changes.catalogue, "search", down)
    assert "<table" not in asked(editor_client, model="synonym", same_meaning="kuis\nposter")


@pytest.mark.parametrize("data", [{"model": "page"}, {}])
def test_other_models_have_no_such_form(editor_client: Any, data: dict[str, str]) -> None:
    assert editor_client.post(reverse("word_changes"), data).status_code == 404


def allowed(*codenames: str) -> Any:
    group = Group.objects.create(name="Kata")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user = factories.make_user()
    user.groups.add(group)
    return user


@pytest.mark.parametrize(("codename", "status"), [("change_synonym", 200), ("add_protectedword", 302)])
def test_only_who_may_change_synonyms_sees_what_they_would_do(
    client: Any, shelf: Any, codename: str, status: int
) -> None:
    client.force_login(allowed(codename))
    data = {"model": "synonym", "same_meaning": "kuis\nposter"}
    assert client.post(reverse("word_changes"), data).status_code == status


@pytest.mark.parametrize("model", [Synonym, ProtectedWord])
def test_every_form_offers_it_by_keyboard_and_says_the_answer(editor_client: Any, model: Any) -> None:
    row = model.objects.create(**({"same_meaning": "a\nb"} if model is Synonym else {"word": "kata"}))
    for name, args in (("add", []), ("edit", [row.pk]), ("delete", [row.pk])):
        page = editor_client.get(reverse(model.snippet_viewset.get_url_name(name), args=args)).content.decode()
        panel = re.search(r"<section class=\"word-changes\".*?</section>", page, re.DOTALL)
        assert panel, name
        assert f'data-model="{model._meta.model_name}"' in panel[0]
        assert '<button type="button"' in panel[0]
        assert 'aria-live="polite"' in panel[0]
