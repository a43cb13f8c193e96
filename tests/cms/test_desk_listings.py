"""The listings of materials in the admin: every kind has one, it filters exactly and costs the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.models import Level, Platform, Subject
from cms.models.resources import resource_kinds
from tests import factories
from tests.factories import term
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db


def listing(kind="module", view="index"):
    return reverse(f"materials_{kind}:{view}")


def titles(client, kind="module", view="index", **query):
    response = client.get(listing(kind, view), query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def grant(user, page, *codenames):
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name=f"{user.username}-{page.pk}")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


@pytest.fixture
def shelf(site_tree):
    maths, biology = term(Subject, "matematika"), term(Subject, "biologi")
    factories.make_module(site_tree.modules, "Pecahan", subjects=[maths], tags=["kuis"])
    factories.make_module(site_tree.modules, "Sel hewan", subjects=[biology, maths], levels=[term(Level, "menengah")])
    factories.make_module(site_tree.modules, "Draf sel", subjects=[biology], live=False)
    factories.make_example(site_tree.examples, "Poster air")
    return site_tree


# Which there are


def test_every_installed_kind_has_a_listing_and_a_place_in_the_menu(editor_client, site_tree):
    page = editor_client.get(reverse("wagtailadmin_home")).content.decode()
    assert {"module", "example", "podcast"} <= set(resource_kinds())
    for kind in resource_kinds():
        assert editor_client.get(listing(kind)).status_code == 200
        assert listing(kind) in page


def test_a_foreign_kind_lists_its_own(editor_client, site_tree):
    factories.pages.make_resource(site_tree.modules, EpisodePage, title="Siniar satu")
    factories.make_module(site_tree.modules, "Pecahan")
    assert titles(editor_client, "podcast") == ["Siniar satu"]
    assert titles(editor_client) == ["Pecahan"]


def test_who_may_not_work_on_pages_has_no_entry(client, site_tree):
    user = grant(factories.make_user(), site_tree.home)
    client.force_login(user)
    assert listing() not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(listing()).status_code == 302


def test_a_centres_people_see_their_own_tree_only(client, site_tree):
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    factories.make_module(own, "Punya kami", live=False, owner=factories.make_user("kami"))
    factories.make_module(other, "Punya mereka", live=False, owner=factories.make_user("mereka"))
    factories.make_module(site_tree.modules, "Nasional")
    client.force_login(grant(factories.make_user(), own, "add_page", "change_page"))
    assert titles(client) == ["Punya kami"]
    assert titles(client, q="Punya") == ["Punya kami"]
    page = client.get(listing()).content.decode()
    assert "mereka" not in page
    assert "Balai Bali" not in page


# Columns


def test_a_row_shows_what_an_editor_looks_for(editor_client, site_tree):
    centre = factories.make_centre_page(site_tree)
    factories.make_module(
        centre,
        "Pecahan",
        levels=[term(Level, "menengah")],
        subjects=[term(Subject, slug) for slug in ("matematika", "ipa", "seni")],
        platforms=[term(Platform, "geogebra")],
        owner=factories.make_user("penulis", first_name="Ibu", last_name="Guru"),
    )
    page = editor_client.get(listing()).content.decode()
    for text in ("Pecahan", "Menengah", "Matematika", "Geogebra", centre.centre.name, "Ibu Guru", "/sampul/"):
        assert text in page, text


def test_a_small_cover_that_exists_is_shown_and_none_is_made(editor_client, site_tree):
    from media.models import LibraryRendition

    factories.make_module(site_tree.modules, "Pecahan", cover=factories.make_image())
    before = LibraryRendition.objects.count()
    editor_client.get(listing())
    assert LibraryRendition.objects.count() == before


@pytest.mark.parametrize("codenames", [(), ("add_page", "change_page"), ("change_page", "publish_page")])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, site_tree, codenames):
    editor_client = client
    who = factories.make_user("penyunting", superuser=not codenames)
    client.force_login(grant(who, site_tree.home, *codenames) if codenames else who)

    def make(number):
        subjects = [term(Subject, f"mapel-{number}-{n}") for n in range(3)]
        factories.make_module(
            site_tree.modules,
            f"Modul {number}",
            subjects=subjects,
            cover=factories.make_image(f"Sampul {number}", width=40, height=30),
            owner=factories.make_user(f"penulis{number}"),
        )

    for number in range(2):
        make(number)
    editor_client.get(listing())
    with CaptureQueriesContext(connection) as few:
        editor_client.get(listing())
    for number in range(2, 20):
        make(number)
    editor_client.get(listing())
    with CaptureQueriesContext(connection) as many:
        editor_client.get(listing())
    assert len(many) == len(few)
    assert len(many) <= 45


# Filters, search, order


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"subject": "matematika"}, {"Pecahan", "Sel hewan"}),
        ({"level": "menengah"}, {"Sel hewan"}),
        ({"state": "draft"}, {"Draf sel"}),
        ({"state": "live"}, {"Pecahan", "Sel hewan"}),
        ({"tag": "KUIS"}, {"Pecahan"}),
        ({"tag": "tidak ada"}, set()),
        ({"gap": "tag"}, {"Sel hewan"}),
        ({"centre": "nasional"}, {"Pecahan", "Sel hewan", "Draf sel"}),
        ({"latest_revision_created_at_from": "2999-01-01"}, set()),
    ],
)
def test_filters(editor_client, shelf, query, expected):
    models = {"subject": Subject, "level": Level}
    query = {
        name: models[name].objects.get(slug=value).pk if name in models else value for name, value in query.items()
    }
    assert set(titles(editor_client, **query)) == expected


def test_two_subjects_list_a_material_once(editor_client, shelf):
    both = list(Subject.objects.filter(slug__in=["matematika", "biologi"]).values_list("pk", flat=True))
    assert sorted(titles(editor_client, subject=both)) == ["Draf sel", "Pecahan", "Sel hewan"]


def test_search_and_filters_together(editor_client, shelf):
    maths = Subject.objects.get(slug="matematika").pk
    assert sorted(titles(editor_client, q="sel")) == ["Draf sel", "Sel hewan"]
    assert titles(editor_client, q="sel", subject=maths) == ["Sel hewan"]
    assert titles(editor_client, q="sel", gap="cover", ordering="title") == ["Sel hewan"]


@pytest.mark.parametrize("ordering", ["title", "-title", "live", "latest_revision_created_at", "centre", "pk"])
@pytest.mark.parametrize("q", ["", "sel"])
def test_every_order_answers(editor_client, shelf, ordering, q):
    assert titles(editor_client, ordering=ordering, **({"q": q} if q else {}))


def test_a_value_that_does_not_exist_is_no_error(editor_client, shelf):
    assert len(titles(editor_client, gap="unsinn", subject="x")) == 3


def test_what_changes_while_typing_works_too(editor_client, shelf):
    assert sorted(titles(editor_client, view="index_results", q="sel")) == ["Draf sel", "Sel hewan"]


def test_nothing_found_shows_the_way_back(editor_client, shelf):
    page = editor_client.get(listing(), {"q": "zxqwv"}).content.decode()
    assert f'<a href="{listing()}">' in page
    assert "desk-listing" not in page


def test_an_empty_shelf_shows_the_way_to_begin(editor_client, site_tree):
    page = editor_client.get(listing(view="index_results")).content.decode()
    assert listing(view="choose_parent") in page


# Adding


def test_adding_begins_at_the_place_nearest_the_root(editor_client, site_tree):
    factories.make_centre_page(site_tree)
    response = editor_client.get(listing(view="choose_parent"))
    assert f'value="{site_tree.modules.pk}"' in response.content.decode()


def test_who_has_one_place_goes_straight_to_the_form(client, site_tree):
    own = factories.make_centre_page(site_tree)
    client.force_login(grant(factories.make_user(), own, "add_page"))
    response = client.get(listing(view="choose_parent"))
    assert response.url == reverse("wagtailadmin_pages:add", args=["modules", "modulepage", own.pk])


def test_the_bar_does_not_offer_every_page_of_the_site(editor_client, site_tree):
    for number in range(51):
        factories.make_module(site_tree.modules, f"Modul {number}")
    page = editor_client.get(listing()).content.decode()
    assert "data-bulk-action-button" in page
    assert "num-objects-in-listing" not in page
    assert Page.objects.filter(depth__gt=1).count() > 50
