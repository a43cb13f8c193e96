"""What every search engine must do.

A test module subclasses `EngineContract` and gives three fixtures: `engine`, an empty engine for each
test; `counted` and `filled`, shared and only read, which hold `ORACLE_CORPUS` and `CORPUS`.
"""

from __future__ import annotations

from tests.search.contract_matching import MatchingContract
from tests.search.contract_national import NationalContract
from tests.search.contract_ordering import OrderingContract
from tests.search.contract_resources import CORPUS, ORACLE_CORPUS
from tests.search.contract_writing import WritingContract

__all__ = ["CORPUS", "ORACLE_CORPUS", "EngineContract"]


class EngineContract(MatchingContract, NationalContract, OrderingContract, WritingContract):
    """All of it."""
