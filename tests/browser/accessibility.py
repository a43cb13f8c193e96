"""axe-core on an open page, told shortly."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

_axe = Axe()


def violations(page: Any, context: Any = None) -> list[str]:
    """What axe finds, all of its rules asked: `rule: selector: why`, one line for each element.

    `context` is axe's own: a selector, or what to include and exclude; by default the whole page.
    """
    found = _axe.run(page, context=context).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {_reason(node)}"
        for rule in found
        for node in rule["nodes"]
    ]


def _reason(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
