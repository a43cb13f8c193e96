"""A site with two materials of the same words, and every outlet of the site at which they may show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from cms.models import CentrePage, Subject
from cms.sitemaps import PAGES_A_FILE
from modules.models import LessonPage, ModuleIndexPage, ModulePage
from tests import factories
from tests.factories import term

WORD = "zirkonia"
TAG = "label-zirkonia"
# Words that no material has, for which both are promoted.
PROMOTED = "qxjvk"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nSelamat datang.\n"


@dataclass
class World:
    """A national material and a centre's, of the same words and files, beside public neighbours of theirs."""

    national: ModulePage
    regional: ModulePage
    lesson: LessonPage
    index: ModuleIndexPage
    centre_page: CentrePage
    neighbour: ModulePage
    example: Any
    document: Any
    lesson_document: Any
    preview: Any
    media: Any

    @property
    def materials(self) -> list[ModulePage]:
        return [self.national, self.regional]

    @property
    def containers(self) -> list[Page]:
        return [self.index, self.centre_page]


def build(live: bool = True) -> World:
    tree = factories.build_site()
    centre_page = factories.make_centre_page(tree)
    subject, other = term(Subject, "zirkologi"), term(Subject, "biologi")
    document, lesson_document = factories.make_document(), factories.make_document("Lampiran")
    media = factories.make_media(captions=CAPTIONS)
    example = factories.make_example(tree.examples)

    def material(parent: Page, title: str) -> ModulePage:
        return factories.make_module(
            parent,
            title=title,
            summary=f"Ringkasan {WORD}.",
            subjects=[subject, other],
            tags=["Label Zirkonia"],
            examples=[example],
            live=live,
            body=[
                ("text", f"<p>Badan {WORD}.</p>"),
                ("download", {"document": document}),
                ("audio", {"audio": media}),
            ],
        )

    national = material(tree.modules, f"Modul {WORD} nasional")
    regional = material(centre_page, f"Modul {WORD} daerah")
    lesson = factories.make_lesson(
        national,
        f"Pelajaran {WORD}",
        body=[("text", f"<p>{WORD}</p>"), ("download", {"document": lesson_document})],
    )
    neighbour = factories.make_module(
        tree.examples.get_parent().specific,
        title="Tetangga umum",
        subjects=[other],
        prerequisites=[national],
        next_modules=[regional],
    )
    for order, page in enumerate((national, regional)):
        SearchPromotion.objects.create(query=Query.get(PROMOTED), page=page.page_ptr, sort_order=order)
    return World(
        national,
        regional,
        lesson,
        tree.modules,
        centre_page,
        neighbour,
        example,
        document,
        lesson_document,
        factories.make_preview(document),
        media,
    )


# What a reader without an account asks for, and whether anything of the material shows in the answer.


def shows(path: Callable[[World], str], word: str = WORD) -> Callable[[Any, World], bool]:
    def outlet(client: Any, world: World) -> bool:
        response = client.get(path(world))
        assert response.status_code < 500
        return response.status_code == 200 and word in response.content.decode().casefold()

    return outlet


def opens(path: Callable[[World], str]) -> Callable[[Any, World], bool]:
    return lambda client, world: client.get(path(world)).status_code == 200


def counts(client: Any, world: World) -> bool:
    answer = client.get("/api/v1/resources").json()
    subjects = {v["slug"] for facet in answer["facets"] if facet["name"] == "subject" for v in facet["values"]}
    return answer["total"] > 2 or "zirkologi" in subjects


def tag_is_known(client: Any, world: World) -> bool:
    return client.get("/api/v1/resources", {"tag": TAG}).status_code == 200


def subject_is_counted(client: Any, world: World) -> bool:
    text = client.get("/mapel/").content.decode()
    return 'href="/mapel/zirkologi/">Zirkologi</a> <span class="count"><span' not in text


def suggests(client: Any, world: World) -> bool:
    response = client.get(f"/modul/{WORD}-lama/")
    assert response.status_code == 404
    return f"ringkasan <mark>{WORD}" in response.content.decode().casefold()


def in_the_sitemap(client: Any, world: World) -> bool:
    parts = {page.pk // PAGES_A_FILE for page in (*world.materials, world.lesson)}
    answers = [client.get(f"/sitemap-{part}.xml") for part in parts]
    return any(WORD in answer.content.decode() for answer in answers if answer.status_code == 200)


def module_path(world: World) -> str:
    return f"/modul/{world.national.slug}/"


def regional_path(world: World) -> str:
    return f"/balai/{world.centre_page.slug}/{world.regional.slug}/"


def lesson_path(world: World) -> str:
    return f"{module_path(world)}{world.lesson.slug}/"


OUTLETS: dict[str, Callable[[Any, World], bool]] = {
    "page": shows(module_path),
    "centre's material": shows(regional_path),
    "page in English": shows(lambda world: f"/en{module_path(world)}"),
    "lesson": shows(lesson_path),
    "lesson in English": shows(lambda world: f"/en{lesson_path(world)}"),
    "search": shows(lambda world: "/cari/?sort=newest", f"{WORD} nasional"),
    "search by words": shows(lambda world: f"/cari/?q={WORD}", "ringkasan <mark>"),
    "search in English": shows(lambda world: "/en/cari/?sort=newest"),
    "search by a facet": shows(lambda world: "/cari/?subject=zirkologi", WORD),
    "promoted result": shows(lambda world: f"/cari/?q={PROMOTED}", f"modul {WORD} nasional"),
    "promoted result of a centre": shows(lambda world: f"/cari/?q={PROMOTED}", f"modul {WORD} daerah"),
    "API promoted result": shows(lambda world: f"/api/v1/resources?q={PROMOTED}"),
    "results fragment": shows(lambda world: "/cari/hasil/", WORD),
    "chosen tag's label": shows(lambda world: f"/cari/?tag={TAG}", "label zirkonia"),
    "found in a facet": shows(lambda world: "/cari/?find_tag=label", "label zirkonia"),
    "suggestions": shows(lambda world: "/cari/saran/?q=zirk"),
    "suggested tag": shows(lambda world: "/cari/saran/?q=label", "label zirkonia"),
    "related materials": shows(lambda world: f"/{world.neighbour.slug}/"),
    "modules that teach an example": shows(lambda world: f"/contoh/{world.example.slug}/"),
    "home": shows(lambda world: "/"),
    "home in English": shows(lambda world: "/en/"),
    "module index": shows(lambda world: "/modul/"),
    "centre page": shows(lambda world: f"/balai/{world.centre_page.slug}/"),
    "subject's page": shows(lambda world: "/mapel/zirkologi/"),
    "level's page in English": shows(lambda world: "/en/tingkat/dasar/"),
    "list of subjects": subject_is_counted,
    "page of a wrong address": suggests,
    "sitemap": in_the_sitemap,
    "API search": shows(lambda world: "/api/v1/resources"),
    "API total and counts": counts,
    "API tag": tag_is_known,
    "API detail": opens(lambda world: f"/api/v1/resources/{world.national.uuid}"),
    "API suggestions": shows(lambda world: "/api/v1/suggest?q=zirk"),
    "API tags": shows(lambda world: "/api/v1/vocabularies/tag", TAG),
    "shared picture": opens(lambda world: f"/bagikan/{world.national.uuid}.jpg"),
    "QR code": opens(lambda world: f"/bagikan/{world.regional.uuid}.svg"),
    "document": opens(lambda world: world.document.url),
    "lesson's document": opens(lambda world: world.lesson_document.url),
    "picture of a document": opens(lambda world: world.preview.url),
    "audio": opens(lambda world: world.media.url),
    "captions": opens(lambda world: world.media.captions_url),
}


def showing(client: Any, world: World) -> list[str]:
    return [name for name, outlet in OUTLETS.items() if outlet(client, world)]
