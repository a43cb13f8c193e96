"""The synonyms of the shipped vocabularies, as the database gives them to a search."""

import csv
from pathlib import Path

from search.synonyms import SynonymRow, Synonyms

DATA = Path(__file__).parents[2] / "cms" / "data"


def read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def parts(text):
    return tuple(part.strip() for part in text.split(";") if part.strip())


def rows():
    for row in read("synonyms.csv"):
        yield SynonymRow(parts(row["same_meaning"]), parts(row["also_search"]))
    for name, label in (("subjects.csv", "name_id"), ("platforms.csv", "name")):
        for row in read(name):
            if row["aliases"]:
                yield SynonymRow((row[label], *parts(row["aliases"])))


def product_synonyms() -> Synonyms:
    return Synonyms.from_rows(rows())
