"""Automatic checks of what a page says. Packages register their own; how severe each is, editors decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.completeness.content import Content, Place, read_content
from cms.completeness.models import Severity
from cms.completeness.rules import Rules, current_rules

# What a check says more often than this, it says in one sentence.
MAX_FINDINGS = 20
NOWHERE = Place("", "", "", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: `message` says what it is, `advice` what to do, `place` where."""

    message: str
    advice: str = ""
    place: Place = NOWHERE
    code: str = ""
    severity: Any = Severity.WARN

    def __str__(self) -> str:
        where = f"{self.place.label}: " if self.place.label else ""
        return f"{where}{self.text}"

    @property
    def text(self) -> str:
        return f"{self.message} {self.advice}".strip()


@dataclass(frozen=True, slots=True)
class Check:
    """A check: `find` yields what is wrong with a page's content, in a number of queries that does not depend on how
    much there is. `severities` are those that make sense; with one alone it is locked, for the `reason`."""

    code: str
    label: Any
    find: Callable[[Content], Iterable[Finding]]
    default: Any = Severity.WARN
    severities: tuple[Any, ...] = tuple(Severity)
    reason: Any = ""


CHECKS: dict[str, Check] = {}


def register_check(
    code: str, label: Any, *, default: Any = Severity.WARN, severities: tuple[Any, ...] = tuple(Severity)
) -> Callable[[Callable[[Content], Iterable[Finding]]], Callable[[Content], Iterable[Finding]]]:
    """Register a function as a check; `code` (up to 50 characters) names it for ever."""

    def register(find: Callable[[Content], Iterable[Finding]]) -> Callable[[Content], Iterable[Finding]]:
        CHECKS[code] = Check(code, label, find, default, severities)
        return find

    return register


def findings(page: Any, *wanted: Any, content: Content | None = None, rules: Rules | None = None) -> list[Finding]:
    """What the checks of these severities find in the page as it is in memory; blocking ones first."""
    rules = rules or current_rules()
    checks = [(check, rules.severity(check)) for check in CHECKS.values()]
    checks = [(check, severity) for check, severity in checks if severity in wanted]
    if not checks:
        return []
    content = content or read_content(page)
    found = [
        replace(finding, code=check.code, severity=severity)
        for check, severity in checks
        for finding in _bounded(check.find(content))
    ]
    return sorted(found, key=lambda finding: finding.severity != Severity.BLOCK)


def _bounded(found: Iterable[Finding]) -> Iterator[Finding]:
    every = list(found)
    yield from every[:MAX_FINDINGS]
    if (more := len(every) - MAX_FINDINGS) > 0:
        text = ngettext("There is %(count)s more of these.", "There are %(count)s more of these.", more)
        yield Finding(text % {"count": more}, _("Mend the first ones; then the others are named."))
