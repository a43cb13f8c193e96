"""The admin's pages: from an empty list by upload, columns, check and run to undo, without a script."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cms.imports.models import Import
from cms.imports.tasks import is_interrupted
from cms.models import Subject, Tag
from cms.workspaces.models import Role
from cms.workspaces.provision import ensure_national
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.factories.workspaces import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, office):
    client.force_login(make_member(office.workspace, Role.CONTRIBUTOR, "kontributor-satu"))
    return client


def upload(client, content, name="daftar.xlsx", kind="resource:module", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:new"), {"kind": kind, "file": file, **more})


def confirm(client, source):
    data = {f"column_{column['at']}": column["key"] for column in source.findings["columns"]}
    return client.post(reverse("imports:check", args=[source.pk]), data)


def test_from_upload_to_undo(member, office, run_worker, django_capture_on_commit_callbacks):
    assert reverse("imports:new") in member.get(reverse("imports:index")).content.decode()
    rows = [dirt.changed(ID=str(n), Judul=f"Modul {n}") for n in range(3)]
    rows.append(dirt.changed(ID="9", Judul="Salah tulis", Mata_Pelajaran="kontruksi"))
    assert upload(member, dirt.book(dirt.HEADS, *rows)).status_code == 302
    source = Import.objects.get()
    page = reverse("imports:detail", args=[source.pk])
    assert (source.status, source.workspace, source.parent_id) == ("uploaded", office.workspace, office.page.pk)
    assert "Mata Pelajaran" in member.get(page).content.decode()

    confirm(member, source)
    busy = member.get(page)
    assert busy["Refresh"]
    run_worker()
    source.refresh_from_db()
    assert (source.status, source.counts["new"], source.counts["problem"]) == ("checked", 3, 1)
    shown = member.get(page)
    assert "Refresh" not in shown
    assert "Konstruksi" in shown.content.decode()

    member.post(reverse("imports:accept", args=[source.pk]), {"accept": "subjects=kontruksi"})
    run_worker()
    source.refresh_from_db()
    assert source.counts["new"] == 4
    member.post(reverse("imports:run", args=[source.pk]))
    run_worker()
    source.refresh_from_db()
    assert (source.status, ModulePage.objects.filter(live=False).count()) == ("done", 4)
    assert reverse("imports:undo", args=[source.pk]) in member.get(page).content.decode()

    member.post(reverse("imports:undo", args=[source.pk]))
    run_worker()
    source.refresh_from_db()
    assert (source.status, ModulePage.objects.count()) == ("undone", 0)
    assert member.get(page).status_code == 200


def test_a_file_that_is_none_is_refused_at_once_and_not_kept(member, settings):
    folder = Path(settings.PRIVATE_MEDIA_ROOT) / "imports"
    before = set(folder.glob("*"))
    response = upload(member, b"%PDF-1.7", "daftar.xlsx")
    assert response.status_code == 200
    assert "PDF" in response.content.decode()
    assert not Import.objects.exists()
    assert set(folder.glob("*")) == before


def test_a_fault_further_down_refuses_the_file_with_its_row(member, run_worker):
    good = "".join(f"A-{n},Judul {n}\r\n" for n in range(60))
    upload(member, (dirt.PLAIN + good + 'B-1,"Judul\r\n' + "x\r\n" * 900).encode(), "daftar.csv")
    source = Import.objects.get()
    confirm(member, source)
    run_worker()
    source.refresh_from_db()
    assert (source.status, source.rows.count()) == ("refused", 0)
    assert source.findings["refused"]["row"] == 63
    assert "63" in member.get(reverse("imports:detail", args=[source.pk])).content.decode()


def test_a_place_in_anothers_tree_is_refused(member, office):
    response = upload(member, dirt.book(dirt.HEADS, dirt.ROW), parent=office.tree.modules.pk)
    assert response.status_code == 200
    assert not Import.objects.exists()


def test_two_columns_for_one_field_are_refused(member):
    upload(member, dirt.book(dirt.HEADS, dirt.ROW))
    source = Import.objects.get()
    data = {f"column_{column['at']}": "title" for column in source.findings["columns"]}
    member.post(reverse("imports:check", args=[source.pk]), data)
    assert Import.objects.get().status == "uploaded"


def test_run_twice_runs_once(member, run_worker, take, office):
    source = take(dirt.book(dirt.HEADS, dirt.ROW))
    member.force_login(office.user)
    for _time in range(2):
        member.post(reverse("imports:run", args=[source.pk]))
    run_worker()
    assert ModulePage.objects.count() == 1


def test_what_was_interrupted_can_go_on(member, take, office, run_worker):
    source = take(dirt.book(dirt.HEADS, dirt.ROW))
    source.move(Import.Status.CHECKED, to=Import.Status.RUNNING)
    assert is_interrupted(source)
    member.force_login(office.user)
    page = member.get(reverse("imports:detail", args=[source.pk]))
    assert "Refresh" not in page
    assert reverse("imports:continue", args=[source.pk]) in page.content.decode()
    member.post(reverse("imports:continue", args=[source.pk]))
    run_worker()
    assert Import.objects.get().status == "done"


@pytest.mark.parametrize("kind", ["resource:module", "resource:example", "resource:podcast"])
def test_a_template_is_understood_as_it_is_given_out(member, take, kind):
    response = member.get(reverse("imports:template", args=[kind, "xlsx"]))
    book = load_workbook(io.BytesIO(response.content))
    book.active.append(["T-1", "Dari templat"])
    file = io.BytesIO()
    book.save(file)
    source = take(file.getvalue(), kind=kind)
    assert all(column["key"] for column in source.findings["columns"])
    assert [row.outcome for row in source.rows.all()] == ["new"]
    assert "Judul" in [cell.value for cell in book.active[1]]


@pytest.mark.parametrize("model", [Subject, Tag])
def test_words_are_exported_from_their_listing_by_who_imports_them(client, office, model):
    national = make_member(ensure_national(), Role.ADMIN, "admin-pusat")
    listing = reverse(model.snippet_viewset.get_url_name("list"))
    key = "tag" if model is Tag else "term:subject"
    addresses = [reverse("imports:template", args=[key, ending], query={"isi": 1}) for ending in ("xlsx", "csv")]
    client.force_login(national)
    shown, upload_page = (client.get(page).content.decode() for page in (listing, reverse("imports:new")))
    assert all(address in shown and address in upload_page for address in addresses)
    assert all(client.get(address).status_code == 200 for address in addresses)
    keeper = factories.make_user("penjaga", groups=("Editors",))
    allowed = Permission.objects.filter(content_type__model=model._meta.model_name)
    keeper.user_permissions.add(*allowed, Permission.objects.get(codename="access_admin"))
    client.force_login(keeper)
    response = client.get(listing)
    assert response.status_code == 200
    assert "isi=1" not in response.content.decode()
    assert all(client.get(address).status_code in (302, 403) for address in addresses)


def test_the_report_names_rows_and_guards_formulas(member, take, office):
    source = take(dirt.book(dirt.HEADS, dirt.changed(ID="=x", Mata_Pelajaran="zzz")))
    response = member.get(reverse("imports:report", args=[source.pk]))
    _head, row = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    assert row[0] == 2
    assert "zzz" in row[5]


def test_files_have_no_public_address(take, client):
    source = take(dirt.book(dirt.HEADS, dirt.ROW))
    assert source.file.storage.location == storages["private"].location
    for address in (source.file.url, f"/media/{source.file.name}", f"/documents/{source.file.name}"):
        assert client.get(address).status_code == 404


def test_pages_cost_the_same_queries_for_more(client, take, office):
    client.force_login(factories.make_user("super", superuser=True))

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def book(count, prefix):
        return dirt.book(dirt.HEADS, *(dirt.changed(ID=f"{prefix}{n}", Judul=f"{prefix}{n}") for n in range(count)))

    small = take(book(2, "a"), run=True)
    index = queries(reverse("imports:index"))
    detail = queries(reverse("imports:detail", args=[small.pk]))
    large = take(book(20, "b"), run=True)
    for number in range(5):
        take(book(1, f"c{number}"))
    assert queries(reverse("imports:index")) == index
    assert queries(reverse("imports:detail", args=[large.pk])) == detail
