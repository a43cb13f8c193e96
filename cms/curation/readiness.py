"""What stands in the way of sending a material, and what the automatic checks find: where the curation asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.completeness import readiness
from cms.completeness.checks import findings
from cms.completeness.models import Severity
from cms.completeness.rules import current_rules

HINTS = (Severity.WARN,)
ALL_FINDINGS = (Severity.BLOCK, Severity.WARN)


def problems_to_send(page: Any) -> dict[str, list[str]]:
    """Messages by field for the page with the content it has in memory; empty when it may be sent."""
    return readiness.problems_to_send(page)


def checked(pages: Iterable[Any], *severities: Any) -> list[dict[str, Any]]:
    """Those of the pages, as they are in memory, in which the checks of these severities find something, with that."""
    rules = current_rules()
    rows = [{"page": page, "title": page.title, "findings": findings(page, *severities, rules=rules)} for page in pages]
    return [row for row in rows if row["findings"]]
