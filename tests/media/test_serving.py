"""Files are handed out to who may see them, in ranges, so that players can seek and downloads resume."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission, Page

from media.views import parse_range
from tests import factories

CONTENT = bytes(range(256)) * 8
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nSelamat datang.\n"


@pytest.mark.parametrize(
    "header, expected",
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=-0", "unsatisfiable"),
        ("bytes=100-", "unsatisfiable"),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("items=0-1", None),
        ("bytes=٣-٤", None),
        ("bytes=" + "9" * 5_000 + "-", None),
    ],
)
def test_a_range_is_read_as_http_says(header: str, expected: Any) -> None:
    assert parse_range(header, 100) == expected


def test_nothing_of_an_empty_file_can_be_asked_for() -> None:
    assert (parse_range("bytes=0-", 0), parse_range("bytes=-5", 0)) == ("unsatisfiable", "unsatisfiable")


@pytest.fixture
def media(site_tree: Any) -> Any:
    return factories.make_media("video", content=CONTENT, captions=CAPTIONS)


@pytest.fixture
def document(site_tree: Any) -> Any:
    return factories.make_document(content=CONTENT, filename="lembar.pdf")


@pytest.fixture
def module(site_tree: Any, media: Any, document: Any) -> Any:
    return factories.make_module(
        site_tree.modules, body=[("video", {"video": media}), ("download", {"document": document})]
    )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.django_db
class TestMedia:
    def test_the_whole_file(self, client: Any, media: Any, module: Any) -> None:
        response = client.get(media.url)
        assert (response.status_code, body(response)) == (200, CONTENT)
        assert response.headers["Content-Type"] == "video/mp4"
        assert (response.headers["Content-Length"], response.headers["Accept-Ranges"]) == ("2048", "bytes")

    def test_a_part(self, client: Any, media: Any, module: Any) -> None:
        response = client.get(media.url, headers={"range": "bytes=100-199"})
        assert (response.status_code, body(response)) == (206, CONTENT[100:200])
        assert response.headers["Content-Range"] == "bytes 100-199/2048"
        assert response.headers["Content-Length"] == "100"

    def test_its_end(self, client: Any, media: Any, module: Any) -> None:
        response = client.get(media.url, headers={"range": "bytes=-48"})
        assert (response.status_code, body(response)) == (206, CONTENT[-48:])

    def test_more_than_there_is(self, client: Any, media: Any, module: Any) -> None:
        response = client.get(media.url, headers={"range": "bytes=9999-"})
        assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */2048")

    def test_head_has_the_length_and_no_body(self, client: Any, media: Any, module: Any) -> None:
        response = client.head(media.url)
        assert (response.status_code, response.headers["Content-Length"]) == (200, "2048")

    def test_other_methods_are_refused(self, client: Any, media: Any, module: Any) -> None:
        assert client.post(media.url).status_code == 405

    def test_another_name_is_not_found(self, client: Any, media: Any, module: Any) -> None:
        assert client.get(f"/berkas/{media.pk}/lain.mp4").status_code == 404

    def test_captions_are_webvtt(self, client: Any, media: Any, module: Any) -> None:
        response = client.get(media.captions_url)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "text/vtt; charset=utf-8")
        assert body(response).startswith(b"WEBVTT")

    def test_without_captions_there_are_none(self, client: Any, module: Any, media: Any) -> None:
        silent = factories.make_media()
        assert silent.captions_url == ""
        assert client.get(f"/berkas/{silent.pk}/takarir.vtt").status_code == 404

    def test_a_file_missing_on_disk_is_not_found(self, client: Any, media: Any, module: Any) -> None:
        media.file.storage.delete(media.file.name)
        assert client.get(media.url).status_code == 404

    def test_nothing_in_it_may_run_in_a_browser(self, client: Any, media: Any, module: Any) -> None:
        response = client.get(media.url)
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


FILES = ("media", "captions", "document", "preview")


def address(name: str, media: Any, document: Any) -> str:
    if name == "preview":
        return factories.make_preview(document).url
    return {"media": media.url, "captions": media.captions_url, "document": document.url}[name]


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
class TestWhoMaySee:
    def test_a_public_page_opens_its_files(
        self, name: str, client: Any, media: Any, document: Any, module: Any
    ) -> None:
        assert client.get(address(name, media, document)).status_code == 200

    def test_a_file_of_no_page_is_closed(self, name: str, client: Any, media: Any, document: Any) -> None:
        assert client.get(address(name, media, document)).status_code == 404

    def test_a_drafts_file_is_closed(self, name: str, client: Any, media: Any, document: Any, module: Any) -> None:
        Page.objects.filter(pk=module.pk).update(live=False)
        assert client.get(address(name, media, document)).status_code == 404

    def test_a_file_in_a_draft_of_a_public_page_is_closed(
        self, name: str, client: Any, media: Any, document: Any, site_tree: Any
    ) -> None:
        page = factories.make_module(site_tree.modules, title="Terbit tanpa berkas")
        page.body = [("video", {"video": media}), ("download", {"document": document})]
        page.save_revision()
        assert client.get(address(name, media, document)).status_code == 404

    def test_a_login_alone_opens_nothing(self, name: str, client: Any, media: Any, document: Any) -> None:
        client.force_login(factories.make_user())
        assert client.get(address(name, media, document)).status_code == 404

    def test_who_may_edit_the_collection_may_see_it(self, name: str, client: Any, media: Any, document: Any) -> None:
        client.force_login(member(Collection.get_first_root_node()))
        assert client.get(address(name, media, document)).status_code == 200

    def test_another_collections_member_may_not(self, name: str, client: Any, media: Any, document: Any) -> None:
        client.force_login(member(Collection.get_first_root_node().add_child(name="Balai lain")))
        assert client.get(address(name, media, document)).status_code == 404


def member(collection: Collection) -> Any:
    group = Group.objects.create(name=f"Anggota {collection.name}")
    # Wagtail asks for the permissions of its own models, whichever models stand in for them.
    for app, codename in (("wagtaildocs", "change_document"), ("wagtailmedia", "change_media")):
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return factories.make_user(f"anggota-{collection.pk}", groups=(group.name,))


@pytest.mark.django_db
def test_a_document_under_another_name_is_not_found(client: Any, document: Any, module: Any) -> None:
    assert client.get(document.url.rpartition("/")[0] + "/lain.pdf").status_code == 404


@pytest.mark.django_db
def test_a_documents_picture_is_a_picture_under_its_own_name_only(client: Any, document: Any, module: Any) -> None:
    preview = factories.make_preview(document)
    response = client.get(preview.url)
    assert (response.headers["Content-Type"], body(response)) == ("image/webp", b"RIFF")
    assert "private" in response.headers["Cache-Control"]
    assert client.get(preview.url.rpartition("/")[0] + "/lain.webp").status_code == 404


@pytest.mark.django_db
def test_a_documents_picture_in_a_closed_collection_is_closed(client: Any, document: Any, module: Any) -> None:
    address = factories.make_preview(document).url
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_files_lie_where_no_web_server_looks(media: Any, document: Any, settings: Any) -> None:
    for field in (media.file, media.captions, document.file, factories.make_preview(document).file):
        assert str(settings.PRIVATE_MEDIA_ROOT) in field.path
        assert str(settings.MEDIA_ROOT) not in field.path


def test_a_range_is_of_the_file_itself_even_when_pages_are_compressed(client, site_tree):
    media = factories.make_media()
    factories.make_module(site_tree.modules, body=[("audio", {"audio": media, "caption": ""})])
    size = media.file.size
    whole = client.get(media.url, headers={"Accept-Encoding": "gzip"})
    part = client.get(media.url, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-1"})
    assert "Content-Encoding" not in whole.headers
    assert whole.headers["Content-Length"] == str(size)
    assert "Content-Encoding" not in part.headers
    assert len(b"".join(part.streaming_content)) == 2
