"""Pictures dropped into a page go into the library as the user may, without an invented alternative text."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, GroupCollectionPermission

from media.admin.dropped_images import title_of
from media.models import LibraryImage
from tests import factories

pytestmark = pytest.mark.django_db


def png(colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(buffer, "PNG")
    return buffer.getvalue()


def drop(client: Any, content: bytes | None = None, name: str = "panen_kelas-5.PNG") -> Any:
    file = ContentFile(png() if content is None else content, name=name)
    return client.post(reverse("take_image"), {"file": file}, headers={"X-Requested-With": "XMLHttpRequest"})


def centre_client(client: Any, *permissions: str) -> Collection:
    """Log in a user who may do so much in one collection only."""
    collection = Collection.get_first_root_node().add_child(name="Balai")
    group = Group.objects.create(name="Kontributor Balai")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = factories.make_user("balai")
    user.groups.add(group)
    client.force_login(user)
    return collection


def test_a_picture_is_taken_with_what_the_chooser_shows_and_no_alternative_text(editor_client: Any) -> None:
    answer = drop(editor_client).json()
    image = LibraryImage.objects.get()
    assert (image.title, image.description) == ("panen kelas 5", "")
    assert (answer["image"]["id"], answer["alt"], answer["existing"]) == (str(image.pk), "", False)
    assert answer["image"]["preview"]["url"]
    assert image.uploaded_by_user.username == "admin"


def test_a_picture_that_is_there_already_is_used_again(editor_client: Any) -> None:
    drop(editor_client)
    LibraryImage.objects.update(description="Panen padi di sawah")
    answer = drop(editor_client, name="lain.png").json()
    assert (answer["alt"], answer["existing"]) == ("Panen padi di sawah", True)
    assert LibraryImage.objects.count() == 1


@pytest.mark.parametrize("content, name", [(b"MZ\x00\x00", "foto.png"), (b"<svg/>", "foto.svg"), (b"", "foto.png")])
def test_what_is_no_picture_is_refused_with_the_reason(content: bytes, name: str, editor_client: Any) -> None:
    response = drop(editor_client, content, name)
    assert response.status_code == 422
    assert response.json()["error"]
    assert not LibraryImage.objects.exists()


def test_a_request_without_a_file_is_refused(editor_client: Any) -> None:
    assert editor_client.post(reverse("take_image")).status_code == 422
    assert editor_client.get(reverse("take_image")).status_code == 405


def test_a_picture_goes_into_the_collection_that_the_user_may_fill(client: Any) -> None:
    collection = centre_client(client, "add_image", "choose_image")
    assert drop(client).status_code == 200
    assert LibraryImage.objects.get().collection == collection


def test_who_may_not_add_images_is_told_so(client: Any) -> None:
    centre_client(client, "choose_image")
    response = drop(client)
    assert (response.status_code, bool(response.json()["error"])) == (403, True)
    assert not LibraryImage.objects.exists()


def test_a_picture_of_another_collection_is_not_given_away(client: Any, editor_client: Any) -> None:
    drop(editor_client)
    LibraryImage.objects.update(title="Rahasia", description="Rahasia")
    editor_client.logout()
    centre_client(client, "add_image", "choose_image")
    answer = drop(client)
    assert answer.json()["existing"] is False
    assert "Rahasia" not in answer.content.decode()


def test_without_a_login_nothing_is_taken(client: Any) -> None:
    assert drop(client).status_code == 403


@pytest.mark.parametrize("name, title", [("a_b-c.tar.png", "a b c.tar"), ("x" * 400 + ".png", "x" * 255)])
def test_a_title_is_read_out_of_the_file_name(name: str, title: str) -> None:
    assert title_of(name) == title
    assert title_of("")


# The alternative text of the page becomes that of the library


def example_with(image: LibraryImage, alt: str, site_tree: Any) -> Any:
    image.contextual_alt_text = alt
    image.decorative = False
    return factories.make_example(site_tree.examples, gallery=[("image", {"image": image, "caption": ""})])


def saved_by(user: Any, page: Any, accept: str = "text/html") -> None:
    from django.test import RequestFactory

    from media.admin.dropped_images import describe_own_images

    request = RequestFactory().post("/", headers={"Accept": accept})
    request.user = user
    describe_own_images(request, page)


@pytest.mark.parametrize(
    "own, before, accept, after",
    [
        (True, "", "text/html", "Murid menanam"),
        (True, "", "application/json", ""),
        (True, "Sudah ada", "text/html", "Sudah ada"),
        (False, "", "text/html", ""),
    ],
)
def test_the_first_text_an_editor_saves_describes_the_own_picture(
    own: bool, before: str, accept: str, after: str, site_tree: Any
) -> None:
    user = factories.make_user("penulis")
    image = factories.make_image(description=before, uploaded_by_user=user if own else None)
    saved_by(user, example_with(image, "Murid menanam", site_tree), accept)
    image.refresh_from_db()
    assert image.description == after
