"""A copy of an adapted material keeps its provenance, its lessons' too, and the terms of its source."""

import json

import pytest
from django.urls import reverse

from cms.adaptation.models import Adaptation
from cms.models import LearningResource, Licence
from tests import factories
from tests.cms.adaptation.conftest import again, published
from tests.cms.adaptation.test_taking_over import done, draft, lessons, row_of
from tests.factories import term

pytestmark = pytest.mark.django_db


def copied(client, user, page, **fields):
    client.force_login(user)
    data = {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": page.get_parent().pk, **fields}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    return LearningResource.objects.get(slug="salinan").specific


def test_a_copy_has_the_same_source_and_licence(client, source, adapted, contributor, licence):
    copy = copied(client, contributor, adapted, copy_subpages="on")
    row = row_of(copy)
    assert row.source_id == source.pk
    assert [part["page"] for part in row.parts] == [lesson.pk for lesson in lessons(copy)]
    assert [part["page"] for part in row_of(adapted).parts] == [lesson.pk for lesson in lessons(adapted)]
    other = draft(copy)
    other.licence = term(Licence, "cc0", adaptable=True, redistributable=True)
    assert "licence" in other.publish_problems()


def test_a_copy_is_merged_by_itself(client, source, adapted, contributor):
    copy = copied(client, contributor, adapted, copy_subpages="on")
    published(lessons(source)[0], title="Pelajaran satu, baru")
    done(copy, contributor)
    assert draft_titles(copy) == ["Pelajaran satu, baru", "Pelajaran dua"]
    assert draft_titles(adapted) == ["Pelajaran satu", "Pelajaran dua"]


def draft_titles(page):
    return [lesson.get_latest_revision_as_object().title for lesson in lessons(page)]


def test_a_copy_without_its_lessons_has_none(client, adapted, contributor):
    row = row_of(copied(client, contributor, adapted))
    assert [part["page"] for part in row.parts] == [None, None]


def test_the_copy_of_the_internal_api_counts(client, adapted):
    client.force_login(factories.make_user("nasional", superuser=True))
    address = reverse("wagtailadmin_api:pages:action", args=[adapted.pk, "copy"])
    answer = client.post(address, json.dumps({"recursive": True, "slug": "salinan"}), content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert Adaptation.objects.filter(page__slug="salinan").exists()


def test_non_commercial_terms_are_kept(adapted):
    asked = term(Licence, "cc-by-nc", adaptable=True, redistributable=True, attribution=True, non_commercial=True)
    Adaptation.objects.filter(page=adapted.pk).update(source_licence=asked)
    page = draft(adapted)
    page.licence = term(Licence, "cc0", adaptable=True, redistributable=True)
    assert "licence" in page.publish_problems()
    page = draft(again(adapted))
    page.licence = term(Licence, "cc-by-nc-sa", adaptable=True, redistributable=True, non_commercial=True)
    assert "licence" not in page.publish_problems()
