"""schema.org data for search engines, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


def json_ld_script(data: Any) -> SafeString:
    """A script element that holds `data` (whatever JSON can say); nothing in its texts can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def collection(
    *, url: str, name: str, description: str, term_set: str, items: Iterable[tuple[str, str]], total: int
) -> dict[str, Any]:
    """A page that gathers materials about a term. `items` are (title, absolute address) of those it shows."""
    listed = [
        {"@type": "ListItem", "position": position, "name": title, "url": address}
        for position, (title, address) in enumerate(items, start=1)
    ]
    term = {"@type": "DefinedTerm", "name": name, "description": description, "inDefinedTermSet": term_set}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": get_language(),
        "isAccessibleForFree": True,
        "about": {key: value for key, value in term.items() if value},
        "mainEntity": {"@type": "ItemList", "numberOfItems": total, "itemListElement": listed},
    }
    return {key: value for key, value in data.items() if value}


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page: (name, absolute address) from home to the page itself."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }
