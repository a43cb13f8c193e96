"""The page tree and the materials in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page, Site

from cms.models import CentreIndexPage, CentrePage, HomePage, Language, LearningResource, Level, Licence, StandardPage
from cms.models.centres import Centre
from media.models import CreativeExampleIndexPage, CreativeExamplePage
from modules.models import LessonPage, ModuleIndexPage, ModulePage
from tests.factories.terms import make_centre, term

PageType = TypeVar("PageType", bound=Page)


@dataclass(frozen=True)
class SiteTree:
    """The containers that every site has."""

    root: Page
    home: HomePage
    modules: ModuleIndexPage
    examples: CreativeExampleIndexPage
    centres: CentreIndexPage


def build_site() -> SiteTree:
    """root → home → modul, contoh, balai, in place of the page that a fresh Wagtail has."""
    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for page in root.get_children():
        page.specific.delete()
    root = Page.objects.get(pk=root.pk)
    home = add(root, HomePage, title="Sinau", slug="home", intro="<p>Modul dan contoh untuk guru Indonesia.</p>")
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Sinau")
    return SiteTree(
        root=root,
        home=home,
        modules=add(home, ModuleIndexPage, title="Modul", slug="modul"),
        examples=add(home, CreativeExampleIndexPage, title="Contoh Konten Kreatif", slug="contoh"),
        centres=add(home, CentreIndexPage, title="Balai TIK Pendidikan", slug="balai"),
    )


def add(
    parent: Page, model: type[PageType], *, title: str, tags: Any = (), live: bool = True, **fields: Any
) -> PageType:
    """A page under `parent`. Many-to-many fields take lists. A slug that is taken gets a number."""
    now = timezone.now()
    if live:
        fields = {"first_published_at": now, "last_published_at": now, **fields}
    page = model(title=title, live=live, has_unpublished_changes=not live, **fields)
    if not page.slug:
        page.slug = free_slug(parent, title)
    if tags:
        page.tags.add(*tags)  # type: ignore[attr-defined]
    # The parent in the caller's hand may not know of children added since.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page


def free_slug(parent: Page, title: str) -> str:
    base = slugify(title)[:60] or "halaman"
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


def make_resource(parent: Page, model: type[PageType], **fields: Any) -> PageType:
    """A material of any kind that passes the publish rules: with summary, level, language and licence."""
    assert issubclass(model, LearningResource)
    fields.setdefault("summary", "Ringkasan yang menolong guru memilih.")
    fields.setdefault("levels", [term(Level, "dasar")])
    fields.setdefault("language", term(Language, "id", bcp47="id"))
    if "licence" not in fields:
        fields["licence"] = term(Licence, "cc-by", url="https://creativecommons.org/licenses/by/4.0/", attribution=True)
    return add(parent, model, **fields)


def make_module(parent: Page, title: str = "Poster pembelajaran dengan Canva", **fields: Any) -> ModulePage:
    return make_resource(parent, ModulePage, title=title, **fields)


def make_lesson(module: ModulePage, title: str = "Satu pesan, satu poster", **fields: Any) -> LessonPage:
    return add(module, LessonPage, title=title, **fields)


def make_example(parent: Page, title: str = "Poster siklus air", **fields: Any) -> CreativeExamplePage:
    """A work whose gallery is one link, unless given."""
    fields.setdefault("gallery", [("link", {"url": "https://example.id/karya", "title": "Karya di laman sekolah"})])
    return make_resource(parent, CreativeExamplePage, title=title, **fields)


def make_centre_page(
    tree: SiteTree, slug: str = "balai-tekkomdik-diy", *, centre: Centre | None = None, **fields: Any
) -> CentrePage:
    """A centre's page at /balai/<slug>/; its Centre is made too unless given."""
    centre = centre or make_centre(slug)
    fields.setdefault("title", centre.name)
    return add(tree.centres, CentrePage, slug=slug, centre=centre, **fields)


def make_standard_page(parent: Page, title: str = "Tentang", **fields: Any) -> StandardPage:
    return add(parent, StandardPage, title=title, **fields)
