"""Results that editors promote: for exactly these words, public only, on the first page, at once."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from search import promotions as module
from search.promotions import promotions
from search.types import SearchRequest
from tests import factories
from tests.search.search_pages import found, get
from tests.search.test_query_log import make_row

pytestmark = pytest.mark.django_db


def promote(query: str, page: Any = None, order: int = 0, **fields: Any) -> SearchPromotion:
    if page is not None:
        fields["page"] = Page.objects.get(pk=page.pk)
    return SearchPromotion.objects.create(query=Query.get(query), sort_order=order, **fields)


def promoted(q: str, **fields: Any) -> list[str]:
    return [promotion.title for promotion in promotions(SearchRequest(q=q, **fields))]


def section(page: str) -> str:
    match = re.search(r'<section class="promoted".*?</section>', page, re.DOTALL)
    return match[0] if match else ""


def test_it_stands_above_the_results_with_title_description_and_link(client: Any, shelf: Any) -> None:
    promote("kuis", shelf[3], description="Mulai dari <sini>.")
    page = get(client, "?q=kuis")
    assert '<a href="/contoh/poster-sel/">Poster sel</a>' in section(page)
    assert "Mulai dari &lt;sini&gt;." in section(page)
    assert page.index('class="promoted"') < page.index('<ol class="cards')


def test_a_promoted_material_keeps_its_place_in_the_results_and_is_marked(client: Any, shelf: Any) -> None:
    before = found(get(client, "?q=kuis"))
    promote("kuis", shelf[1])
    page = get(client, "?q=kuis")
    assert sorted(found(page)) == sorted(before)
    marked = [card for card in page.split("<article")[1:] if "badge clay" in card]
    assert len(marked) == 1
    assert "sel hewan" in marked[0]


def test_a_page_without_promotion_has_no_section(client: Any, shelf: Any) -> None:
    promote("kuis", shelf[0])
    assert section(get(client, "?q=poster")) == ""


@pytest.mark.parametrize(("typed", "shown"), [("KUIS  Sel", True), ("kuis", False), ("kuis sel hewan", False)])
def test_the_whole_query_has_to_be_the_same_but_for_capitals_and_blanks(shelf: Any, typed: str, shown: bool) -> None:
    promote("Kuis sel ", shelf[0])
    assert bool(promoted(typed)) is shown


def test_filters_do_not_hide_it_and_later_pages_do_not_repeat_it(shelf: Any) -> None:
    promote("kuis", shelf[0])
    assert promoted("kuis", facets={"subject": ("biologi",)}) == ["Kuis pecahan"]
    assert promoted("kuis", page=2) == []
    assert promoted("kuis", cursor="x") == []


def test_it_is_shown_where_nothing_is_found(client: Any, shelf: Any) -> None:
    promote("zxqwv", shelf[0])
    assert "Kuis pecahan" in section(get(client, "?q=zxqwv"))


def test_they_stand_in_the_editors_order_and_are_few(shelf: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "SHOWN", 3)
    for order, page in enumerate(reversed(shelf)):
        promote("kuis", page, order)
    assert promoted("kuis") == ["Poster sel", "Poster pecahan", "Kuis sel hewan"]


def test_without_a_description_a_material_says_its_summary(shelf: Any) -> None:
    promote("kuis", shelf[0])
    (promotion,) = promotions(SearchRequest(q="kuis"))
    assert promotion.description == shelf[0].summary
    assert (promotion.id, promotion.kind) == (str(shelf[0].uuid), "module")


def test_links_to_other_sites_are_allowed_and_said(client: Any, shelf: Any) -> None:
    promote("kuis", external_link_url="https://contoh.id/", external_link_text="Situs lain")
    shown = section(get(client, "?q=kuis"))
    assert '<a href="https://contoh.id/" rel="external noopener">Situs lain</a>' in shown
    assert "badge" in shown


def test_other_pages_may_be_promoted(site_tree: Any, client: Any, shelf: Any) -> None:
    page = factories.make_standard_page(site_tree.home, title="Tentang kuis", slug="tentang")
    promote("kuis", page)
    assert '<a href="/tentang/">' in section(get(client, "?q=kuis"))
    assert '<a href="/en/tentang/">' in section(client.get("/en/cari/?q=kuis").content.decode())


def unpublish(page: Page) -> None:
    page.unpublish()


def expire(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def close_parent(page: Page) -> None:
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)


def restrict_parent(page: Page) -> None:
    restrict(page.get_parent())


@pytest.mark.parametrize("close", [unpublish, expire, restrict, close_parent, restrict_parent])
@pytest.mark.parametrize("kind", ["material", "other page"])
def test_what_is_not_public_is_not_promoted(site_tree: Any, close: Any, kind: str) -> None:
    make = factories.make_module if kind == "material" else factories.make_standard_page
    page = make(site_tree.modules if kind == "material" else site_tree.home, title="Rahasia")
    promote("kuis", page)
    assert promoted("kuis") == ["Rahasia"]
    close(Page.objects.get(pk=page.pk))
    assert promoted("kuis") == []


def test_a_query_without_promotion_costs_nothing(client: Any, shelf: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("search.query_log.write", lambda entry: None)
    promote("kuis", shelf[0])
    get(client, "?q=poster")
    with CaptureQueriesContext(connection) as captured:
        get(client, "?q=poster")
    assert not [query for query in captured.captured_queries if "searchpromotions" in query["sql"]]


def test_the_number_of_queries_does_not_grow_with_the_promotions(client: Any, shelf: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("search.query_log.write", lambda entry: None)

    def queries() -> int:
        get(client, "?q=kuis")
        with CaptureQueriesContext(connection) as captured:
            get(client, "?q=kuis")
        return len(captured)

    promote("kuis", shelf[0])
    one = queries()
    for order, page in enumerate(shelf[1:]):
        promote("kuis", page, order + 1)
    assert queries() == one


def test_the_api_answers_with_them(client: Any, shelf: Any) -> None:
    promote("kuis", shelf[0], description="Mulai di sini.")
    promote("kuis", order=1, external_link_url="https://contoh.id/", external_link_text="Situs lain")
    answer = client.get("/api/v1/resources?q=kuis").json()
    assert answer["promoted"] == [
        {
            "id": str(shelf[0].uuid),
            "kind": "module",
            "title": "Kuis pecahan",
            "url": "http://testserver/modul/kuis-pecahan/",
            "description": "Mulai di sini.",
        },
        {"id": None, "kind": None, "title": "Situs lain", "url": "https://contoh.id/", "description": ""},
    ]
    assert client.get("/api/v1/resources?q=poster").json()["promoted"] == []


def test_the_apis_document_describes_them(client: Any, db: Any) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert "promoted" in schemas["SearchAnswer"]["required"]
    assert set(schemas["PromotedAnswer"]["properties"]) == {"id", "kind", "title", "url", "description"}


# In the admin


def form(query: str, page: Any, **fields: Any) -> dict[str, Any]:
    picks = "editors_picks"
    return {
        "query_string": query,
        f"{picks}-TOTAL_FORMS": 1,
        f"{picks}-INITIAL_FORMS": 0,
        f"{picks}-MIN_NUM_FORMS": 0,
        f"{picks}-MAX_NUM_FORMS": 100,
        f"{picks}-0-page": page.pk,
        f"{picks}-0-ORDER": 1,
        **{f"{picks}-0-{name}": value for name, value in fields.items()},
    }


def test_editors_promote_rename_and_delete_and_the_next_query_follows(editor_client: Any, shelf: Any) -> None:
    assert promoted("kuis") == []
    editor_client.post(reverse("wagtailsearchpromotions:add"), form("Kuis", shelf[0]))
    assert promoted("kuis") == ["Kuis pecahan"]
    row = SearchPromotion.objects.get()
    data = {**form("poster", shelf[0], id=row.pk), "editors_picks-INITIAL_FORMS": 1}
    editor_client.post(reverse("wagtailsearchpromotions:edit", args=[row.query_id]), data)
    assert promoted("kuis") == []
    assert promoted("poster") == ["Kuis pecahan"]
    renamed = Query.objects.get(query_string="poster")
    editor_client.post(reverse("wagtailsearchpromotions:delete", args=[renamed.pk]))
    assert promoted("poster") == []


def test_the_list_says_how_often_each_query_was_searched(editor_client: Any, shelf: Any) -> None:
    promote("kuis", shelf[0])
    make_row("kuis", count=41, outcome="found")
    make_row("kuis", days_ago=2, count=1, outcome="found")
    for name in ("index", "index_results"):
        page = editor_client.get(reverse(f"wagtailsearchpromotions:{name}")).content.decode()
        assert re.search(r"<td[^>]*>\s*42\s*</td>", page)


def test_queries_are_chosen_from_what_readers_search_for(editor_client: Any, db: Any) -> None:
    make_row("kuis", count=41, outcome="found")
    make_row("poster", outcome="found")
    chooser = editor_client.get(reverse("wagtailsearchpromotions:chooser")).json()["html"]
    assert 'data-querystring="kuis"' in chooser
    assert "<td>41</td>" in chooser
    results = editor_client.get(reverse("wagtailsearchpromotions:chooserresults"), {"q": "POST"}).content.decode()
    assert 'data-querystring="poster"' in results
    assert "kuis" not in results


def test_who_may_not_promote_does_not_see_what_readers_search_for(client: Any, db: Any) -> None:
    group = Group.objects.create(name="Meja")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user = factories.make_user()
    user.groups.add(group)
    client.force_login(user)
    make_row("kuis", outcome="found")
    assert client.get(reverse("wagtailsearchpromotions:chooser")).status_code == 302


def test_wagtails_own_report_of_searches_leads_to_ours(editor_client: Any, db: Any) -> None:
    answer = editor_client.get(reverse("wagtailsearchpromotions:search_terms"))
    assert answer["Location"] == reverse("popular_searches")
    menu = editor_client.get(reverse("popular_searches")).content.decode()
    assert reverse("wagtailsearchpromotions:search_terms") not in menu
