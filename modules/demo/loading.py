"""Loads the demo content from its files: `content/modul/*.yaml` and `content/contoh/*.yaml`."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Collection, Page

from cms.models import (
    Centre,
    CentrePage,
    Grade,
    Language,
    LearningResource,
    Level,
    Licence,
    Phase,
    Platform,
    Province,
    SchoolLevel,
    Subject,
)
from cms.workspaces.provision import provision
from media.models import CreativeExamplePage
from modules.demo.body import Body, prose
from modules.demo.centres import describe, introduction
from modules.demo.library import NAMESPACE, Library, block_id
from modules.models import LessonPage, LoadedDemo, ModulePage
from modules.site_tree import SiteTree

CONTENT = Path(__file__).parent / "content"
TERMS = {
    "levels": Level,
    "school_levels": SchoolLevel,
    "phases": Phase,
    "grades": Grade,
    "subjects": Subject,
    "platforms": Platform,
    "provinces": Province,
}


class DemoProblem(Exception):
    """A demo file that cannot be loaded; the message names the file and what is wrong in it."""


def material_files() -> list[Path]:
    """Every material's file: examples first, since modules refer to them."""
    return [*sorted((CONTENT / "contoh").glob("*.yaml")), *sorted((CONTENT / "modul").glob("*.yaml"))]


def read(path: Path) -> dict[str, Any]:
    """A material's file. The loader in C is several times faster where it is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return content


def waiting() -> list[Path]:
    """Files of materials that were never loaded here."""
    loaded = set(LoadedDemo.objects.values_list("slug", flat=True))
    return [path for path in material_files() if path.stem not in loaded]


class Loader:
    """Loads materials one by one, each in a transaction of its own, so that it can be interrupted."""

    def __init__(self, tree: SiteTree, user: Any) -> None:
        self.tree = tree
        self.user = user

    @transaction.atomic
    def load(self, path: Path) -> LearningResource:
        material = read(path)
        try:
            page = self._load(material)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DemoProblem(f"{path.name}: {type(error).__name__}: {error}") from error
        LoadedDemo.objects.get_or_create(slug=path.stem)
        return page

    def _load(self, material: dict[str, Any]) -> LearningResource:
        parent, collection = self._place(material)
        library = Library(material, self.user, collection)
        body = Body(material["slug"], library)
        if material["kind"] == "module":
            page: LearningResource = self._module(material, body)
        else:
            page = self._example(material, body)
        self._common(page, material, library)
        parent.add_child(instance=page)
        self._classify(page, material)
        self._publish(page, material)
        for number, lesson in enumerate(material.get("lessons") or []):
            self._lesson(page, lesson, material, library, number)
        return page

    def _place(self, material: dict[str, Any]) -> tuple[Page, Collection | None]:
        """Where the material stands in the tree, and the collection of its files."""
        slug = material.get("centre")
        if slug:
            page = self.centre_page(slug)
            return Page.objects.get(pk=page.pk), centre_collection(page.centre)
        index = self.tree.modules if material["kind"] == "module" else self.tree.examples
        return Page.objects.get(pk=index.pk), None

    def centre_page(self, slug: str) -> CentrePage:
        existing = CentrePage.objects.filter(centre__slug=slug).first()
        if existing:
            return existing
        centre = Centre.objects.get(slug=slug)
        page = CentrePage(
            title=centre.name,
            slug=slug,
            centre=centre,
            owner=self.user,
            intro=introduction(centre.official_name, centre.province.name),
        )
        describe(page)
        Page.objects.get(pk=self.tree.centres.pk).add_child(instance=page)
        page.save_revision(user=self.user).publish()
        return page

    def _common(self, page: LearningResource, material: dict[str, Any], library: Library) -> None:
        import uuid

        page.title = material["title"]
        page.slug = material["slug"]
        page.uuid = uuid.uuid5(NAMESPACE, material["slug"])
        page.owner = self.user
        page.summary = " ".join(str(material["summary"]).split())
        page.language = Language.objects.get(slug=material["language"])
        page.licence = Licence.objects.get(slug=material["licence"])
        page.duration_minutes = material.get("duration_minutes")
        page.authors = json.dumps(
            [
                {"type": "author", "value": author, "id": block_id(material["slug"], "authors", number)}
                for number, author in enumerate(material.get("authors") or [])
            ]
        )
        if material.get("cover"):
            page.cover = library.image(material["cover"])
        page.live = False

    def _module(self, material: dict[str, Any], body: Body) -> ModulePage:
        objectives = [
            {"type": "objective", "value": str(text), "id": block_id(material["slug"], "objectives", number)}
            for number, text in enumerate(material["objectives"])
        ]
        return ModulePage(objectives=json.dumps(objectives), body=json.dumps(body.stream(material.get("body") or [])))

    def _example(self, material: dict[str, Any], body: Body) -> CreativeExamplePage:
        slug = material["slug"]
        steps = [
            {"type": "step", "value": body.step(step), "id": block_id(slug, "steps", number)}
            for number, step in enumerate(material["steps"])
        ]
        tools = [
            {"type": "tool", "value": body.tool(tool), "id": block_id(slug, "tools", number)}
            for number, tool in enumerate(material["tools"])
        ]
        teacher = material["teacher"]
        return CreativeExamplePage(
            about=prose(material["about"]),
            gallery=json.dumps(body.stream(material["gallery"], "gallery")),
            steps=json.dumps(steps),
            tools=json.dumps(tools),
            teacher=teacher["name"],
            school=teacher["school"],
            school_province=Province.objects.filter(slug=teacher.get("province") or "").first(),
            consent_on=teacher["consent"],
            reuse=" ".join(str(material.get("reuse") or "").split()),
        )

    def _classify(self, page: LearningResource, material: dict[str, Any]) -> None:
        for field, model in TERMS.items():
            slugs = [str(slug) for slug in material.get(field) or []]
            terms = list(model._default_manager.filter(slug__in=slugs))
            if len(terms) != len(set(slugs)):
                unknown = sorted(set(slugs) - {term.slug for term in terms})
                raise ValueError(f"unknown {field}: {', '.join(unknown)}")
            getattr(page, field).set(terms)
        page.tags.set([str(tag) for tag in material.get("tags") or []])

    def _publish(self, page: Page, material: dict[str, Any]) -> None:
        """Publish as of the material's own date."""
        moment = datetime.combine(material["published"], time(8, 0), tzinfo=ZoneInfo(settings.TIME_ZONE))
        page.first_published_at = moment
        page.save_revision(user=self.user).publish(user=self.user)
        Page.objects.filter(pk=page.pk).update(last_published_at=moment, latest_revision_created_at=moment)

    def _lesson(
        self, module: Page, lesson: dict[str, Any], material: dict[str, Any], library: Library, number: int
    ) -> None:
        import uuid

        slug = f"{material['slug']}/{lesson['slug']}"
        page = LessonPage(
            title=lesson["title"],
            slug=lesson["slug"],
            uuid=uuid.uuid5(NAMESPACE, slug),
            owner=self.user,
            duration_minutes=lesson.get("duration_minutes"),
            body=json.dumps(Body(slug, library).stream(lesson["body"])),
            live=False,
        )
        Page.objects.get(pk=module.pk).add_child(instance=page)
        self._publish(page, material)


@transaction.atomic
def connect(paths: list[Path]) -> None:
    """Relations between materials, once all of them are there."""
    for path in paths:
        material = read(path)
        if material["kind"] != "module":
            continue
        page = ModulePage.objects.filter(slug=material["slug"]).first()
        if page is None:
            continue
        before = page.last_published_at
        page.prerequisites.set(ModulePage.objects.filter(slug__in=material.get("prerequisites") or []))
        page.next_modules.set(ModulePage.objects.filter(slug__in=material.get("next_modules") or []))
        page.examples.set(CreativeExamplePage.objects.filter(slug__in=material.get("examples") or []))
        page.save_revision().publish()
        Page.objects.filter(pk=page.pk).update(last_published_at=before)


def centre_collection(centre: Centre | None) -> Collection | None:
    """The collection of a centre's files, created when it is missing."""
    if centre is None:
        return None
    return provision(centre, centre.page).collection
