import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.merging import merge_term, resources_merged_with
from cms.models import (
    VOCABULARIES,
    Centre,
    Level,
    Licence,
    Platform,
    Province,
    SchoolLevel,
    Subject,
    Synonym,
    Tag,
)
from cms.signal_handlers import resources_of
from cms.signals import resources_changed
from modules.models import ModulePage
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db

ALL = [*VOCABULARIES, Centre]
KEPT = [*ALL, Tag]


def url(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def make(model, slug, **fields):
    if model is Tag:
        return Tag.objects.create(name=slug, **fields)
    if model is Centre:
        fields.setdefault("province", term(Province, "ID-YO"))
    return term(model, slug, **fields)


def say(response):
    return response.content.decode()


@pytest.fixture
def changed():
    """The ids of every `resources_changed` that is sent."""
    heard = []

    def receiver(ids=(), **kwargs):
        heard.append(sorted(ids))

    resources_changed.connect(receiver)
    yield heard
    resources_changed.disconnect(receiver)


# Lists


@pytest.mark.parametrize("model", [*KEPT, Synonym], ids=lambda model: model.__name__)
def test_every_vocabulary_has_a_list(editor_client, model):
    assert editor_client.get(url(model, "list")).status_code == 200


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_a_term_has_an_edit_page(editor_client, model):
    assert editor_client.get(url(model, "edit", make(model, "satu").pk)).status_code == 200


def test_the_list_counts_uses_in_a_fixed_number_of_queries(editor_client, site_tree, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sd = term(SchoolLevel, "sd")
    factories.make_module(site_tree.modules, school_levels=[sd])
    editor_client.get(url(SchoolLevel, "list"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        editor_client.get(url(SchoolLevel, "list"))
    for number in range(8):
        other = term(SchoolLevel, f"jenjang-{number}", status="retired", successor=sd)
        factories.make_module(site_tree.modules, title=f"Modul {number}", school_levels=[sd, other])
    with CaptureQueriesContext(connection) as many:
        response = editor_client.get(url(SchoolLevel, "list"))
    assert len(many) == len(few)
    assert {row.slug: row.used for row in response.context["object_list"]}["sd"] == 9


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_unused_terms_count_zero(model):
    make(model, "satu")
    assert model.objects.with_usage().get(slug="satu").used == 0


def test_a_licence_counts_its_materials(site_tree):
    factories.make_module(site_tree.modules, licence=term(Licence, "cc-by"))
    assert Licence.objects.with_usage().get(slug="cc-by").used == 1


@pytest.mark.parametrize("typed", ["PMM", "Merdeka Mengajar", "platform-merdeka"])
def test_the_list_is_searched_by_name_alias_and_slug(editor_client, typed):
    term(Platform, "platform-merdeka-mengajar", name="Platform Merdeka Mengajar", aliases="PMM")
    term(Platform, "canva", name="Canva")
    found = editor_client.get(url(Platform, "list"), {"q": typed}).context["object_list"]
    assert [row.slug for row in found] == ["platform-merdeka-mengajar"]


def test_the_list_is_filtered_by_status(editor_client):
    term(Platform, "lama", status="retired")
    term(Platform, "baru")
    found = editor_client.get(url(Platform, "list"), {"status": "retired"}).context["object_list"]
    assert [row.slug for row in found] == ["lama"]


def test_platforms_are_filtered_by_kind(editor_client):
    term(Platform, "sibi", kind="pemerintah")
    term(Platform, "canva", kind="desain")
    found = editor_client.get(url(Platform, "list"), {"kind": "desain"}).context["object_list"]
    assert [row.slug for row in found] == ["canva"]


def test_subjects_are_filtered_by_group_and_school_level(editor_client):
    sd = term(SchoolLevel, "sd")
    term(Subject, "ipas", group="umum").school_levels.set([sd])
    term(Subject, "bahasa-bali", group="muatan-lokal").school_levels.set([sd])
    term(Subject, "fisika", group="umum")
    found = editor_client.get(url(Subject, "list"), {"group": "umum", "school_levels": sd.pk}).context["object_list"]
    assert [row.slug for row in found] == ["ipas"]


def test_the_list_is_ordered_by_use_when_asked(editor_client, site_tree):
    factories.make_module(site_tree.modules, levels=[term(Level, "lanjut", order=3)])
    term(Level, "dasar", order=1)
    found = editor_client.get(url(Level, "list"), {"ordering": "-used"}).context["object_list"]
    assert [row.slug for row in found] == ["lanjut", "dasar"]


def test_the_usage_page_lists_the_materials(editor_client, module):
    dasar = Level.objects.get(slug="dasar")
    response = editor_client.get(url(Level, "usage", dasar.pk))
    assert module.title in say(response)


# Who may


def test_an_editor_without_the_permission_sees_no_vocabulary(client):
    client.force_login(factories.make_user(groups=("Editor",)))
    assert client.get(url(Level, "list")).status_code in (302, 403)


def test_a_permission_opens_its_vocabulary_only(client):
    group = Group.objects.create(name="Kosakata")
    access = Permission.objects.get(codename="access_admin")
    group.permissions.set([access, Permission.objects.get(codename="change_level", content_type__app_label="cms")])
    client.force_login(factories.make_user(groups=("Kosakata",)))
    assert client.get(url(Level, "list")).status_code == 200
    assert client.get(url(Platform, "list")).status_code in (302, 403)


def test_the_menu_shows_the_vocabularies(editor_client):
    from wagtail.admin.menu import admin_menu

    request = editor_client.get(reverse("wagtailadmin_home")).wsgi_request
    assert "vocabularies" in [item.name for item in admin_menu.menu_items_for_request(request)]


# Terms are never deleted


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_there_is_no_address_that_deletes_a_term(editor_client, model):
    kept = make(model, "satu")
    address = url(model, "edit", kept.pk).replace("/edit/", "/delete/")
    assert editor_client.post(address).status_code == 404
    assert model.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_delete_is_offered(editor_client, model):
    kept = make(model, "satu")
    for address in (url(model, "list"), url(model, "edit", kept.pk)):
        page = say(editor_client.get(address))
        assert "/delete/" not in page
        assert "bulk-action" not in page


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_the_bulk_action_deletes_no_term(editor_client, model):
    kept = make(model, "satu")
    address = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    editor_client.post(f"{address}?id={kept.pk}")
    assert model.objects.filter(pk=kept.pk).exists()


def test_a_synonym_may_be_deleted(editor_client):
    synonym = Synonym.objects.create(same_meaning="daring\nonline")
    editor_client.post(url(Synonym, "delete", synonym.pk))
    assert not Synonym.objects.exists()


# Editing


def test_a_new_term_gets_the_slug_that_was_typed(editor_client):
    editor_client.post(url(Platform, "add"), {"slug": "baru", "name": "Baru", "status": "active", "order": 1})
    assert Platform.objects.get().slug == "baru"


def test_the_slug_cannot_be_changed_later(editor_client):
    platform = term(Platform, "canva")
    data = {"slug": "lain", "name": "Canva Pro", "status": "active", "order": 1}
    editor_client.post(url(Platform, "edit", platform.pk), data)
    platform.refresh_from_db()
    assert (platform.slug, platform.name) == ("canva", "Canva Pro")


def test_retiring_a_term_takes_it_from_what_editors_are_offered(editor_client):
    platform = term(Platform, "canva", name="Canva")
    data = {"name": "Canva", "status": "retired", "order": 1}
    editor_client.post(url(Platform, "edit", platform.pk), data)
    chooser = reverse("wagtailsnippetchoosers_cms_platform:choose")
    assert not Platform.objects.offered().exists()
    assert "Canva" not in editor_client.get(chooser).json()["html"]


def test_a_merged_term_says_where_it_went(editor_client):
    old = term(Platform, "lama", status="retired", successor=term(Platform, "ruang-gtk", name="Ruang GTK"))
    assert "Ruang GTK" in say(editor_client.get(url(Platform, "edit", old.pk)))
    assert "Ruang GTK" in say(editor_client.get(url(Platform, "list"), {"status": "retired"}))


# Merging


@pytest.fixture
def old_and_new(site_tree):
    old, new = term(Platform, "rumah-belajar"), term(Platform, "ruang-murid")
    module = factories.make_module(site_tree.modules, platforms=[old])
    return old, new, module


def test_merging_asks_first_and_says_how_many_materials_are_concerned(editor_client, old_and_new):
    old, new, _module = old_and_new
    response = editor_client.post(url(Platform, "merge", old.pk), {"successor": new.pk})
    old.refresh_from_db()
    assert "1" in response.context["concerned"]
    assert 'name="confirmed"' in say(response)
    assert old.successor is None


def test_a_confirmed_merge_is_done(editor_client, old_and_new):
    old, new, _module = old_and_new
    editor_client.post(url(Platform, "merge", old.pk), {"successor": new.pk, "confirmed": "on"})
    old.refresh_from_db()
    assert (old.successor, old.status) == (new, "retired")


def test_merging_back_is_refused_with_a_message(editor_client, old_and_new):
    old, new, _module = old_and_new
    merge_term(old, new)
    response = editor_client.post(url(Platform, "merge", new.pk), {"successor": old.pk, "confirmed": "on"})
    new.refresh_from_db()
    assert new.successor is None
    assert response.context["form"].errors["successor"]


def test_a_detour_is_refused(old_and_new):
    old, new, _module = old_and_new
    third = term(Platform, "ketiga")
    merge_term(old, new)
    merge_term(new, third)
    with pytest.raises(ValidationError):
        merge_term(third, old)


def test_a_retired_term_is_no_successor(old_and_new):
    old, _new, _module = old_and_new
    with pytest.raises(ValidationError):
        merge_term(old, term(Platform, "mati", status="retired"))


def test_a_merge_can_be_undone(editor_client, old_and_new):
    old, new, _module = old_and_new
    merge_term(old, new)
    editor_client.post(url(Platform, "merge", old.pk), {"successor": "", "confirmed": "on"})
    old.refresh_from_db()
    assert (old.successor, old.status) == (None, "retired")


def test_merging_needs_the_permission(client, old_and_new):
    old, new, _module = old_and_new
    client.force_login(factories.make_user(groups=("Editor",)))
    client.post(url(Platform, "merge", old.pk), {"successor": new.pk, "confirmed": "on"})
    old.refresh_from_db()
    assert old.successor is None


def test_the_count_includes_terms_merged_before(old_and_new):
    old, new, _module = old_and_new
    merge_term(old, new)
    assert resources_merged_with(new) == 1


def test_a_merge_reports_the_materials_of_both(old_and_new, site_tree, changed):
    old, new, module = old_and_new
    other = factories.make_module(site_tree.modules, title="Lain", platforms=[new])
    factories.make_module(site_tree.modules, title="Tak terkait", platforms=[term(Platform, "canva")])
    changed.clear()
    merge_term(old, new)
    assert changed == [sorted([module.pk, other.pk])]


def test_a_renamed_last_successor_reaches_the_materials_of_the_first(old_and_new):
    old, new, module = old_and_new
    third = term(Platform, "ketiga")
    merge_term(old, new)
    merge_term(new, third)
    assert list(resources_of(third)) == [module.pk]


# Drafts remember old terms


def test_a_draft_with_a_merged_term_loads_with_its_successor(old_and_new):
    old, new, module = old_and_new
    third = term(Platform, "ketiga")
    module.save_revision()
    merge_term(old, new)
    merge_term(new, third)
    loaded = ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object()
    assert list(loaded.platforms.all()) == [third]


def test_publishing_such_a_draft_stores_the_successor_once(old_and_new):
    old, new, module = old_and_new
    module.platforms.set([old, new])
    module.save_revision()
    merge_term(old, new)
    ModulePage.objects.get(pk=module.pk).get_latest_revision().publish()
    assert list(ModulePage.objects.get(pk=module.pk).platforms.all()) == [new]


def test_a_merged_licence_is_mapped_too(module):
    old, new = term(Licence, "cc-by"), term(Licence, "cc-by-5")
    module.save_revision()
    merge_term(old, new)
    module = ModulePage.objects.get(pk=module.pk)
    module.get_latest_revision().publish()
    assert ModulePage.objects.get(pk=module.pk).licence == new


def test_loading_a_draft_maps_terms_in_a_fixed_number_of_queries(module, django_assert_max_num_queries):
    from cms.succession import map_successors

    platforms = [term(Platform, f"p{number}") for number in range(20)]
    content = {"platforms": [platform.pk for platform in platforms]}
    with django_assert_max_num_queries(1):
        assert map_successors(ModulePage, content) == content
