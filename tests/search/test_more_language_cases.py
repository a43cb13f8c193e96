"""What teachers type, asked of the real engine with every text of its file in one index."""

import csv
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from tests.search.test_language_cases import NEUTRAL, found, title_only

DATA = Path(__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


FILES = {name: rows(name) for name in ("language_cases.csv", "more_language_cases.csv")}
CASES = [(name, case) for name, cases in FILES.items() for case in cases]


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    made = {}
    for name, cases in FILES.items():
        texts = [*NEUTRAL, *(text for case in cases for text in (case["must_match"], case["must_not_match"]))]
        made[name] = EmbeddedEngine(tmp_path_factory.mktemp("cases"))
        made[name].rebuild((title_only(number, text) for number, text in enumerate(dict.fromkeys(texts))), cursor=1)
    return made


@pytest.mark.parametrize("name, case", CASES, ids=[f"{case['kind']}: {case['query']}" for _, case in CASES])
def test_query_finds_the_right_text_among_all_the_others(engines, name, case):
    titles = found(engines[name], case["query"])
    assert case["must_match"] in titles
    assert case["must_not_match"] not in titles
