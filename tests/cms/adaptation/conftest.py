"""A national module with lessons, a centre, and its people."""

from __future__ import annotations

from typing import Any

import pytest

from cms.adaptation.adapting import adapt
from cms.models import LearningResource, Licence
from cms.workspaces.models import Role, Workspace
from modules.models import ModulePage
from tests import factories
from tests.factories import term
from tests.factories.workspaces import make_member, make_workspace


@pytest.fixture
def licence(db: Any) -> Licence:
    return term(Licence, "cc-by-sa", adaptable=True, redistributable=True, attribution=True, share_alike=True)


@pytest.fixture
def source(site_tree: factories.SiteTree, licence: Licence) -> ModulePage:
    """Live, with two lessons, a nested body and tags."""
    module = factories.make_module(
        site_tree.modules,
        "Poster kelas",
        licence=licence,
        tags=["poster"],
        authors=[("author", {"name": "Ibu Sari", "affiliation": "SMPN 1"})],
        body=[
            ("text", "<p>Pembuka.</p>"),
            ("steps", factories.steps_value("Buka", "Pilih")),
            ("quiz", factories.quiz_value()),
        ],
    )
    factories.make_lesson(module, "Pelajaran satu", body=[("text", "<p>Satu.</p>")])
    factories.make_lesson(module, "Pelajaran dua", body=[("text", "<p>Dua.</p>")])
    return again(module)


@pytest.fixture
def workspace(site_tree: factories.SiteTree) -> Workspace:
    return make_workspace(site_tree)


@pytest.fixture
def contributor(workspace: Workspace) -> Any:
    return make_member(workspace, Role.CONTRIBUTOR)


@pytest.fixture
def adapted(source: ModulePage, workspace: Workspace, contributor: Any) -> ModulePage:
    return again(adapt(source, workspace, contributor))


def again(page: Any) -> Any:
    """The page as the database has it."""
    return LearningResource.objects.get(pk=page.pk).specific


def published(page: Any, **fields: Any) -> Any:
    """The page after its draft was published with these fields; `body` as a list of raw blocks."""
    draft = page.get_latest_revision_as_object()
    put(draft, **fields)
    draft.save_revision(clean=False).publish()
    return type(page).objects.get(pk=page.pk)


def drafted(page: Any, **fields: Any) -> Any:
    """The page after a draft with these fields was saved."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    put(draft, **fields)
    draft.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk)


def put(draft: Any, **fields: Any) -> None:
    for name, value in fields.items():
        if name == "body":
            value = draft._meta.get_field("body").stream_block.to_python(value)
        setattr(draft, name, value)


def raw(page: Any) -> list[dict[str, Any]]:
    """The raw blocks of a page's newest draft, free to be changed."""
    import json

    return json.loads(json.dumps(list(page.get_latest_revision_as_object().body.raw_data)))
