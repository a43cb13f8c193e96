"""axe-core on an open page, told shortly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

_axe = Axe()


def violations(page: Any, context: Any = None, without: Iterable[str] = ()) -> list[str]:
    """What axe finds, all of its rules asked: `rule: selector: why`, one line for each element.

    `context` is axe's own: a selector, or what to include and exclude; by default the whole page.
    `without` names rules to leave out.
    """
    found = _axe.run(page, context=context).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {_reason(node)}"
        for rule in found
        if rule["id"] not in without
        for node in rule["nodes"]
    ]


def _reason(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
