"""What other pages show from the catalogue: counts, newest and most general materials, related ones."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Level, Platform, QualityReview, SchoolLevel, Subject
from search import catalogue
from search.rebuild import rebuild
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


def shown(template: str, **context: Any) -> str:
    request = RequestFactory().get("/")
    return Template("{% load search_tags %}" + template).render(Context({"request": request, **context}))


def titles(markup: str) -> list[str]:
    return re.findall(r"<h3><a[^>]*>(.*?)</a>", markup)


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> Any:
    """Five modules of one subject, from the oldest to the newest, and an example of another subject."""
    basic, high = term(Level, "dasar", order=1), term(Level, "lanjut", order=2)
    sd, smp = term(SchoolLevel, "sd"), term(SchoolLevel, "smp")
    maths = term(Subject, "matematika")
    tree = site_tree

    hours = iter(range(1, 9))

    def module(title: str, level: Any, schools: list[Any], **fields: Any) -> Any:
        fields["first_published_at"] = timezone.now() - timedelta(days=1) + timedelta(hours=next(hours))
        return factories.make_module(
            tree.modules, title=title, levels=[level], school_levels=schools, subjects=[maths], **fields
        )

    module("Lanjut untuk semua", high, [])
    module("Dasar untuk SD", basic, [sd])
    reviewed = module("Dasar untuk SD, diperiksa", basic, [sd])
    QualityReview.objects.create(resource=reviewed)
    module("Dasar untuk SD dan SMP", basic, [sd, smp], platforms=[term(Platform, "canva")])
    module("Dasar untuk semua", basic, [])
    factories.make_example(tree.examples, title="Contoh lain", levels=[basic], subjects=[term(Subject, "biologi")])
    rebuild()
    return tree


def test_the_most_general_come_first(shelf: Any) -> None:
    hits = catalogue.broadest({"subject": ("matematika",)}, 10)
    assert [hit.title for hit in hits] == [
        "Dasar untuk semua",
        "Dasar untuk SD dan SMP",
        "Dasar untuk SD, diperiksa",
        "Dasar untuk SD",
        "Lanjut untuk semua",
    ]


def test_what_is_shown_already_is_not_shown_again(shelf: Any) -> None:
    template = (
        '{% newest_materials 2 subject="matematika" as newest %}'
        '{% broadest_materials 2 subject="matematika" exclude=newest as general %}'
        '{% include "search/cards.html" with cards=newest %}{% include "search/cards.html" with cards=general %}'
    )
    assert titles(shown(template)) == [
        "Dasar untuk semua", "Dasar untuk SD dan SMP", "Dasar untuk SD, diperiksa", "Dasar untuk SD"
    ]  # fmt: skip


def test_the_newest_of_a_kind(shelf: Any) -> None:
    template = '{% newest_materials 3 kind="example" as c %}{% include "search/cards.html" with cards=c %}'
    assert titles(shown(template)) == ["Contoh lain"]


def test_values_of_a_facet_come_with_counts_and_addresses_most_used_first(shelf: Any) -> None:
    template = '{% facet_counts "subject" as values %}{% for v in values %}{{ v.slug }} {{ v.label }} {{ v.count }} {{ v.url }};{% endfor %}'
    assert shown(template) == (
        "matematika Matematika 5 /cari/?subject=matematika;biologi Biologi 1 /cari/?subject=biologi;"
    )
    assert shown('{% facet_counts "subject" limit=1 as values %}{{ values|length }}') == "1"


def test_counts_cost_no_query_of_their_own(shelf: Any) -> None:
    catalogue.counts("subject")
    with CaptureQueriesContext(connection) as captured:
        catalogue.counts("subject", "platform", "level")
    # The version of the vocabularies; within a request it is read once for all.
    assert len(captured) <= 2


def test_materials_are_counted_by_kind(shelf: Any) -> None:
    assert shown('{% material_count as all %}{% material_count kind="module" as modules %}{{ all }} {{ modules }}') == (
        "6 5"
    )


def test_the_example_of_a_search_finds_something(shelf: Any, client: Any) -> None:
    word = shown("{% example_search %}")
    assert word == "Matematika"
    page = client.get("/en/cari/").content.decode()
    assert 'placeholder="Such as “Matematika”"' in page
    assert "5 materials found" in client.get("/en/cari/", {"q": word}).content.decode()


def test_nothing_is_shown_while_there_is_no_index(site_tree: Any, index_folder: Any) -> None:
    template = (
        '{% newest_materials as a %}{% broadest_materials as b %}{% facet_counts "subject" as c %}'
        "{% material_count as d %}{{ a|length }}{{ b|length }}{{ c|length }}{{ d }}{% example_search %}"
    )
    assert shown(template) == "000None"


def test_the_api_and_the_page_do_not_offer_the_broadest(shelf: Any, client: Any) -> None:
    assert client.get("/api/v1/resources", {"sort": "broadest"}).status_code == 400
    page = client.get("/cari/", {"sort": "broadest"})
    assert page.status_code == 200
    assert 'value="broadest"' not in page.content.decode()


# Related materials


def related(page: Any) -> list[str]:
    return titles(shown("{% related_resources page %}", page=page))


def test_related_materials_leave_out_what_the_page_lists_itself(site_tree: Any, index_folder: Any) -> None:
    fields: Any = {"subjects": [term(Subject, "matematika")]}
    before = factories.make_module(site_tree.modules, title="Sebelum", **fields)
    after = factories.make_module(site_tree.modules, title="Sesudah", **fields)
    example = factories.make_example(site_tree.examples, title="Karya", **fields)
    factories.make_module(site_tree.modules, title="Lain", **fields)
    module = factories.make_module(
        site_tree.modules, title="Ini", prerequisites=[before], next_modules=[after], examples=[example], **fields
    )
    rebuild()
    assert related(module) == ["Lain"]
    # The module that teaches an example is named on the example's page; what merely leads to a page is not.
    assert "Ini" not in related(example)
    assert "Ini" in related(before)


def test_related_materials_cost_the_same_queries_whatever_their_number(site_tree: Any, index_folder: Any) -> None:
    fields: Any = {"subjects": [term(Subject, "matematika")]}
    module = factories.make_module(site_tree.modules, title="Ini", **fields)

    def cost() -> int:
        rebuild()
        related(module)
        with CaptureQueriesContext(connection) as captured:
            related(module)
        return len(captured)

    factories.make_module(site_tree.modules, title="Satu", **fields)
    before = cost()
    for number in range(8):
        factories.make_module(site_tree.modules, title=f"Lagi {number}", **fields)
    assert cost() == before
    assert len(related(module)) == 6
