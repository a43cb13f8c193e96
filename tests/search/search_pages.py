"""What a search page shows, read from its HTML."""

from __future__ import annotations

import html
import re
from typing import Any


def get(client: Any, query: str = "", path: str = "/cari/") -> str:
    response = client.get(path + query)
    assert response.status_code == 200
    return response.content.decode()


def found(page: str) -> list[str]:
    return [html.unescape(re.sub(r"<.*?>", "", title)) for title in re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", page)]


def counts(page: str, facet: str) -> dict[str, int]:
    pattern = rf'name="{facet}" value="([^"]*)"[^>]*> [^<]* <span class="count">(\d+)</span>'
    return {slug: int(count) for slug, count in re.findall(pattern, page)}


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', page) if "/cari/" in link]
