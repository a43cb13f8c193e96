"""What the automatic checks find in a page, where they say it is, and what it does at the gate."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.admin.checklist import checklist
from cms.completeness.checks import CHECKS, MAX_FINDINGS, findings
from cms.completeness.models import CheckRule, LinkCheck, Severity, digest
from cms.completeness.readiness import gate_problems, problems_to_send
from cms.models import Platform
from cms.publishing import PublishRefused
from media.models import ExtractedText
from tests import factories
from tests.factories import term
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db
ALL = (Severity.BLOCK, Severity.WARN)


def saved(page, *blocks):
    page.body = list(blocks)
    page.save()
    return type(page).objects.get(pk=page.pk)


def text(html):
    return ("text", html)


def codes(page):
    return [finding.code for finding in findings(page, *ALL)]


def only(page):
    [finding] = findings(page, *ALL)
    return finding


def test_a_good_page_has_no_findings(module):
    page = saved(module, text('<h2>Mulai</h2><p>Buka <a href="https://canva.com">Canva</a>.</p><h3>Lalu</h3>'))
    assert findings(page, *ALL) == []


def test_a_heading_out_of_order_is_named_with_its_block(module):
    page = saved(module, text("<h2>Satu</h2><p>Isi.</p>"), text("<h4>Dua</h4>"))
    finding = only(page)
    assert (finding.code, finding.place.field, finding.place.block) == ("heading_order", "body", page.body[1].id)
    assert "Dua" in finding.message


def test_the_title_of_an_activity_is_a_heading(module):
    activity = {"title": "Menggambar", "stage": "inti", "grouping": "", "text": "<p>Isi.</p>"}
    page = saved(module, ("activity", activity), text("<h3>Bagian</h3>"))
    assert codes(page) == []


@pytest.mark.parametrize(
    "html", ['<a href="https://a.id">klik di sini</a>', '<a href="https://a.id/x">https://a.id/x</a>']
)
def test_link_texts_that_do_not_tell(module, html):
    assert codes(saved(module, text(f"<p>{html}</p>"))) == ["link_text"]


def test_the_title_of_a_link_block_is_its_text(site_tree):
    page = factories.make_example(site_tree.examples, gallery=[("link", {"url": "https://a.id/x", "title": "Di sini"})])
    finding = only(type(page).objects.get(pk=page.pk))
    assert (finding.code, finding.place.field) == ("link_text", "gallery")


def test_an_alternative_text_that_is_a_file_name(module):
    picture = factories.picture_value(factories.make_image(), alt="IMG_2041.jpg")
    page = saved(module, ("image", picture))
    assert (only(page).code, only(page).place.part) == ("alt_text", "alt_text")


def test_links_to_pages_of_the_site(module, site_tree):
    draft = factories.make_module(site_tree.modules, title="Belum terbit", live=False)
    page = saved(
        module,
        text(f'<p><a linktype="page" id="{draft.pk}">Belum</a> <a linktype="page" id="{module.pk}">Modul kami</a></p>'),
        text('<p><a linktype="page" id="999999">Dulu</a> <a linktype="document" id="888888">Berkas</a></p>'),
    )
    found = findings(page, *ALL)
    assert sorted(finding.code for finding in found) == ["link_gone", "link_gone", "link_unpublished"]
    assert found[0].severity == Severity.BLOCK


def test_the_title_of_a_draft_is_not_told(module, site_tree):
    """Whoever can link may not be whom the draft is for."""
    draft = factories.make_module(site_tree.modules, title="Rahasia balai lain", slug="rahasia", live=False)
    by_id = text(f'<p><a linktype="page" id="{draft.pk}">di sana</a></p>')
    by_address = text('<p><a href="http://localhost/modul/rahasia/">di sini juga</a></p>')
    found = [
        finding for finding in findings(saved(module, by_id, by_address), *ALL) if finding.code == "link_unpublished"
    ]
    assert len(found) == 2
    assert not any("Rahasia" in finding.message for finding in found)
    assert "di sana" in found[0].message


def test_a_draft_linked_by_its_address_is_found_too(module, site_tree):
    draft = factories.make_module(site_tree.modules, title="Belum", slug="belum", live=False)
    page = saved(module, text(f'<p><a href="http://localhost/modul/{draft.slug}/">Modul lain</a></p>'))
    assert codes(page) == ["link_unpublished"]


def test_a_link_to_what_was_deleted_stops_the_publication(module):
    page = saved(module, text('<p><a linktype="page" id="999999">Dulu</a></p>'))
    assert "body" in problems_to_send(page)
    with pytest.raises(PublishRefused):
        page.save_revision(clean=False).publish()


def test_a_platform_that_is_closed(module):
    term(Platform, "jamboard", name="Jamboard", url="https://jamboard.google.com", status="retired")
    page = saved(module, text('<p><a href="https://jamboard.google.com/d/1">Papan kelas</a></p>'))
    assert "Jamboard" in only(page).message


def test_a_site_that_another_platform_still_uses_is_not_closed(module):
    term(Platform, "lama", url="https://belajar.id", status="retired")
    term(Platform, "baru", url="https://belajar.id/")
    assert codes(saved(module, text('<p><a href="https://belajar.id/x">Akun</a></p>'))) == []


def test_a_broken_link_is_told_with_its_last_answer(module, settings):
    settings.LINK_CHECKS = True
    url = "https://contoh.id/lama"
    LinkCheck.objects.create(digest=digest(url), url=url, status="failed", error="not_found", answer=404, failures=3)
    page = saved(module, text(f'<p><a href="{url}#bagian">Panduan</a></p>'))
    assert "404" in only(page).message
    assert [link.url for link in checklist(page).links] == [url]
    settings.LINK_CHECKS = False
    assert codes(page) == []


def test_a_link_that_failed_once_is_not_broken(module, settings):
    settings.LINK_CHECKS = True
    LinkCheck.objects.create(digest=digest("https://contoh.id"), url="https://contoh.id", status="failed", failures=2)
    assert codes(saved(module, text('<p><a href="https://contoh.id">Panduan</a></p>'))) == []


def test_a_video_too_heavy_to_stream(module):
    video = factories.make_media("video", content=b"\0" * 300_000, duration=1)
    page = saved(module, ("video", {"video": video, "caption": ""}))
    assert "2.4" in only(page).message
    assert "300" in checklist(page).weight or "293" in checklist(page).weight


def test_documents_and_pages_too_heavy(module):
    document = factories.make_document()
    type(document).objects.filter(pk=document.pk).update(file_size=90_000_000)
    page = saved(module, ("download", {"document": document, "title": "", "text": ""}))
    page = type(page).objects.get(pk=page.pk)
    assert codes(page) == ["document_heavy", "page_heavy"]


@pytest.mark.parametrize("state, body", [("unreadable", ""), ("read", "")])
def test_a_scanned_document(module, state, body):
    document = factories.make_document(filename="pindai.pdf", content=b"%PDF-1.4")
    ExtractedText.objects.update_or_create(document=document, defaults={"state": state, "text": body})
    page = saved(module, ("download", {"document": document, "title": "", "text": ""}))
    assert codes(page) == ["pdf_unreadable"]


def test_a_hard_text_is_told_with_its_hardest_sentence(module):
    sentence = (
        "Penyelenggaraan pengembangan keprofesionalan berkelanjutan dilaksanakan berdasarkan ketentuan "
        "perundang-undangan dengan memperhatikan keberlanjutan pertanggungjawaban penyelenggara pendidikan."
    )
    page = saved(module, text(f"<p>{sentence}</p>" * 6))
    finding = only(page)
    assert finding.code == "reading_level"
    assert "Penyelenggaraan" in finding.advice
    page.language.slug = "jv"
    assert codes(page) == []


def test_lessons_and_foreign_kinds_are_checked_too(module, site_tree):
    lesson = factories.make_lesson(module, body=[text('<p><a href="https://a.id">klik di sini</a></p>')])
    episode = factories.pages.make_resource(
        site_tree.modules, EpisodePage, title="Siniar", notes='<p><a href="https://a.id">klik di sini</a></p>'
    )
    assert codes(type(lesson).objects.get(pk=lesson.pk)) == ["link_text"]
    assert only(episode).place.field == "notes"


def test_how_severe_a_check_is_editors_decide(module):
    page = saved(module, text('<p><a href="https://a.id">klik di sini</a></p>'))
    assert problems_to_send(page) == {}
    rule = CheckRule.objects.create(code="link_text", severity=Severity.BLOCK)
    assert "klik di sini" in problems_to_send(page)["body"][0]
    [item] = checklist(page).required
    assert (item.field, item.block) == ("body", page.body[0].id)
    rule.severity = Severity.OFF
    rule.save()
    assert codes(page) == []


def test_a_check_that_only_guesses_never_blocks(module):
    CheckRule.objects.create(code="reading_level", severity=Severity.BLOCK)
    assert Severity.BLOCK not in CHECKS["reading_level"].severities
    assert problems_to_send(module) == {}


def test_a_finding_is_told_once(module):
    page = saved(module, text('<p><a linktype="page" id="999999">Dulu</a></p>'))
    found = [item for item in checklist(page).required if item.field == "body"]
    assert len(found) == 1


def test_a_thousand_findings_are_told_shortly(module):
    page = saved(module, text("<p>" + '<a href="https://a.id">klik di sini</a> ' * 1000 + "</p>"))
    assert codes(page).count("link_text") == MAX_FINDINGS + 1


def queries(page):
    """Those of the checks themselves; that blocks are cleaned when the gate looks at them costs Wagtail's own."""
    page = type(page).objects.get(pk=page.pk)
    list(page.body)
    with CaptureQueriesContext(connection) as captured:
        findings(page, *ALL)
        gate_problems(page)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_page(module, site_tree, settings):
    settings.LINK_CHECKS = True
    term(Platform, "jamboard", url="https://jamboard.google.com", status="retired")

    def fill(count):
        blocks = []
        for number in range(count):
            other = factories.make_module(site_tree.modules, title=f"Lain {number}", live=False)
            blocks += [
                text(f'<p><a linktype="page" id="{other.pk}">A{number}</a> <a href="https://a.id/{number}">B</a></p>'),
                text(f'<p><a href="http://localhost/modul/lain-{number}/">C</a></p>'),
                ("download", {"document": factories.make_document(filename="a.pdf"), "title": "", "text": ""}),
            ]
        return queries(saved(module, *blocks))

    fill(1)
    few = fill(2)
    assert fill(20) == few


def test_a_huge_page_is_read(module, settings):
    settings.LINK_CHECKS = True
    links = "".join(f'<p>Kalimat ke-{n}. <a href="https://a.id/{n}">Laman {n}</a></p>' for n in range(1000))
    page = saved(module, *(text(f"<h2>Bagian</h2>{links}") for _number in range(5)))
    assert findings(page, *ALL) == []


@pytest.mark.parametrize(
    "html",
    [
        "<a href",
        "<p><a href='http://['>x</a>",
        "<h2><a>",
        "&#0;<p>\0</p>",
        "</h2></a>",
        '<a href="http://a:99999/">x</a>',
    ],
)
def test_what_is_not_whole_html_breaks_nothing(module, html):
    findings(saved(module, text(html.replace("\0", ""))), *ALL)


# In the editor


def test_the_panel_shows_findings_and_the_meter_is_in_the_header(editor_client, module):
    page = saved(module, text('<p><a href="https://a.id">klik di sini</a></p>'))
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f'data-checklist-block="{page.body[0].id}"' in html
    assert "data-checklist-meter" in html
    assert "aria-valuetext" in html
