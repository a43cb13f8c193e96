"""Three-way merge of contents, in plain JSON: no models, no requests.

    merged = merge(base, ours, theirs, shape, choices)

`base` is what was taken over last, `ours` what became of it here, `theirs` what the source says today.
"""

from cms.adaptation.merging.block_ids import with_ids
from cms.adaptation.merging.differences import Change, compare
from cms.adaptation.merging.engine import Choice, Conflict, Merged, Why, merge
from cms.adaptation.merging.shapes import MISSING, Blocks, Leaf, Members, Shape, Struct, canonical, same

__all__ = [
    "MISSING",
    "Blocks",
    "Change",
    "Choice",
    "Conflict",
    "Leaf",
    "Members",
    "Merged",
    "Shape",
    "Struct",
    "Why",
    "canonical",
    "compare",
    "merge",
    "same",
    "with_ids",
]
