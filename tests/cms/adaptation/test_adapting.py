"""Adapting: a draft copy with its lessons, refused where the licence or the rights do not allow it."""

import pytest

from cms.adaptation.adapting import AdaptationRefused, adapt
from cms.adaptation.contents import live_content
from cms.adaptation.models import Adaptation
from cms.models import Licence
from cms.publishing import PublishRefused
from cms.workspaces.models import Role
from modules.models import LessonPage, ModulePage
from tests import factories
from tests.cms.adaptation.conftest import again, drafted, published
from tests.factories import term
from tests.factories.pages import make_resource
from tests.factories.workspaces import make_member, make_workspace
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db


def test_a_draft_copy_with_its_lessons(source, adapted, workspace, contributor):
    assert isinstance(adapted, ModulePage)
    assert not adapted.live
    assert adapted.owner == contributor
    assert adapted.centre == workspace.centre
    assert adapted.uuid != source.uuid
    assert adapted.get_parent().specific.centre == workspace.centre
    assert [tag.name for tag in adapted.tags.all()] == ["poster"]
    lessons = [lesson.specific for lesson in adapted.get_children()]
    assert [lesson.title for lesson in lessons] == ["Pelajaran satu", "Pelajaran dua"]
    assert not any(lesson.live for lesson in lessons)
    assert {lesson.owner for lesson in lessons} == {contributor}
    assert LessonPage.objects.count() == len(set(LessonPage.objects.values_list("uuid", flat=True))) == 4


def test_block_ids_and_content_are_those_of_the_source(source, adapted):
    theirs, ours = live_content(source), live_content(adapted)
    assert ours == theirs
    assert live_content(adapted.get_latest_revision_as_object())["body"] == theirs["body"]


def test_blocks_without_ids_get_the_same_ones_in_copy_and_base(source, workspace, contributor):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE modules_modulepage SET body = %s WHERE learningresource_ptr_id = %s",
            ['[{"type": "text", "value": "<p>Lama.</p>"}]', source.pk],
        )
    page = adapt(again(source), workspace, contributor)
    base = Adaptation.objects.get(page=page.pk).base
    assert base["body"][0]["id"]
    assert live_content(again(page))["body"] == base["body"] == live_content(again(source))["body"]


def test_the_provenance_is_taken_down(source, adapted, contributor, licence):
    row = Adaptation.objects.get(page=adapted.pk)
    assert (row.source_id, row.source_uuid, row.source_title) == (source.pk, source.uuid, "Poster kelas")
    assert row.source_authors == [{"name": "Ibu Sari", "affiliation": "SMPN 1"}]
    assert row.source_licence == licence
    assert row.adapted_by == contributor
    assert source.full_url == row.source_url
    assert [part["title"] for part in row.parts] == ["Pelajaran satu", "Pelajaran dua"]


def test_the_provenance_outlives_the_source(source, adapted):
    source.delete()
    row = Adaptation.objects.get(page=adapted.pk)
    assert row.source is None
    assert row.source_title == "Poster kelas"


def test_draft_lessons_and_drafts_of_the_source_are_not_copied(source, workspace, contributor):
    factories.make_lesson(source, "Rahasia", live=False)
    drafted(source, title="Belum terbit")
    page = again(adapt(again(source), workspace, contributor))
    assert page.title == "Poster kelas"
    assert page.get_children().count() == 2


@pytest.mark.parametrize("adaptable", [False, None])
def test_a_licence_that_forbids_it_refuses_with_the_reason(source, workspace, contributor, adaptable):
    source.licence = term(Licence, "cc-by-nd", adaptable=False) if adaptable is False else None
    source.save(clean=False)
    with pytest.raises(AdaptationRefused) as refused:
        adapt(source, workspace, contributor)
    assert source.title in refused.value.reason
    assert not Adaptation.objects.exists()


def test_once_for_each_centre(source, adapted, workspace, contributor):
    with pytest.raises(AdaptationRefused) as refused:
        adapt(source, workspace, contributor)
    assert refused.value.existing.pk == adapted.pk


def test_a_hidden_material_is_refused(source, workspace, contributor):
    source.unpublish()
    with pytest.raises(AdaptationRefused):
        adapt(again(source), workspace, contributor)


def test_strangers_are_refused(source, workspace, site_tree):
    other = make_member(make_workspace(site_tree, "balai-bali"), Role.ADMIN)
    with pytest.raises(AdaptationRefused):
        adapt(source, workspace, other)
    with pytest.raises(AdaptationRefused):
        adapt(source, workspace, factories.make_user("tamu"))


def test_another_centres_adaptation_is_adapted_from_there(adapted, site_tree):
    live = published(adapted)
    there = make_workspace(site_tree, "balai-bali")
    page = adapt(live, there, make_member(there, Role.CURATOR))
    row = Adaptation.objects.get(page=page.pk)
    assert row.source_id == adapted.pk
    assert row.source_centre == adapted.centre


def test_our_own_material_is_not_adapted(adapted, workspace, contributor):
    with pytest.raises(AdaptationRefused):
        adapt(published(adapted), workspace, contributor)


def test_a_foreign_kind_is_adapted_too(site_tree, workspace, contributor, licence):
    episode = make_resource(site_tree.modules, EpisodePage, title="Siniar", notes="<p>Halo</p>", licence=licence)
    page = again(adapt(episode, workspace, contributor))
    assert isinstance(page, EpisodePage)
    assert page.notes == "<p>Halo</p>"


def test_share_alike_is_kept_when_it_is_published(adapted):
    with pytest.raises(PublishRefused) as refused:
        published(adapted, licence=term(Licence, "cc-by", adaptable=True, redistributable=True))
    assert "licence" in refused.value.message_dict
    assert published(again(adapted), licence=adapted.licence).live


def test_a_taken_address_gets_a_number(source, workspace, contributor):
    factories.make_module(workspace.centre.page, "Poster kelas", slug="poster-kelas")
    assert adapt(source, workspace, contributor).slug == "poster-kelas-2"
