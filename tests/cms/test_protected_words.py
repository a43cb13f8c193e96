"""Words that are searched only as they are written: the rows that editors keep."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.models import ProtectedWord, Synonym
from cms.vocabulary import get_vocabulary

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(ProtectedWord.snippet_viewset.get_url_name(name), args=args)


def test_a_word_is_protected_in_the_admin(editor_client):
    editor_client.post(url("add"), {"word": " Mengaji ", "note": "bukan kajian"})
    row = ProtectedWord.objects.get()
    assert (row.word, row.key, row.note) == ("Mengaji", "mengaji", "bukan kajian")


@pytest.mark.parametrize("word", ["mengaji", "MENGAJI", "mengáji", " mengaji "])
def test_a_word_is_protected_once_whatever_its_spelling(word):
    ProtectedWord.objects.create(word="Mengaji")
    with pytest.raises(ValidationError, match="Mengaji"):
        ProtectedWord(word=word).clean()


@pytest.mark.parametrize("word", ["dua kata", "  ", "?!"])
def test_it_is_one_word(word):
    with pytest.raises(ValidationError):
        ProtectedWord(word=word).clean()


def test_a_word_may_be_changed_and_saved_again(editor_client):
    row = ProtectedWord.objects.create(word="mengaji")
    editor_client.post(url("edit", row.pk), {"word": "mengaji", "note": "baru"})
    assert ProtectedWord.objects.get().note == "baru"


def test_the_vocabulary_knows_at_once():
    assert get_vocabulary().protected == ()
    row = ProtectedWord.objects.create(word="mengaji")
    assert get_vocabulary().protected == ("mengaji",)
    row.delete()
    assert get_vocabulary().protected == ()


def test_the_list_shows_words_with_their_notes(editor_client):
    ProtectedWord.objects.create(word="mengaji", note="bukan kajian")
    page = editor_client.get(url("list")).content.decode()
    assert "mengaji" in page
    assert "bukan kajian" in page


def test_a_word_is_deleted(editor_client):
    row = ProtectedWord.objects.create(word="mengaji")
    editor_client.post(url("delete", row.pk))
    assert not ProtectedWord.objects.exists()


def test_the_address_of_a_new_synonym_may_bring_words(editor_client):
    address = reverse(Synonym.snippet_viewset.get_url_name("add"))
    page = editor_client.get(address, {"same_meaning": "ide <p5>"}).content.decode()
    assert "ide &lt;p5&gt;</textarea>" in page
