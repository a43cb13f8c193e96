import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images.forms import get_image_form

from media.models import ExtractedText, LibraryDocument, LibraryImage, LibraryMedia
from tests import factories

pytestmark = pytest.mark.django_db


def picture(name="gambar.png"):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/png")


def image_data(**changes):
    return {"title": "Papan tulis", "description": "Papan tulis di kelas", "collection": 1, **changes}


def say(response):
    return response.content.decode()


@pytest.fixture
def unreadable():
    """A function that makes an unreadable document."""

    def make(title="Pindaian", user=None):
        document = factories.make_document(title, uploaded_by_user=user)
        ExtractedText.objects.update_or_create(
            document=document, defaults={"state": "unreadable", "reason": "Berkas terkunci."}
        )
        return document

    return make


# Pictures


def test_a_picture_with_alternative_text_is_taken(editor_client):
    editor_client.post(reverse("wagtailimages:add"), image_data(file=picture()))
    assert LibraryImage.objects.get().description == "Papan tulis di kelas"


def test_a_picture_without_alternative_text_is_refused_at_the_field(editor_client):
    response = editor_client.post(reverse("wagtailimages:add"), image_data(file=picture(), description=""))
    assert response.context["form"].errors["description"]
    assert not LibraryImage.objects.exists()


def test_several_pictures_at_once_wait_for_their_alternative_text(editor_client):
    response = editor_client.post(
        reverse("wagtailimages:add_multiple"), {"title": "Papan", "files[]": picture(), "collection": 1}
    )
    assert response.json()["success"]
    assert not LibraryImage.objects.exists()


def test_the_field_is_called_alternative_text():
    form = get_image_form(LibraryImage)()
    with pytest.MonkeyPatch.context():
        from django.utils.translation import override

        with override("en"):
            assert str(form.fields["description"].label) == "Alternative text"


def test_a_person_needs_recorded_consent(editor_client):
    response = editor_client.post(reverse("wagtailimages:add"), image_data(file=picture(), shows_person="on"))
    assert response.context["form"].errors["consent_on"]


def test_a_person_with_consent_is_taken(editor_client):
    data = image_data(file=picture(), shows_person="on", consent_on="2026-01-31", consent_note="Map A")
    editor_client.post(reverse("wagtailimages:add"), data)
    assert LibraryImage.objects.get().consent_on == datetime.date(2026, 1, 31)


@pytest.mark.parametrize("field", ["credit", "licence", "shows_person", "consent_on", "consent_note", "description"])
def test_the_form_has_what_an_office_must_account_for(editor_client, field):
    image = factories.make_image()
    page = say(editor_client.get(reverse("wagtailimages:edit", args=[image.pk])))
    assert f'name="{field}"' in page


# Audio and video


def test_captions_that_are_not_webvtt_are_refused(editor_client):
    item = factories.make_media("video")
    data = {"title": "Video", "collection": 1, "duration": 95, "captions": SimpleUploadedFile("a.vtt", b"1\n00:00")}
    response = editor_client.post(reverse("wagtailmedia:edit", args=[item.pk]), data)
    assert response.context["form"].errors["captions"]


def test_captions_in_webvtt_are_taken(editor_client):
    item = factories.make_media("video")
    captions = SimpleUploadedFile("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHalo\n")
    data = {"title": "Video", "collection": 1, "duration": 95, "captions": captions}
    response = editor_client.post(reverse("wagtailmedia:edit", args=[item.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    assert LibraryMedia.objects.get(pk=item.pk).captions


# Documents


def test_the_list_says_why_a_document_cannot_be_read(editor_client, unreadable):
    unreadable()
    assert "Berkas terkunci." in say(editor_client.get(reverse("wagtaildocs:index")))
    assert "Berkas terkunci." in say(editor_client.get(reverse("wagtaildocs:index_results")))


def test_the_list_takes_a_fixed_number_of_queries(editor_client, unreadable):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    unreadable("Satu")
    editor_client.get(reverse("wagtaildocs:index"))
    with CaptureQueriesContext(connection) as few:
        editor_client.get(reverse("wagtaildocs:index"))
    for number in range(6):
        unreadable(f"Lagi {number}")
    with CaptureQueriesContext(connection) as many:
        editor_client.get(reverse("wagtaildocs:index"))
    assert len(many) == len(few)


def test_the_list_is_still_searched(editor_client, unreadable):
    unreadable("Pindaian rapor")
    unreadable("Lain")
    page = say(editor_client.get(reverse("wagtaildocs:index"), {"q": "rapor"}))
    assert "Pindaian rapor" in page
    assert "Lain</a>" not in page


def test_the_edit_page_says_why_a_document_cannot_be_read(editor_client, unreadable):
    document = unreadable()
    assert "Berkas terkunci." in say(editor_client.get(reverse("wagtaildocs:edit", args=[document.pk])))


def test_the_edit_page_of_a_readable_document_says_nothing(editor_client):
    document = factories.make_document()
    ExtractedText.objects.update_or_create(
        document=document, defaults={"state": "read", "text": "isi", "reason": "x9x"}
    )
    assert "x9x" not in say(editor_client.get(reverse("wagtaildocs:edit", args=[document.pk])))


def test_another_user_cannot_open_the_list(client):
    client.force_login(factories.make_user())
    assert client.get(reverse("wagtaildocs:index")).status_code == 302


def test_a_document_can_still_be_edited(editor_client):
    document = factories.make_document()
    data = {"title": "Judul baru", "collection": 1}
    editor_client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    assert LibraryDocument.objects.get(pk=document.pk).title == "Judul baru"


def test_opening_a_page_names_its_unreadable_files(editor_client, site_tree, unreadable):
    document = unreadable("Pindaian rapor")
    download = {"document": document, "title": "", "text": ""}
    module = factories.make_module(site_tree.modules, body=[("download", download)])
    page = say(editor_client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])))
    assert f'<a href="{reverse("wagtaildocs:edit", args=[document.pk])}">Pindaian rapor</a>: Berkas terkunci.' in page


def test_a_file_of_the_draft_alone_is_named_too(editor_client, module, unreadable):
    module.body = [("download", {"document": unreadable("Pindaian rapor"), "title": "", "text": ""})]
    module.save_revision()
    assert "Berkas terkunci." in say(editor_client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])))


def test_a_page_without_such_files_gets_no_warning(editor_client, module, unreadable):
    unreadable()
    assert "Berkas terkunci." not in say(editor_client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])))


def test_the_home_lists_ones_own_unreadable_files(client, unreadable):
    me, other = factories.make_user("aku", superuser=True), factories.make_user("dia", superuser=True)
    unreadable("Punyaku", me)
    unreadable("Punyanya", other)
    client.force_login(me)
    page = say(client.get(reverse("wagtailadmin_home")))
    assert "Punyaku" in page
    assert "Punyanya" not in page


def test_the_home_without_such_files_has_no_panel(editor_client):
    assert "unreadable-files" not in say(editor_client.get(reverse("wagtailadmin_home")))
