"""`make bench` works: each section measures something and prints its figures, with the aims beside them."""

import json
import os

import pytest

from tests.bench import __main__ as bench
from tests.bench import agreement, engine_table, pages, report, scratch, site, stock, tree
from tests.migrated_database import copy_to
from tests.search.elasticsearch_server import ask

# Sites of several sections begin with one prepared database, which each process makes for itself.
one_process = pytest.mark.xdist_group("bench")


@pytest.fixture
def migrated(monkeypatch, django_db_setup):
    """Scratch sites are not migrated from nothing."""
    monkeypatch.setattr(scratch, "begin_with", copy_to)


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
    assert json.loads(figures.read_text())["engine"]["sizes"][0]["size"] == 60


@one_process
@pytest.mark.slow
@pytest.mark.elasticsearch
def test_elasticsearch_prints_the_same_table_and_how_it_agrees_with_the_embedded_engine(
    capsys, monkeypatch, elasticsearch_url
):
    monkeypatch.setenv("ELASTICSEARCH_URL", elasticsearch_url)
    before = indexes(elasticsearch_url)
    text = printed(capsys, "engine", "agreement", "--engine", "elasticsearch", "--sizes", "60", "120")
    assert "Elasticsearch 8." in text
    for label in ("search, p50", "search, p95", "index, MB", "Java heap in use", "growth from 60 to 120: p50 ×"):
        assert label in text
    assert float(line_of(text, "MRR@10")[1]) == pytest.approx(float(line_of(text, "MRR@10")[2]), abs=0.02)
    assert float(line_of(text, "overlap@10")[1]) >= 0.98
    assert float(line_of(text, "overlap@10")[2]) >= 0.98
    assert [line_of(text, "equal counts of all facets, share")[-2:]] == [["1.0000", "1"]]
    assert indexes(elasticsearch_url) == before


@pytest.mark.slow
@one_process
@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("engine", [pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def test_a_rebuild_is_measured_with_searches_before_during_and_after(capsys, monkeypatch, engine):
    monkeypatch.setenv("ELASTICSEARCH_URL", os.environ.get("TEST_ELASTICSEARCH_URL", ""))
    text = printed(capsys, "rebuild", "--engine", engine)
    for name in ("before", "during", "after"):
        assert int(line_of(text, name)[-1]) > 0
    assert "documents/s from database to live index" in text
    assert "peak memory" in text


def line_of(text, label):
    """The words of the line that begins with `label`, the label being the first of them."""
    line = next(line.strip() for line in text.splitlines() if line.strip().startswith(label))
    return [label, *line.removeprefix(label).split()]


def indexes(url):
    return {name for name in ask(url, "/_all/_settings") if name.startswith("sinau-bench-")}


def test_without_a_server_the_measurement_of_elasticsearch_says_so(capsys, monkeypatch):
    monkeypatch.setenv("ELASTICSEARCH_URL", "http://127.0.0.1:9")
    assert bench.main(["engine", "--engine", "elasticsearch", "--quick"]) == 1
    assert "No Elasticsearch answers at http://127.0.0.1:9" in capsys.readouterr().out


def test_each_engine_has_its_sections():
    assert bench.arguments(["--engine", "elasticsearch"]).sections == list(bench.OF_ELASTICSEARCH)
    assert bench.arguments([]).sections == [name for name in bench.SECTIONS if name != "agreement"]
    assert bench.arguments(["language", "engine"]).sections == ["language", "engine"]


def test_growth_is_that_between_the_two_largest_sizes():
    sizes = [{"size": size, "search_p50": size / 10, "search_p95": size} for size in (200, 10, 50)]
    assert engine_table.growth(sizes) == ["growth from 50 to 200: p50 × 4.00, p95 × 4.00 (aim: < 2)"]
    assert engine_table.growth(sizes[:1]) == []


@pytest.mark.parametrize(
    "first, second, share",
    [(["a", "b"], ["b", "a"], 1.0), (["a", "b"], ["a"], 0.5), (["a"], ["b"], 0.0), ([], [], 1.0), ([], ["a"], 0.0)],
)
def test_overlap_is_the_share_that_both_lists_hold(first, second, share):
    assert agreement.overlap(first, second) == share


@pytest.mark.slow
@one_process
@pytest.mark.usefixtures("migrated")
def test_stock_and_site_and_pages_measure_a_scratch_site(capsys):
    text = printed(capsys, "stock", "site", "pages")
    assert "Not measured" not in text
    assert "facets of stock" in text
    assert "SQL queries, search page" in text
    assert "SQL queries, module national" in text
    assert "tree clean: True" in text
    assert "example" in text
    assert "<= 30,000" in text


@pytest.mark.slow
@one_process
@pytest.mark.usefixtures("migrated")
def test_imports_and_the_desk_are_measured_on_a_scratch_site(capsys):
    text = printed(capsys, "imports", "desk")
    assert "Not measured" not in text
    assert "import of 60 rows" in text
    assert "run, rows/s" in text
    firsts = [line.split()[0] for line in text.splitlines() if line.strip()]
    assert {"csv", "xlsx", "coverage", "queue,", "listing", "merge,"} <= set(firsts)


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
