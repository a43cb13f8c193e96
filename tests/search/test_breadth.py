"""What suits the most readers: basic before advanced, then more school levels, more grades, then reviewed."""

from __future__ import annotations

import pytest

from search.breadth import breadth
from search.types import MAX_BREADTH

LEVELS = ("dasar", "menengah", "lanjut")


def of(reviewed: bool = False, **facets) -> int:
    return breadth(facets, LEVELS, reviewed)


@pytest.mark.parametrize(
    "broader, narrower",
    [
        (of(level=("dasar",), school_level=("sd",)), of(level=("menengah",), school_level=("sd", "smp"))),
        (of(level=("dasar", "lanjut")), of(level=("menengah",))),
        (of(level=("lanjut",)), of()),
        (of(level=("dasar",), school_level=("sd", "smp")), of(level=("dasar",), school_level=("sd",))),
        (of(level=("dasar",)), of(level=("dasar",), school_level=("sd", "smp"))),
        (
            of(level=("dasar",), school_level=("sd",), grade=("1", "2")),
            of(level=("dasar",), school_level=("sd",), grade=("1",), reviewed=True),
        ),
        (of(level=("dasar",), reviewed=True), of(level=("dasar",))),
    ],
)
def test_the_broader_of_two_has_the_larger_number(broader, narrower):
    assert broader > narrower


def test_many_values_stay_within_the_bounds():
    many = tuple(str(number) for number in range(100))
    assert 0 <= of(level=("x",)) < of(level=("dasar",), school_level=many, grade=many, reviewed=True) <= MAX_BREADTH
    levels = [f"l{number}" for number in range(20)]
    assert breadth({"level": ("l19",)}, levels, True) >= 0
