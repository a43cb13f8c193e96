"""A name for what the analysis does now: an index whose words were prepared differently has to be rebuilt."""

from __future__ import annotations

from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).parent
_RULES = ("analysis.py", "folding.py", "lexicon.py", "numerals.py", "stemming.py")


def analysis_version() -> str:
    """Changes with the word data, the rules' code and the dictionary's version."""
    digest = blake2b(version("simplemma").encode(), digest_size=8)
    for path in sorted([*(_HERE / "data").iterdir(), *(_HERE / name for name in _RULES)]):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
