"""What Indonesian teachers type, what has to be found and what must not be."""

import csv
from functools import cache
from pathlib import Path

import pytest

from search.resolution import resolve
from search.types import SearchDocument, SearchRequest
from tests.search.brute_force import BruteForceEngine
from tests.search.product_synonyms import product_synonyms

NOW = 1_760_000_000
with (Path(__file__).parent / "data" / "language_cases.csv").open(encoding="utf-8", newline="") as handle:
    CASES = list(csv.DictReader(handle))
# What any index holds, so that words are known and corrections have something to aim at.
NEUTRAL = (
    "Berita kegiatan balai bulan ini",
    "Peta kantor wilayah dan nomor telepon",
    "Laporan tahunan lembaga",
)

synonyms = cache(product_synonyms)


def title_only(number, title):
    return SearchDocument(
        id=f"{number:04d}", page_id=number, kind="module", title=title, path=f"/{number}/", published_at=NOW
    )


def found(engine, query):
    plan = resolve(query, synonyms(), engine, NOW).plan
    answer = engine.search(plan, SearchRequest(q=query, size=50), now=NOW)
    return {hit.title for hit in answer.hits}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}: {case['query']}" for case in CASES])
def test_query_finds_the_right_text_and_not_the_wrong_one(case):
    texts = (case["must_match"], case["must_not_match"], *NEUTRAL)
    engine = BruteForceEngine(title_only(number, text) for number, text in enumerate(texts))
    titles = found(engine, case["query"])
    assert case["must_match"] in titles
    assert case["must_not_match"] not in titles


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}: {case['query']}" for case in CASES])
def test_query_finds_the_right_text_among_all_the_others(case):
    texts = [*NEUTRAL, *(text for one in CASES for text in (one["must_match"], one["must_not_match"]))]
    engine = BruteForceEngine(title_only(number, text) for number, text in enumerate(dict.fromkeys(texts)))
    titles = found(engine, case["query"])
    assert case["must_match"] in titles
    assert case["must_not_match"] not in titles
