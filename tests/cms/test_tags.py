import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.admin.tags import suggested_tags
from cms.merging import merge_tag
from cms.models import ResourceTag, Tag, tag_key
from cms.signals import resources_changed
from media.models import LibraryImage
from modules.models import ModulePage
from tests import factories

SPELLINGS = ["Kelas Kreatif", "kelas kreatif", "kelas-kreatif", "KELAS  KREATIF", "kélas kreatif", "kelaskreatif"]


def url(name, *args):
    return reverse(Tag.snippet_viewset.get_url_name(name), args=args)


def names(page):
    return sorted(tag.name for tag in page.tags.all())


# One tag, many spellings


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_have_one_key(spelling):
    assert tag_key(spelling) == "kelaskreatif"


def test_different_words_have_different_keys():
    assert tag_key("kelas kreatif") != tag_key("kelas aktif")


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_page_gets_the_tag_that_exists(site_tree, spelling):
    Tag.objects.create(name="Kelas Kreatif")
    module = factories.make_module(site_tree.modules, tags=[spelling])
    assert names(ModulePage.objects.get(pk=module.pk)) == ["Kelas Kreatif"]


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_picture_gets_the_tag_that_exists(spelling):
    Tag.objects.create(name="Kelas Kreatif")
    image = factories.make_image()
    image.tags.add(spelling)
    assert names(LibraryImage.objects.get(pk=image.pk)) == ["Kelas Kreatif"]


@pytest.mark.django_db
def test_two_spellings_at_once_make_one_tag(site_tree):
    module = factories.make_module(site_tree.modules, tags=["Kelas Kreatif", "kelas-kreatif"])
    assert names(ModulePage.objects.get(pk=module.pk)) == ["Kelas Kreatif"]


@pytest.mark.django_db
def test_a_draft_keeps_the_tag_that_exists(module):
    Tag.objects.create(name="Kelas Kreatif")
    module.tags.set(["kelas kreatif"])
    module.save_revision()
    loaded = ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object()
    assert names(loaded) == ["Kelas Kreatif"]
    assert Tag.objects.count() == 1


# Renaming and merging


@pytest.mark.django_db
def test_a_rename_keeps_the_slug(editor_client):
    tag = Tag.objects.create(name="daring")
    editor_client.post(url("edit", tag.pk), {"name": "Belajar daring"})
    tag.refresh_from_db()
    assert (tag.name, tag.slug, tag.key) == ("Belajar daring", "daring", "belajardaring")


@pytest.mark.django_db
def test_a_rename_to_a_tag_that_exists_is_refused_with_a_message(editor_client):
    Tag.objects.create(name="Kelas Kreatif")
    tag = Tag.objects.create(name="kreasi")
    response = editor_client.post(url("edit", tag.pk), {"name": "kelas-kreatif"})
    assert response.context["form"].errors["name"]


@pytest.mark.django_db
def test_the_list_counts_materials_and_files(editor_client, site_tree):
    factories.make_module(site_tree.modules, tags=["daring"])
    factories.make_image().tags.add("daring")
    factories.make_document().tags.add("daring")
    row = editor_client.get(url("list")).context["object_list"][0]
    assert (row.used, row.used_by_files) == (1, 2)


@pytest.fixture
def merged(site_tree):
    """(old, new, resource with the old one, resource with both, image with both, document with the old one)"""
    only = factories.make_module(site_tree.modules, title="Satu", tags=["lama"])
    both = factories.make_module(site_tree.modules, title="Dua", tags=["lama", "baru"])
    image, document = factories.make_image(), factories.make_document()
    image.tags.add("lama", "baru")
    document.tags.add("lama")
    return Tag.objects.get(name="lama"), Tag.objects.get(name="baru"), only, both, image, document


def test_a_merge_moves_every_use_once(merged):
    old, new, only, both, image, document = merged
    merge_tag(old, new)
    for item in (only, both, image, document):
        assert names(type(item).objects.get(pk=item.pk)) == ["baru"]
    assert not old.resource_items.exists()
    assert not old.library_items.exists()


def test_a_merge_reports_the_materials(merged):
    old, new, only, both, *_ = merged
    heard = set()

    def receiver(ids=(), **kwargs):
        heard.update(ids)

    resources_changed.connect(receiver)
    try:
        merge_tag(old, new)
    finally:
        resources_changed.disconnect(receiver)
    assert heard == {only.pk, both.pk}


def test_the_old_spelling_leads_to_the_successor(merged, site_tree):
    old, new, *_ = merged
    merge_tag(old, new)
    module = factories.make_module(site_tree.modules, title="Tiga", tags=["LAMA"])
    assert names(ModulePage.objects.get(pk=module.pk)) == ["baru"]


def test_a_chain_of_merges_is_one_step(merged):
    old, new, *_ = merged
    third = Tag.objects.create(name="terbaru")
    merge_tag(old, new)
    merge_tag(new, third)
    old.refresh_from_db()
    assert old.successor == third


def test_a_tag_is_not_merged_into_itself_or_back(merged):
    old, new, *_ = merged
    with pytest.raises(ValidationError):
        merge_tag(new, new)
    merge_tag(old, new)
    with pytest.raises(ValidationError):
        merge_tag(new, old)


def test_a_draft_with_merged_tags_loads_and_publishes(merged):
    old, new, only, both, *_ = merged
    only.save_revision()
    both.save_revision()
    merge_tag(old, new)
    for page in (only, both):
        page = ModulePage.objects.get(pk=page.pk)
        assert names(page.get_latest_revision_as_object()) == ["baru"]
        page.get_latest_revision().publish()
        assert names(ModulePage.objects.get(pk=page.pk)) == ["baru"]
        assert ResourceTag.objects.filter(content_object=page).count() == 1


def test_merging_in_the_admin_asks_first(editor_client, merged):
    old, new, *_ = merged
    response = editor_client.post(url("merge", old.pk), {"successor": new.pk})
    assert "2" in response.context["concerned"]
    editor_client.post(url("merge", old.pk), {"successor": new.pk, "confirmed": "on"})
    old.refresh_from_db()
    assert old.successor == new


# Suggestions


@pytest.fixture
def centre_editor(site_tree, centre_page):
    """An editor of one centre's tree with a collection of its own."""
    group = Group.objects.create(name="Kontributor DIY")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=centre_page, permission=permission)
    collection = Collection.get_first_root_node().add_child(name="DIY")
    permission = Permission.objects.get(codename="change_image", content_type__app_label="wagtailimages")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = factories.make_user("diy", groups=("Kontributor DIY",))
    user.own_collection = collection
    return user


def suggested(user, typed="da"):
    return [tag.name for tag in suggested_tags(user, typed)]


def test_tags_of_public_materials_are_suggested(centre_editor, site_tree):
    factories.make_module(site_tree.modules, tags=["daring"])
    assert suggested(centre_editor) == ["daring"]


def test_tags_of_others_drafts_are_not_suggested(centre_editor, site_tree):
    factories.make_module(site_tree.modules, tags=["darurat"], live=False)
    assert suggested(centre_editor) == []


def test_tags_of_ones_own_drafts_are_suggested(centre_editor, centre_page):
    factories.make_module(centre_page, tags=["data"], live=False)
    assert suggested(centre_editor) == ["data"]


def test_tags_of_ones_own_pictures_are_suggested(centre_editor):
    factories.make_image(collection=centre_editor.own_collection).tags.add("danau")
    factories.make_image().tags.add("dapur")
    assert suggested(centre_editor) == ["danau"]


def test_unused_and_merged_tags_are_not_suggested(centre_editor, site_tree):
    Tag.objects.create(name="dahulu")
    factories.make_module(site_tree.modules, tags=["daring", "dalam jaringan"])
    merge_tag(Tag.objects.get(name="dalam jaringan"), Tag.objects.get(name="daring"))
    assert suggested(centre_editor) == ["daring"]


def test_suggestions_ignore_capitals_and_accents(centre_editor, site_tree):
    factories.make_module(site_tree.modules, tags=["Évaluasi belajar"])
    assert suggested(centre_editor, "evaluasi-b") == ["Évaluasi belajar"]


@pytest.mark.parametrize("address", ["/admin/tag-autocomplete/", "/admin/tag-autocomplete/cms/tag/"])
def test_the_admin_asks_our_suggestions(client, centre_editor, site_tree, address):
    factories.make_module(site_tree.modules, tags=["darurat"], live=False)
    factories.make_module(site_tree.modules, tags=["daring"])
    client.force_login(centre_editor)
    assert client.get(address, {"term": "da"}).json() == ["daring"]


@pytest.mark.django_db
def test_suggestions_need_a_login(client):
    assert client.get("/admin/tag-autocomplete/", {"term": "da"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "   ", "\x00", '"', "%", "😀"])
def test_nothing_typed_is_an_error(editor_client, typed):
    assert editor_client.get("/admin/tag-autocomplete/", {"term": typed}).json() == []


def test_the_forms_ask_that_address(editor_client, module):
    page = editor_client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])).content.decode()
    assert "/admin/tag-autocomplete/cms/tag/" in page


def test_a_merged_tag_in_an_address_answers_as_its_successor(db):
    from cms.merging import merge_tag
    from cms.models import Tag
    from cms.vocabulary import get_vocabulary
    from search.facets import BY_NAME
    from search.labels import Labels

    old, new = Tag.objects.create(name="hemat kuota"), Tag.objects.create(name="hemat data")
    merge_tag(old, new)
    labels = Labels(get_vocabulary())
    assert labels.resolve(BY_NAME["tag"], old.slug) == new.slug
    assert labels.resolve(BY_NAME["tag"], "tidak-ada") is None
