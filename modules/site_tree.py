"""The pages every installation has: home, the two indexes, the centres' index, and the standard pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.models import CentreIndexPage, HomePage, StandardPage
from media.models import CreativeExampleIndexPage
from modules import standard_pages as texts
from modules.models import ModuleIndexPage


@dataclass(frozen=True, slots=True)
class SiteTree:
    """The containers that content goes into."""

    home: HomePage
    modules: ModuleIndexPage
    examples: CreativeExampleIndexPage
    centres: CentreIndexPage


@transaction.atomic
def ensure_site_tree() -> SiteTree:
    """Create what is missing and leave the rest as it is. Wagtail's own welcome page gives way to ours."""
    home = HomePage.objects.first() or _create_home()
    tree = SiteTree(
        home,
        _child(home, ModuleIndexPage, title="Modul", slug="modul"),
        _child(home, CreativeExampleIndexPage, title="Contoh Konten Kreatif", slug="contoh"),
        _child(home, CentreIndexPage, title="Balai TIK Pendidikan", slug="balai"),
    )
    if not StandardPage.objects.exists():
        for slug, (title, text) in texts.STANDARD_PAGES.items():
            _child(home, StandardPage, title=title, slug=slug, body=[("text", text)], show_in_menus=True)
    return tree


def _create_home() -> HomePage:
    root = Page.objects.get(depth=1)
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0).exact_type(Page).first()
    home = HomePage(
        title="Beranda",
        slug="beranda",
        headline=texts.HEADLINE,
        headline_en=texts.HEADLINE_EN,
        intro=texts.INTRO,
        intro_en=texts.INTRO_EN,
        for_editors=texts.FOR_EDITORS,
        for_editors_en=texts.FOR_EDITORS_EN,
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": settings.SITE_NAME},
    )
    if welcome is not None:
        welcome.delete()
    return HomePage.objects.get(pk=home.pk)


def _child(parent: Page, model: type[Any], *, slug: str, **values: Any) -> Any:
    existing = model.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing
    parent = Page.objects.get(pk=parent.pk)
    page = model(slug=slug, **values)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)
