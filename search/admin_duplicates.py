"""While an editor types a title: materials that are like it already, from the search engine."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

from cms.vocabulary import get_vocabulary
from search.analysis import STOP_WORDS, analyze
from search.cards import Card
from search.engines import get_engine
from search.engines.base import EngineUnavailable, SearchEngine
from search.labels import Labels
from search.planner import plan
from search.synonyms import Synonyms
from search.types import Hit, SearchRequest

SHOWN = 5
LONGEST_TITLE = 255
# Words that a title has for being one. They say nothing of what it is about.
FRAME = frozenset("modul contoh materi ajar belajar kelas guru murid siswa buat bagian pelatihan latih".split())
# How much of the weight of its words each of two titles shares before they are called alike: (typed, other).
ALIKE = (0.65, 0.55)
# Or nearly all of what is typed so far stands in a longer title.
BEGUN = (0.95, 0.33)
CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """The weight that two titles share, as parts of each of them (0 to 1), and in how many words."""

    words: int
    of_typed: float
    of_other: float

    @property
    def is_alike(self) -> bool:
        shares = (self.of_typed, self.of_other)
        enough = any(shares[0] >= typed and shares[1] >= other for typed, other in (ALIKE, BEGUN))
        return self.words >= 2 and enough


def title_stems(title: str) -> set[str]:
    """The stems of the words that say what a title is about."""
    tokens = analyze(title[:LONGEST_TITLE])
    return {token.stem for token in tokens if token.surface not in STOP_WORDS and token.stem not in FRAME}


def likeness(typed: set[str], other: set[str], weights: dict[str, float]) -> Likeness:
    """How alike two titles are. A stem without a weight counts as a common one (1)."""

    def weight(stems: set[str]) -> float:
        return sum(weights.get(stem, 1.0) for stem in stems)

    shared = typed & other
    if not shared:
        return Likeness(0, 0.0, 0.0)
    return Likeness(len(shared), weight(shared) / weight(typed), weight(shared) / weight(other))


def similar(
    title: str, *, exclude: str = "", limit: int = SHOWN, engine: SearchEngine | None = None, now: int | None = None
) -> list[Hit]:
    """Visible materials whose titles are like this one, the most alike first.

    `exclude` is the page id or the uuid of the material itself. Raises EngineUnavailable.
    """
    stems = title_stems(title)
    if len(stems) < 2:
        return []
    engine = engine or get_engine()
    now = int(time.time()) if now is None else now
    # Two words anywhere make a candidate; the titles decide.
    wanted = plan(title[:LONGEST_TITLE], Synonyms.from_rows([]), engine.document_frequency, literal=True).with_minimum(
        2
    )
    hits = engine.search(wanted, SearchRequest(q=title[:LONGEST_TITLE], size=CANDIDATES, counted=False), now=now).hits
    hits = [hit for hit in hits if exclude not in (hit.id, str(hit.page_id))]
    others = [title_stems(hit.title) for hit in hits]
    documents = max(1, engine.status().documents)
    # A rare word shared says more than a common one.
    weights = {stem: math.log(1 + documents / max(1, engine.document_frequency(stem))) for stem in stems.union(*others)}
    found = [(likeness(stems, other, weights), hit) for other, hit in zip(others, hits, strict=True)]
    found = [pair for pair in found if pair[0].is_alike]
    found.sort(key=lambda pair: (-pair[0].of_typed * pair[0].of_other, pair[1].id))
    return [hit for _likeness, hit in found[:limit]]


def similar_materials(request: HttpRequest) -> JsonResponse:
    """`?title=…&exclude=<page id or uuid>`: {"heading": …, "materials": [{title, url, kind, centre, edit_url}]}."""
    try:
        hits = similar(request.GET.get("title", ""), exclude=request.GET.get("exclude", ""))
    except EngineUnavailable:
        hits = []
    editable = _editable(request, [hit.page_id for hit in hits])
    labels = Labels(get_vocabulary())
    materials = []
    for hit in hits:
        card = Card(hit, labels)
        edit_url = reverse("wagtailadmin_pages:edit", args=[hit.page_id]) if hit.page_id in editable else ""
        materials.append(
            {"title": hit.title, "url": card.url, "kind": card.kind, "centre": card.centre, "edit_url": edit_url}
        )
    heading = ngettext(
        "There is %(count)s material like it already", "There are %(count)s materials like it already", len(hits)
    ) % {"count": len(hits)}
    return JsonResponse({"heading": heading if hits else "", "edit": _("Edit"), "materials": materials})


def _editable(request: HttpRequest, ids: Sequence[int]) -> set[int]:
    """Those of these pages that the editor may edit."""
    pages = Page.objects.filter(pk__in=ids)
    return {page.pk for page in pages if page.permissions_for_user(request.user).can_edit()}


@hooks.register("register_admin_urls")
def duplicate_urls() -> list[URLPattern]:
    return [path("materi/serupa/", similar_materials, name="similar_materials")]


@hooks.register("insert_editor_js")
def duplicate_script() -> SafeString:
    return format_html(
        '<script defer src="{}" data-similar="{}"></script>',
        static("search/admin/duplicates.js"),
        reverse("similar_materials"),
    )
