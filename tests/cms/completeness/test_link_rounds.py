"""The worker finds links and asks their sites; the report tells which are broken to those whom they concern."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.completeness import fetching, link_rounds
from cms.completeness.fetching import Error, Outcome, State
from cms.completeness.link_rounds import check_links, find_links, forget_links, settle
from cms.completeness.models import LinkCheck, LinkUse, digest
from cms.workspaces.models import Role
from tests import factories
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db
OK, GONE = Outcome(State.OK, Error.NONE, 200), Outcome(State.FAILED, Error.NOT_FOUND, 404)


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.LINK_CHECKS = True
    settings.LINK_CHECKS_A_MINUTE = 20


@pytest.fixture
def asked(monkeypatch):
    """The addresses that were asked; each is there unless it says "lama"."""
    urls = []

    def probe(url):
        urls.append(url)
        return GONE if "lama" in url else OK

    monkeypatch.setattr(fetching, "probe", probe)
    return urls


def linking(*urls):
    return [("text", "".join(f'<p><a href="{url}">Laman</a></p>' for url in urls))]


def used():
    return set(LinkUse.objects.values_list("page__slug", "link__url"))


def later(days):
    return timezone.now() + datetime.timedelta(days=days)


def test_links_of_materials_and_lessons_are_found(module):
    module.body = linking("https://a.id/x#bagian", "https://a.id/x", "mailto:a@b.id", "http://localhost/modul/")
    module.save()
    lesson = factories.make_lesson(module, body=linking("https://b.id"))
    find_links()
    assert used() == {(module.slug, "https://a.id/x"), (lesson.slug, "https://b.id")}
    assert find_links() == 0


def test_the_published_version_and_the_draft_count(module):
    module.body = linking("https://a.id/terbit")
    module.save()
    module.body = linking("https://a.id/draf")
    module.save_revision(clean=False)
    find_links()
    assert {url for _slug, url in used()} == {"https://a.id/terbit", "https://a.id/draf"}


def test_links_that_are_gone_from_a_page_are_forgotten(module):
    module.body = linking("https://a.id/1", "https://a.id/2")
    module.save_revision(clean=False).publish()
    find_links()
    module = type(module).objects.get(pk=module.pk)
    module.body = linking("https://a.id/2")
    module.save_revision(clean=False).publish()
    find_links()
    assert {url for _slug, url in used()} == {"https://a.id/2"}
    LinkCheck.objects.update(next_check=later(-40))
    forget_links()
    assert LinkCheck.objects.get().url == "https://a.id/2"


def test_a_page_that_cannot_be_read_does_not_stop_the_others(module, site_tree, monkeypatch):
    bad = factories.make_module(site_tree.modules, title="Rusak")
    module.body = linking("https://a.id")
    module.save()
    read = link_rounds.read_content

    def fail(page):
        if page.pk == bad.pk:
            raise ValueError("broken")
        return read(page)

    monkeypatch.setattr(link_rounds, "read_content", fail)
    find_links()
    assert len(used()) == 1
    assert find_links() == 0


def known(url="https://a.id/lama", **fields):
    return LinkCheck.objects.create(url=url, digest=digest(url), **fields)


def use(page, url="https://a.id/lama", **fields):
    link = LinkCheck.objects.filter(digest=digest(url)).first() or known(url, **fields)
    return LinkUse.objects.create(page_id=page.pk, link=link)


def test_a_link_is_broken_after_three_days_not_after_three_tries():
    link, now = known(), timezone.now()
    for _try in range(5):
        settle(link, GONE, now)
    assert (link.failures, link.is_broken) == (1, False)
    for day in (1, 2):
        settle(link, GONE, now + datetime.timedelta(days=day))
    assert link.is_broken
    assert link.failing_since == now
    settle(link, OK, now + datetime.timedelta(days=3))
    assert (link.failures, link.failing_since, link.is_broken) == (0, None, False)


def test_what_stays_broken_is_asked_more_and_more_seldom():
    link, now = known(), timezone.now()
    waits = []
    for day in range(9):
        moment = now + datetime.timedelta(days=day)
        settle(link, GONE, moment)
        waits.append((link.next_check - moment).days)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1, 30)


def test_an_office_that_is_offline_blames_no_link():
    link = known(status="ok", checked_at=later(-7))
    settle(link, Outcome(State.WAITING, Error.OFFLINE), timezone.now())
    link.refresh_from_db()
    assert (link.status, link.failures) == ("ok", 0)
    assert link.next_check > timezone.now()


def test_the_worker_asks_what_is_due_and_used(module, asked):
    use(module, "https://a.id/1")
    use(module, "https://b.id/nanti", next_check=later(1))
    known("https://c.id/yatim")
    assert check_links() == 1
    assert asked == ["https://a.id/1"]
    link = LinkCheck.objects.get(url="https://a.id/1")
    assert (link.status, link.answer) == ("ok", 200)
    assert link.next_check > later(6)


def test_a_site_is_not_asked_for_everything_at_once(module, asked, settings):
    settings.LINK_CHECKS_A_MINUTE = 5
    for number in range(10):
        use(module, f"https://a.id/{number}")
        use(module, f"https://b{number}.id/")
    check_links()
    assert len(asked) == 5
    assert sum(url.startswith("https://a.id") for url in asked) <= link_rounds.PER_HOST


def test_a_site_that_never_answers_does_not_hold_up_the_worker(module, monkeypatch):
    import threading

    released = threading.Event()
    monkeypatch.setattr(link_rounds, "ROUND_SECONDS", 0.05)
    monkeypatch.setattr(fetching, "probe", lambda url: released.wait(20) and OK)
    use(module, "https://lambat.id")
    assert check_links() == 0
    released.set()
    assert LinkCheck.objects.get().next_check > timezone.now()


def test_an_office_without_internet_asks_nobody(module, asked, settings):
    settings.LINK_CHECKS = False
    use(module)
    assert (find_links(), check_links()) == (0, 0)
    assert asked == []


# The report


BROKEN = {"status": "failed", "error": "not_found", "answer": 404, "failures": 3, "failing_since": later(-5)}


def report(client, **query):
    response = client.get(reverse("broken_links"), query)
    assert response.status_code == 200
    return response


def test_broken_links_are_reported_others_not(editor_client, module):
    use(module, "https://a.id/lama", **BROKEN)
    use(module, "https://a.id/baik", status="ok")
    html = report(editor_client).content.decode()
    assert "https://a.id/lama" in html
    assert "404" in html
    assert "https://a.id/baik" not in html


def test_nothing_broken_is_said(editor_client, site_tree):
    assert b"<tbody>" not in report(editor_client).content


def test_a_centre_sees_its_own_pages_only(client, site_tree, module):
    one, two = make_workspace(site_tree, "balai-a"), make_workspace(site_tree, "balai-b")
    own = factories.make_module(one.centre.page, title="Modul sendiri")
    other = factories.make_module(two.centre.page, title="Modul orang")
    foreign = [use(page, f"https://a.id/{page.pk}/lama", **BROKEN) for page in (other, module)]
    mine = use(own, "https://a.id/sendiri", **BROKEN)
    client.force_login(make_member(one, Role.CURATOR))
    html = report(client).content.decode()
    assert "https://a.id/sendiri" in html
    assert "Modul orang" not in html
    assert module.title not in html
    for each in foreign:
        assert client.post(reverse("check_link_again", args=[each.pk])).status_code == 404
    assert client.post(reverse("check_link_again", args=[mine.pk])).status_code == 302
    text = b"".join(client.get(reverse("broken_links"), {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "https://a.id/sendiri" in text
    assert "Modul orang" not in text


def test_checking_again_needs_a_form(editor_client, module):
    each = use(module, **BROKEN)
    assert editor_client.get(reverse("check_link_again", args=[each.pk])).status_code == 405


def test_checking_again_puts_the_link_at_the_head(editor_client, module):
    each = use(module, **BROKEN, next_check=later(20))
    editor_client.post(reverse("check_link_again", args=[each.pk]))
    each.link.refresh_from_db()
    assert each.link.next_check <= timezone.now()


def test_a_formula_in_a_title_is_harmless_in_the_sheet(editor_client, site_tree):
    use(factories.make_module(site_tree.modules, title="=1+1", slug="rumus"), **BROKEN)
    response = editor_client.get(reverse("broken_links"), {"export": "csv"})
    assert b"'=1+1" in b"".join(response.streaming_content)


def test_the_report_asks_the_same_number_of_questions(editor_client, site_tree):
    def count(first, last):
        for number in range(first, last):
            page = factories.make_module(site_tree.modules, title=f"Modul {number}")
            use(page, f"https://a.id/{number}", **BROKEN)
        report(editor_client)
        with CaptureQueriesContext(connection) as queries:
            report(editor_client)
        return len(queries)

    assert count(0, 2) == count(2, 20)
