"""What a new installation has, and that it is made once."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.models import HomePage, StandardPage
from modules.demo.centres import describe
from modules.site_tree import ensure_site_tree
from tests.factories import make_centre_page
from tests.reading import html


@pytest.mark.django_db
def test_a_new_site_says_what_it_is_and_helps_teachers(client):
    call_command("setup_site", verbosity=0)
    assert "Materi siap pakai" in html(client, "/")
    assert "Ready-made materials" in html(client, "/en/")
    help_text = html(client, "/bantuan/")
    for topic in ("Mencari materi", "Menyaring hasil", "Arti tingkat", "Memakai tanpa internet", "CC BY-SA", "/balai/"):
        assert topic in help_text
    assert StandardPage.objects.live().count() == 3
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_what_editors_changed_or_deleted_stays_so():
    ensure_site_tree()
    HomePage.objects.update(headline="Judul editor")
    StandardPage.objects.get(slug="privasi").delete()
    ensure_site_tree()
    assert HomePage.objects.get().headline == "Judul editor"
    assert not StandardPage.objects.filter(slug="privasi").exists()


@pytest.mark.django_db
def test_a_demo_centre_gets_contact_data_that_is_nobodys(site_tree):
    page = make_centre_page(site_tree)
    describe(page)
    assert page.email.endswith("@example.id")
    assert "Data contoh" in page.address
    page.full_clean()


@pytest.mark.django_db
def test_a_centre_that_has_contact_data_keeps_it(site_tree):
    page = make_centre_page(site_tree, phone="0274 1")
    describe(page)
    assert (page.phone, page.email) == ("0274 1", "")
