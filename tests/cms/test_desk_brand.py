"""The admin wears the project's name, sign and colours, and people who forgot their password get in again."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core import mail
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
BRAND = Path(finders.find("cms/admin/brand.css")).read_text()


def test_the_login_page_is_ours(client):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "desk-wordmark" in page
    assert "- Sinau</title>" in page
    assert "cms/logo.svg" in page
    assert "cms/admin/brand.css" in page
    assert "Wagtail</" not in page


def test_the_sidebar_shows_our_sign(editor_client, site_tree):
    page = editor_client.get(reverse("wagtailadmin_home")).content.decode()
    template = re.search(r"<template data-wagtail-sidebar-branding-logo>(.*?)</template>", page, re.S)[1]
    assert "icon-sinau" in template


def test_a_page_that_is_not_there_is_ours(editor_client, site_tree):
    response = editor_client.get("/admin/tidak-ada/")
    assert response.status_code == 404
    assert "desk-lost" in response.content.decode()


def test_the_bar_on_public_pages_shows_our_sign(editor_client, site_tree):
    from django.template import Context, Template

    logo = Template('{% include "wagtailadmin/logo.html" with classname="w-userbar-icon" %}').render(Context())
    assert "icon-sinau w-userbar-icon" in logo
    assert "aria-label" not in logo


def test_a_forgotten_password_can_be_set_anew(client, site_tree):
    factories.make_user("penulis", superuser=True)
    assert reverse("wagtailadmin_password_reset") in client.get(reverse("wagtailadmin_login")).content.decode()
    client.post(reverse("wagtailadmin_password_reset"), {"email": "penulis@example.id"})
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    password = "rahasia-yang-panjang"
    client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})
    assert client.login(username="penulis", password=password)


def luminance(hex_colour):
    channels = [int(hex_colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hsl(hue, saturation, lightness):
    import colorsys

    return "#" + "".join(
        f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    )


@pytest.mark.parametrize("role", ["primary", "secondary"])
def test_the_colours_are_readable_with_white(role):
    part = {
        name: float(re.search(rf"--w-color-{role}-{name}: ([\d.]+)", BRAND)[1])
        for name in ("hue", "saturation", "lightness")
    }
    colour = hsl(part["hue"], part["saturation"], part["lightness"])
    assert contrast(colour, "#ffffff") >= 4.5
    # Wagtail's sidebar writes in white of 80 % on it.
    assert contrast(colour, "#cedee0") >= 4.5


# Wagtail's surfaces in the dark: grey-600 (page), grey-800 (panels).
@pytest.mark.parametrize("ground", ["#262626", "#1d1d1d"])
def test_the_dark_colours_are_readable(ground):
    dark = re.search(r"\.w-theme-dark \{(.*?)\}", BRAND, re.S)[1]
    colours = re.findall(r": (#[0-9a-f]{6});", dark)
    assert len(colours) >= 5
    assert all(contrast(colour, ground) >= 4.5 for colour in colours)


@pytest.mark.parametrize("name", ["desk-bad", "desk-good"])
def test_the_light_colours_of_words_are_readable(name):
    colour = re.search(rf":root, :host \{{.*?--{name}: (#[0-9a-f]{{6}})", BRAND, re.S)[1]
    assert contrast(colour, "#ffffff") >= 4.5


def test_who_chose_the_dark_and_whose_device_did_see_the_same():
    chosen = re.search(r"\.w-theme-dark \{(.*?)\}", BRAND, re.S)[1]
    system = re.search(r"\.w-theme-system \{(.*?)\}", BRAND, re.S)[1]
    assert chosen == system
