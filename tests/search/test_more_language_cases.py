"""What teachers type, asked of the real engines with every text of its file in one index."""

import csv
from contextlib import ExitStack
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from tests.search.elasticsearch_engines import engine_on
from tests.search.elasticsearch_server import scratch_prefix
from tests.search.test_language_cases import NEUTRAL, found, title_only

DATA = Path(__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


FILES = {name: rows(name) for name in ("language_cases.csv", "more_language_cases.csv")}
CASES = [(name, case) for name, cases in FILES.items() for case in cases]


def texts_of(name):
    texts = [*NEUTRAL, *(text for case in FILES[name] for text in (case["must_match"], case["must_not_match"]))]
    return [title_only(number, text) for number, text in enumerate(dict.fromkeys(texts))]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    made = {}
    for name in FILES:
        made[name] = EmbeddedEngine(tmp_path_factory.mktemp("cases"))
        made[name].rebuild(texts_of(name), cursor=1)
    return made


@pytest.fixture(scope="module")
def elastic(elasticsearch_url):
    made = {}
    with ExitStack() as stack:
        for name in FILES:
            made[name] = engine_on(elasticsearch_url, stack.enter_context(scratch_prefix(elasticsearch_url)))
            made[name].rebuild(texts_of(name), cursor=1)
            # Nothing changes from here on, so the table of words need not be fetched for every question.
            made[name] = engine_on(elasticsearch_url, made[name].prefix, words_seconds=600)
        yield made


def check(engine, case):
    titles = found(engine, case["query"])
    assert case["must_match"] in titles
    assert case["must_not_match"] not in titles


@pytest.mark.parametrize("name, case", CASES, ids=[f"{case['kind']}: {case['query']}" for _, case in CASES])
def test_query_finds_the_right_text_among_all_the_others(embedded, name, case):
    check(embedded[name], case)


@pytest.mark.elasticsearch
@pytest.mark.xdist_group("elasticsearch-8")
@pytest.mark.parametrize("name, case", CASES, ids=[f"{case['kind']}: {case['query']}" for _, case in CASES])
def test_elasticsearch_finds_the_same(elastic, name, case):
    check(elastic[name], case)
