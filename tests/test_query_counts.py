"""Each kind of page asks the database the same number of questions, however much there is to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cms.models import Level, Platform, Province, Subject
from tests import factories
from tests.cms.conftest import catalogue_index, index_folder, indexed_client
from tests.factories import quiz_value, term
from tests.reading import query_count

__all__ = ["catalogue_index", "index_folder", "indexed_client"]

ADDRESSES = {
    "home": "/",
    "search": "/cari/",
    "search-words": "/cari/?q=kuis&level=dasar",
    "search-nothing": "/cari/?q=qqxxzz",
    "modules": "/modul/",
    "examples": "/contoh/",
    "module": "/modul/kuis-seru/",
    "module-print": "/modul/kuis-seru/?cetak=1",
    "lesson": "/modul/kuis-seru/pelajaran-0/",
    "example": "/contoh/poster-kuis/",
    "centres": "/balai/",
    "centre": "/balai/balai-0/",
    "subjects": "/mapel/",
    "subject": "/mapel/mapel-0/",
    "platforms": "/platform/",
    "platform": "/platform/platform-0/",
    "levels": "/tingkat/",
    "level": "/tingkat/dasar/",
    "standard": "/tentang/",
}


@pytest.fixture
def grow(site_tree: Any) -> Callable[[int], None]:
    """Adds to the site: each number brings materials of both kinds, a centre, a subject, a platform and a lesson."""
    basic = term(Level, "dasar")
    factories.make_standard_page(site_tree.home, title="Tentang", slug="tentang")
    module = factories.make_module(
        site_tree.modules, title="Kuis seru", slug="kuis-seru", levels=[basic], tags=["kuis"]
    )
    example = factories.make_example(site_tree.examples, title="Poster kuis", slug="poster-kuis", levels=[basic])

    def add(number: int) -> None:
        subject, platform = term(Subject, f"mapel-{number}"), term(Platform, f"platform-{number}")
        terms = {"levels": [basic], "subjects": [subject], "platforms": [platform], "tags": ["kuis", f"label {number}"]}
        # The two pages that are looked at are given more to show, too.
        for page in (type(module).objects.get(pk=module.pk), type(example).objects.get(pk=example.pk)):
            page.subjects.add(subject)
            page.platforms.add(platform)
            page.tags.add(f"label {number}")
            page.save()
        body = [("text", "<p>Isi.</p>"), ("quiz", quiz_value())]
        factories.make_lesson(module, title=f"Pelajaran {number}", slug=f"pelajaran-{number}", body=body)
        province = term(Province, f"ID-{number:02}", position="-7.80, 110.37")
        centre = factories.make_centre(f"balai-{number}", province=province)
        place = factories.make_centre_page(site_tree, f"balai-{number}", centre=centre)
        for parent in (site_tree.modules, place):
            factories.make_module(parent, title=f"Modul kuis {number}", **terms)
        for parent in (site_tree.examples, place):
            factories.make_example(parent, title=f"Contoh kuis {number}", **terms)

    return add


def counts(client: Any) -> dict[str, int]:
    return {name: query_count(client, address) for name, address in ADDRESSES.items()}


def test_the_number_of_queries_does_not_grow_with_the_site(indexed_client: Any, grow: Any) -> None:
    for number in range(2):
        grow(number)
    few = counts(indexed_client)
    for number in range(2, 9):
        grow(number)
    assert counts(indexed_client) == few
