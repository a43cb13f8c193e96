"""Taking over what changed in the source, on real pages: as drafts, lessons included, and safely."""

import pytest
from django.utils import timezone

from cms.adaptation.contents import draft_contents, live_content
from cms.adaptation.models import Adaptation
from cms.adaptation.signal_handlers import refresh
from cms.adaptation.taking_over import TakeOver, TakeOverRefused, take_over, visible_source
from cms.models import Level, Licence, Province
from tests import factories
from tests.cms.adaptation.conftest import again, drafted, published, raw
from tests.factories import term

pytestmark = pytest.mark.django_db


def row_of(page):
    return Adaptation.objects.get(page=page.pk)


def plan_for(page, user, **choices):
    row = row_of(page)
    return TakeOver(row, again(page), visible_source(row), user, choices)


def done(page, user, **choices):
    choices = {key.replace("__", "/"): value for key, value in choices.items()}
    return take_over(row_of(page), user, choices, plan_for(page, user).token)


def draft(page):
    return again(page).get_latest_revision_as_object()


def lessons(page):
    return [lesson.specific for lesson in again(page).get_children()]


def test_what_is_untouched_here_becomes_the_source(source, adapted, contributor):
    blocks = raw(source)
    last = blocks[1]["value"]["steps"][-1]
    blocks[1]["value"]["steps"].append({**last, "value": {**last["value"], "title": "Bagikan"}, "id": "baru"})
    blocks.insert(0, blocks.pop())
    theirs = published(source, body=blocks, title="Poster kelas, edisi dua", levels=[term(Level, "mahir")])
    done(adapted, contributor)
    ours = draft_contents([again(adapted)])[adapted.pk]
    assert ours == live_content(again(theirs))
    assert not again(adapted).live
    assert row_of(adapted).merged_at is not None
    assert plan_for(adapted, contributor).is_empty


def test_local_edits_stay(source, adapted, contributor):
    blocks = raw(adapted)
    blocks[0]["value"] = "<p>Pembuka kami.</p>"
    blocks.append({"type": "text", "value": "<p>Dari Bali.</p>", "id": "kami"})
    drafted(adapted, body=blocks, summary="Ringkasan kami.")
    changed = raw(source)
    changed[2]["value"]["question"] = "Apa ini?"
    published(source, body=changed, title="Judul baru")
    plan = done(adapted, contributor)
    assert plan.conflicts == []
    now = draft(adapted)
    assert (now.title, now.summary) == ("Judul baru", "Ringkasan kami.")
    values = [block.value for block in now.body]
    assert str(values[0]) == "<p>Pembuka kami.</p>"
    assert values[2]["question"] == "Apa ini?"
    assert str(values[3]) == "<p>Dari Bali.</p>"


@pytest.mark.parametrize("choice, expected", [("ours", ["kami"]), ("theirs", ["sumber"]), ("both", ["kami", "sumber"])])
def test_a_conflict_is_settled_as_chosen(source, adapted, contributor, choice, expected):
    blocks, changed = raw(adapted), raw(source)
    blocks[0]["value"], changed[0]["value"] = "<p>kami</p>", "<p>sumber</p>"
    drafted(adapted, body=blocks)
    published(source, body=changed)
    (conflict,) = plan_for(adapted, contributor).conflicts
    take_over(row_of(adapted), contributor, {conflict.key: choice}, plan_for(adapted, contributor).token)
    texts = [str(block.value) for block in draft(adapted).body if block.block_type == "text"]
    assert texts == [f"<p>{text}</p>" for text in expected]
    # Settled once is settled.
    assert plan_for(adapted, contributor).conflicts == []
    assert plan_for(adapted, contributor).is_empty


def test_what_is_always_ours_is_never_taken(source, adapted, contributor):
    before = draft(adapted)
    province = term(Province, "ID-BA")
    theirs = source.get_latest_revision_as_object()
    theirs.slug, theirs.seo_title = "alamat-lain", "Untuk mesin pencari"
    theirs.expire_at = timezone.now() + timezone.timedelta(days=9)
    theirs.provinces.set([province])
    theirs.title = "Judul lain"
    theirs.save_revision(clean=False).publish()
    done(adapted, contributor)
    now = draft(adapted)
    assert now.title == "Judul lain"
    assert (now.slug, now.seo_title, now.expire_at, now.uuid, now.owner) == (
        before.slug,
        before.seo_title,
        None,
        before.uuid,
        contributor,
    )
    assert not now.provinces.all()


def test_tags_are_merged_as_a_set(source, adapted, contributor):
    mine = draft(adapted)
    mine.tags.add("bali")
    mine.save_revision(clean=False)
    theirs = source.get_latest_revision_as_object()
    theirs.tags.remove("poster")
    theirs.tags.add("kuis")
    theirs.save_revision(clean=False).publish()
    done(adapted, contributor)
    assert sorted(tag.name for tag in draft(adapted).tags.all()) == ["bali", "kuis"]
    again(adapted).get_latest_revision().publish()
    assert sorted(tag.name for tag in again(adapted).tags.all()) == ["bali", "kuis"]


def test_lessons_are_merged_by_their_origin(source, adapted, contributor):
    first, second = lessons(source)
    mine, _other = lessons(adapted)
    blocks = raw(mine)
    blocks.append({"type": "text", "value": "<p>Tambahan.</p>", "id": "kami"})
    drafted(mine, body=blocks, title="Pelajaran kami")
    changed = raw(first)
    changed[0]["value"] = "<p>Satu, diperbaiki.</p>"
    published(first, body=changed)
    done(adapted, contributor)
    now = lessons(adapted)[0].get_latest_revision_as_object()
    assert now.title == "Pelajaran kami"
    assert [str(block.value) for block in now.body] == ["<p>Satu, diperbaiki.</p>", "<p>Tambahan.</p>"]
    assert second.title == lessons(adapted)[1].title


def test_a_new_lesson_comes_as_a_draft_at_its_place(source, adapted, contributor):
    factories.make_lesson(again(source), "Sela", body=[("text", "<p>Sela.</p>")])
    new = again(source).get_children().get(title="Sela").specific
    new.move(lessons(source)[0], pos="right")
    plan = done(adapted, contributor)
    assert [part.title for part in plan.new_parts] == ["Sela"]
    found = lessons(adapted)
    assert [lesson.title for lesson in found] == ["Pelajaran satu", "Sela", "Pelajaran dua"]
    assert not found[1].live
    assert plan_for(adapted, contributor).is_empty


def test_a_new_lesson_may_be_left_and_is_not_offered_again(source, adapted, contributor):
    factories.make_lesson(again(source), "Sela")
    (conflict,) = plan_for(adapted, contributor).conflicts
    token = plan_for(adapted, contributor).token
    take_over(row_of(adapted), contributor, {conflict.key: "ours"}, token)
    assert len(lessons(adapted)) == 2
    assert plan_for(adapted, contributor).is_empty
    assert not refresh(row_of(adapted))


@pytest.mark.parametrize("choice, left", [("ours", 2), ("theirs", 1)])
def test_a_lesson_that_the_source_dropped_stays_unless_chosen(source, adapted, contributor, choice, left):
    lessons(source)[1].delete()
    (conflict,) = plan_for(adapted, contributor).conflicts
    take_over(row_of(adapted), contributor, {conflict.key: choice}, plan_for(adapted, contributor).token)
    assert len(lessons(adapted)) == left
    assert plan_for(adapted, contributor).is_empty


def test_a_live_lesson_is_never_deleted_by_the_way(source, adapted, contributor):
    published(adapted)
    published(lessons(adapted)[1])
    lessons(source)[1].delete()
    assert plan_for(adapted, contributor).conflicts == []
    done(adapted, contributor)
    assert len(lessons(adapted)) == 2


def test_a_lesson_that_we_deleted_comes_back_only_if_asked_for(source, adapted, contributor):
    lessons(adapted)[1].delete()
    assert plan_for(adapted, contributor).conflicts == []
    published(lessons(source)[1], title="Pelajaran dua, baru")
    (conflict,) = plan_for(adapted, contributor).conflicts
    done(adapted, contributor)
    assert len(lessons(adapted)) == 1
    published(lessons(source)[1], title="Pelajaran dua, lagi")
    take_over(row_of(adapted), contributor, {conflict.key: "theirs"}, plan_for(adapted, contributor).token)
    assert [lesson.title for lesson in lessons(adapted)] == ["Pelajaran satu", "Pelajaran dua, lagi"]


@pytest.mark.parametrize("who", ["ours", "source"])
def test_a_change_meanwhile_stops_it(source, adapted, contributor, who):
    published(source, title="Judul baru")
    token = plan_for(adapted, contributor).token
    drafted(adapted, summary="Lain") if who == "ours" else published(again(source), title="Judul lain lagi")
    with pytest.raises(TakeOverRefused) as refused:
        take_over(row_of(adapted), contributor, {}, token)
    assert refused.value.stale
    assert draft(adapted).title == "Poster kelas"
    assert row_of(adapted).merged_at is None


def test_a_locked_page_waits(source, adapted, contributor):
    published(source, title="Judul baru")
    page = again(adapted)
    page.locked, page.locked_by, page.locked_at = True, factories.make_user("kurator"), timezone.now()
    page.save(update_fields=["locked", "locked_by", "locked_at"])
    with pytest.raises(TakeOverRefused):
        done(adapted, contributor)


def test_a_source_under_a_licence_that_forbids_it_now_gives_nothing(source, adapted, contributor):
    published(source, title="Judul baru", licence=term(Licence, "cc-by-nd", redistributable=True, adaptable=False))
    with pytest.raises(TakeOverRefused):
        done(adapted, contributor)


def test_a_merged_term_is_no_change(source, adapted, contributor):
    old = source.levels.get()
    old.successor, old.status = term(Level, "pemula"), Level.Status.RETIRED
    old.save()
    assert not refresh(row_of(adapted))
    drafted(adapted, summary="Kami")
    assert plan_for(adapted, contributor).is_empty
