"""A centre with a member, the terms that the files name, and a way to import a file to its end."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.imports import runs
from cms.imports.column_check import check_columns
from cms.imports.models import Import
from cms.imports.targets import targets
from cms.models import CentrePage, Grade, SchoolLevel, Subject
from cms.workspaces.models import Role
from tests import factories
from tests.factories.workspaces import make_member, make_workspace


@pytest.fixture
def terms(db):
    factories.term(SchoolLevel, "sd")
    factories.term(SchoolLevel, "smp")
    for number in range(1, 13):
        factories.term(Grade, str(number), name=f"Kelas {number}", order=number)
    factories.term(Subject, "matematika", name="Matematika", aliases="MTK")
    factories.term(Subject, "konstruksi", name="Konstruksi")
    factories.term(Subject, "literasi", name="Dasar-dasar Literasi, Matematika, Sains, dan Seni")


@pytest.fixture
def office(site_tree, terms):
    """A centre's workspace, its page and one who may edit there."""
    workspace = make_workspace(site_tree, "balai-satu")
    user = make_member(workspace, Role.CURATOR, "kurator-satu")
    page = CentrePage.objects.get(centre=workspace.centre)
    return SimpleNamespace(workspace=workspace, user=user, page=page, tree=site_tree)


@pytest.fixture
def take(office):
    """Uploads and checks a file; with `run` imports it too. Raises FileRefused for what the upload refuses."""

    def take(content, name="a.xlsx", *, kind="resource:module", run=False, owner=None, **values):
        owner = owner or office
        target = targets()[kind]
        upload = SimpleUploadedFile(name, content)
        found = check_columns(upload, name, upload.size, target).as_findings()
        upload.seek(0)
        is_resource = kind.startswith("resource:")
        source = Import(
            kind=kind,
            workspace=owner.workspace if is_resource else None,
            parent=owner.page if is_resource else None,
            original_name=name,
            uploaded_by=owner.user,
            findings=found,
            mapping={str(column["at"]): column["key"] for column in found["columns"]},
            status=Import.Status.CHECKING,
            **values,
        )
        source.file.save(name, upload, save=False)
        source.save()
        runs.check(source)
        if run:
            assert source.status == Import.Status.CHECKED, source.findings
            go(source)
        return source

    return take


def go(source):
    """Runs a checked import, as the worker would."""
    source.move(Import.Status.CHECKED, to=Import.Status.RUNNING)
    runs.run(source)
    return source


def undo(source, user=None):
    """Takes an import back for somebody, for its uploader when nobody is named."""
    source.move(Import.Status.DONE, to=Import.Status.UNDOING, undone_by=user or source.uploaded_by)
    runs.undo(source)
    return source


def codes(source):
    return [[problem["code"] for problem in row.problems] for row in source.rows.all()]
