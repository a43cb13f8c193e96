"""The look: contrast of every colour that is used on another, icons that exist, a stylesheet within its bounds."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from cms import palette, stylesheet
from cms.templatetags.icon_tags import DRAWINGS, drawings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("pair", palette.pairs(), ids=lambda pair: f"{pair.scheme}-{pair.ink}-on-{pair.ground}")
def test_contrast_meets_wcag_aa(pair):
    assert pair.ratio >= pair.least, f"{pair.ink_value} on {pair.ground_value}: {pair.ratio:.2f}"


def test_contrast_of_black_on_white_is_the_greatest():
    assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)


def test_a_page_carries_the_base_and_the_parts_it_names():
    assert ".card" in stylesheet.css_of()
    assert ".results-layout" not in stylesheet.css_of()
    assert ".results-layout" in stylesheet.css_of("search")
    with pytest.raises(KeyError):
        stylesheet.css_of("no-such-part")


def test_stylesheet_is_one_file_and_small():
    for part in stylesheet.parts():
        names = () if part == "base" else (part,)
        assert len(gzip.compress(stylesheet.css_of(*names).encode())) <= 6 * 1024, part


def test_stylesheet_is_whole():
    for part, css in stylesheet.parts().items():
        assert css.count("{") == css.count("}"), part
    assert "prefers-color-scheme:dark" in stylesheet.css_of()
    assert "@media print" in stylesheet.css_of()


def test_every_drawing_is_well_formed():
    assert len(drawings()) == len(ElementTree.parse(DRAWINGS).getroot())


def test_every_icon_that_a_template_names_is_drawn():
    named = set()
    for template in ROOT.glob("*/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)" %}', template.read_text(encoding="utf-8")))
    assert named
    assert named <= set(drawings())


def test_a_page_carries_each_icon_once():
    request = RequestFactory().get("/")
    page = '{% load icon_tags %}{% icon "search" %}{% icon "search" %}{% icon "no-such" %}{% icon_sprite "check" %}'
    html = Template(page).render(Context({"request": request}))
    assert re.findall(r'<symbol id="i-([a-z]+)"', html) == ["check", "lesson", "search"]


def test_an_icon_without_a_page_is_drawn_in_place():
    html = Template('{% load icon_tags %}{% icon "search" %}').render(Context({}))
    assert "<use" not in html
    assert "<circle" in html
