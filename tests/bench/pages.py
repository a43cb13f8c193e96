"""What a reader on a slow link has to load before the first picture: bytes and requests of each kind of page.

Measured on the demo content. Bytes are gzip's at its standard level, the same each time (the server adds up
to 100 random bytes to each compressed page). Of each kind the heaviest page is shown.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.bench import report
from tests.bench.scratch import BenchError, scratch_site

KILO = 1_000
# design.md, "Low bandwidth is a feature with numbers"
AIMS = {"html": 14 * KILO, "all": 30 * KILO, "script": 8 * KILO, "requests": 4}
SEARCHES = ("/cari/", "/cari/?q=kuis", "/cari/?q=video&level=dasar&sort=newest")
NOT_FOUND = "/halaman-yang-tidak-ada/"


class _Loads(HTMLParser):
    """The addresses that a page makes a browser load, pictures and players left out."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        rels, address = values.get("rel", "").split(), values.get("href", "")
        if tag == "script" and values.get("src"):
            self.scripts.append(values["src"])
        elif tag == "link" and "stylesheet" in rels:
            self.styles.append(address)
        elif tag == "link" and {"preload", "modulepreload", "icon", "manifest"} & set(rels) and _is_fetched(address):
            self.others.append(address)


def _is_fetched(address: str) -> bool:
    return not address.startswith("data:")


def measure(limit: int | None = None) -> dict[str, Any]:
    """`limit` loads only the first demo materials."""
    with scratch_site() as site:
        site.manage("load_demo", *(["--limit", str(limit)] if limit else []))
        site.manage("rebuild_search")
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        return {"limit": limit, "pages": site.measure("tests.bench.pages", "--weigh")}


def show(found: dict[str, Any]) -> None:
    amount = f"the first {found['limit']} demo materials" if found["limit"] else "the demo content"
    report.head(f"Pages of {amount}, bytes before pictures, the heaviest of each kind")
    rows = [
        [row["kind"], row["of"], row["raw"], row["html"], row["style"], row["script"], row["all"], row["requests"]]
        for row in found["pages"]
    ]
    aims: list[Any] = ["aim", "", "", f"<= {AIMS['html']:,}", "", f"<= {AIMS['script']:,}"]
    aims += [f"<= {AIMS['all']:,}", f"<= {AIMS['requests']}"]
    columns = ["page", "of", "HTML raw", "HTML gzip", "CSS gzip", "JS gzip", "all gzip", "requests"]
    report.table(columns, [*rows, aims])
    for line in over(found["pages"]):
        report.say(f"  over the budget: {line}")


def over(rows: list[dict[str, Any]]) -> list[str]:
    """The pages that break a budget: `kind address: what figure > aim`."""
    return [
        f"{row['kind']} {row['address']}: {what} {row[what]:,} > {aim:,}"
        for row in rows
        for what, aim in AIMS.items()
        if row[what] > aim
    ]


def weigh(address: str, client: Any) -> dict[str, Any]:
    """Bytes and requests of one page. Its style sheet is counted with the HTML when it is inside."""
    html = _body(address, client)
    loads = _Loads()
    loads.feed(html.decode())
    style, script, other = (
        sum(_size(_body(item, client)) for item in dict.fromkeys(items))
        for items in (loads.styles, loads.scripts, loads.others)
    )
    requests = 1 + len({*loads.styles, *loads.scripts, *loads.others})
    size = _size(html)
    return {
        "address": address,
        "raw": len(html),
        "html": size,
        "style": style,
        "script": script,
        "all": size + style + script + other,
        "requests": requests,
    }


def _body(address: str, client: Any) -> bytes:
    answer = client.get(address)
    if answer.status_code != (404 if address == NOT_FOUND else 200):
        raise BenchError(f"{address} answered {answer.status_code}.")
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _size(body: bytes) -> int:
    return len(gzip.compress(body, mtime=0))


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Each kind of page with the addresses of all its pages."""
    from django.urls import reverse

    from cms.models import CentreIndexPage, CentrePage, HomePage, Level, Platform, StandardPage, Subject, resource_kinds
    from cms.querysets import public
    from media.models import CreativeExampleIndexPage
    from modules.models import LessonPage, ModuleIndexPage

    yield "search", list(SEARCHES)
    yield "not found", [NOT_FOUND]
    named = {"home": HomePage, "modules": ModuleIndexPage, "examples": CreativeExampleIndexPage}
    for name, model in {"subject": Subject, "platform": Platform, "level": Level}.items():
        yield f"{name}s", [reverse(f"{name}s")]
        slugs = model.objects.filter(status="active").values_list("slug", flat=True)
        yield name, [reverse(f"{name}_page", args=[slug]) for slug in slugs]
    named |= {
        "standard": StandardPage,
        "centres": CentreIndexPage,
        "centre": CentrePage,
        "lesson": LessonPage,
        **resource_kinds(),
    }
    for name, model in named.items():
        pages = public(model.objects.all()).order_by("path")
        yield name, ["/" + page.url_path.split("/", 2)[2] for page in pages]


def main() -> None:
    parser = argparse.ArgumentParser(description="Weigh every page of a scratch site.")
    parser.add_argument("--weigh", action="store_true")
    parser.parse_args()
    import django

    django.setup()
    from django.test import Client

    client = Client()
    rows = []
    for kind, group in addresses():
        weighed = [weigh(address, client) for address in group]
        if weighed:
            rows.append({"kind": kind, "of": len(weighed), **max(weighed, key=lambda row: row["all"])})
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
