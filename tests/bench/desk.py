"""The admin's pages of the centres' work on a large library: coverage map, queue, listing, merge.

The process itself: `python -m tests.bench.desk --size 10000`, in a scratch site. Times are those of the whole
answer, template included, by the test client; the queries are counted beside them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

import django

from tests.bench import report
from tests.bench.scratch import scratch_site

RUNS = 5
WAITING, BLOCKS = 100, 100
AIM = "<= 1,000"


def measure(size: int, waiting: int = WAITING, blocks: int = BLOCKS) -> dict[str, Any]:
    with scratch_site() as site:
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        words = ("--size", size, "--waiting", waiting, "--blocks", blocks)
        return {"size": size, "pages": site.measure("tests.bench.desk", *words)}


def show(found: dict[str, Any]) -> None:
    report.head(f"the desk, {found['size']:,} materials")
    rows = [[name, page["first"], page["p50"], AIM, page["queries"]] for name, page in found["pages"].items()]
    report.table(["", "first ms", "p50 ms", "aim", "SQL queries"], rows)


def _prepare(size: int, waiting: int, blocks: int) -> tuple[Any, dict[str, str]]:
    """A library of `size`, a centre's curator, and the addresses that are asked for."""
    from django.urls import reverse
    from wagtail.models import Page

    from cms.adaptation.adapting import adapt
    from cms.curation.assignment import assign
    from cms.curation.sending import send
    from cms.models import Centre, CentrePage, Level, Licence, Subject
    from cms.workspaces.models import Role
    from cms.workspaces.provision import provision
    from modules.site_tree import ensure_site_tree
    from tests import factories
    from tests.bench.tree import load
    from tests.factories.workspaces import make_member

    load(size)
    page = CentrePage.objects.filter(centre__status=Centre.Status.ACTIVE).order_by("pk").first()
    assert page is not None
    workspace = provision(page.centre, page)
    assign(workspace)
    curator, writer = make_member(workspace, Role.CURATOR), make_member(workspace, Role.CONTRIBUTOR)
    for number in range(waiting):
        module = factories.make_module(page, f"Materi yang menunggu {number}", live=False, owner=writer)
        module.save_revision(user=writer, clean=False)
        send(type(module).objects.get(pk=module.pk), writer)
    national = Page.objects.get(pk=ensure_site_tree().modules.pk)
    licence = Licence.objects.filter(adaptable=True, redistributable=True).order_by("pk").first()
    texts = [("text", f"<p>Alinea {number}.</p>") for number in range(blocks)]
    source = factories.make_module(national, "Sumber yang panjang", body=texts, licence=licence)
    adapted = adapt(source, workspace, writer)
    for changed, words in ((source, "sumber"), (adapted, "kami")):
        draft = type(source).objects.get(pk=changed.pk).get_latest_revision_as_object()
        for block in draft.body:
            block.value.source = block.value.source.replace("Alinea", f"Alinea {words}")
        revision = draft.save_revision(clean=False)
        if changed is source:
            revision.publish()
    coverage = reverse("coverage_map")
    chosen = {"level": Level.objects.first(), "subject": Subject.objects.first()}
    return curator, {
        "coverage, subjects × levels": coverage,
        "coverage, subjects × platforms": f"{coverage}?axes=subject-platform",
        "coverage, platforms × levels, one subject": f"{coverage}?axes=platform-level&subject={chosen['subject'].slug}",
        "coverage of a centre": f"{coverage}?centre={page.centre.slug}",
        f"queue, {waiting} waiting": reverse("curation:queue"),
        "listing of modules": reverse("materials_module:index"),
        f"merge, {blocks} blocks in conflict": reverse("adaptation_take_over", args=[adapted.pk]),
    }


def _ask(client: Any, address: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _run in range(RUNS):
        started = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return {"first": times[0], "p50": report.percentile(times, 0.5), "queries": len(captured)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--waiting", type=int, default=WAITING)
    parser.add_argument("--blocks", type=int, default=BLOCKS)
    chosen = parser.parse_args()
    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    curator, addresses = _prepare(chosen.size, chosen.waiting, chosen.blocks)
    national = get_user_model()._default_manager.create(username="bench", is_superuser=True)
    found = {}
    for name, address in addresses.items():
        client = Client()
        client.force_login(national if name.startswith("coverage") else curator)
        found[name] = _ask(client, address)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
