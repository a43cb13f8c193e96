"""`make bench` works: each section measures something and prints its figures, with the aims beside them."""

import json

import pytest

from tests.bench import __main__ as bench
from tests.bench import pages, report, site, stock, tree


def printed(capsys, *arguments):
    assert bench.main([*arguments, "--quick"]) == 0
    return capsys.readouterr().out


def test_the_machine_is_named_before_any_figure(capsys):
    lines = printed(capsys, "language").splitlines()
    assert lines[0].split()[0] == "date"
    assert any(line.split()[:1] == ["tantivy"] for line in lines[:12])


def test_language_prints_the_share_of_forms_and_the_cases_passed(capsys):
    text = printed(capsys, "language")
    assert "forms that join their root" in text
    assert "6 of 6" in text


def test_relevance_prints_mrr_and_recall_beside_their_aims(capsys):
    text = printed(capsys, "relevance")
    assert "MRR@10" in text
    assert "> 0.80" in text
    assert "recall@10" in text
    assert "> 0.92" in text


def test_engine_prints_every_promised_figure_for_each_size(capsys, tmp_path):
    figures = tmp_path / "figures.json"
    text = printed(capsys, "engine", "--sizes", "60", "--json", str(figures))
    for label in ("search, p50", "search, p95", "browse", "suggestion", "related", "build", "index, MB", "memory"):
        assert label in text
    assert json.loads(figures.read_text())["engine"][0]["size"] == 60


@pytest.mark.slow
def test_stock_and_site_and_pages_measure_a_scratch_site(capsys):
    text = printed(capsys, "stock", "site", "pages")
    assert "Not measured" not in text
    assert "facets of stock" in text
    assert "SQL queries, search page" in text
    assert "SQL queries, module national" in text
    assert "tree clean: True" in text
    assert "example" in text
    assert "<= 30,000" in text


def test_an_unknown_section_is_named(capsys):
    with pytest.raises(SystemExit):
        bench.arguments(["engin"])
    assert "no section engin" in capsys.readouterr().err


def test_numbers_are_shown_with_three_digits_and_whole_numbers_whole():
    assert [report.number(value) for value in (0.123, 12.34, 1234.5, 7, None, "x")] == [
        "0.12",
        "12.3",
        "1,234",
        "7",
        "-",
        "x",
    ]


def test_a_percentile_of_one_time_is_that_time():
    assert report.percentile([3.0], 0.95) == 3.0


def test_the_searches_of_a_measurement_are_always_the_same():
    assert site.addresses(5) == site.addresses(5)
    assert stock.queries(4) == stock.queries(4)


class Page:
    """Stands for the test client: answers every address with one text."""

    def __init__(self, bodies):
        self.bodies = bodies

    def get(self, address):
        body = self.bodies[address].encode()
        return type("Answer", (), {"status_code": 200, "streaming": False, "content": body})()


def test_a_page_is_weighed_with_its_scripts_and_styles_but_not_its_pictures():
    html = '<link rel="stylesheet" href="/a.css"><script src="/b.js" defer></script><img src="/c.png"><link rel=icon href="data:,">'
    weighed = pages.weigh("/", Page({"/": html, "/a.css": "p{}" * 500, "/b.js": "let a;" * 500}))
    assert weighed["requests"] == 3
    assert weighed["raw"] == len(html)
    assert weighed["all"] == weighed["html"] + weighed["style"] + weighed["script"]
    assert 0 < weighed["style"] < 1500


@pytest.mark.django_db
def test_loaded_pages_form_a_clean_tree_and_are_found_as_public_materials(site_tree):
    from cms.models import LearningResource
    from cms.vocabulary_loading import load_vocabularies

    load_vocabularies()
    tree._known.clear()
    _seconds, documents = tree.load(40)
    tree._known.clear()
    assert list(tree.problems()) == []
    shown = LearningResource.objects.get(pk=documents[0].page_id)
    assert shown.title == documents[0].title
    assert {str(level.slug) for level in shown.levels.all()} == set(documents[0].facets["level"])
    assert LearningResource.objects.visible().count() >= 38
