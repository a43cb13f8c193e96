"""A centre proposes, the national curators answer; the material stays where it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.curation import notices
from cms.curation.digest import waiting_by_person
from cms.curation.listing import national_catalogue, nationally_listed
from cms.curation.material import workers_on
from cms.curation.models import NationalProposal, Reason
from cms.curation.notices import send_answer
from cms.curation.proposing import answer, propose, take_back
from cms.curation.sending import send
from cms.signals import resources_changed
from tests import factories
from tests.cms.curation.conftest import Desk, draft, logged_in

Status = NationalProposal.Status


@pytest.fixture
def live(desk: Desk) -> Any:
    return factories.make_module(desk.page, "Batik dan geometri")


@pytest.fixture
def proposal(desk: Desk, live: Any) -> NationalProposal:
    return propose(live, desk.first, "Berguna di semua provinsi.")


def test_accepted_is_listed_and_stays_where_it_is(desk: Desk, live: Any, proposal: NationalProposal) -> None:
    path = live.path
    assert not nationally_listed().exists()
    answer(proposal, desk.national_curator, accept=True)
    live.refresh_from_db()
    assert live.path == path
    assert [page.pk for page in nationally_listed().visible()] == [live.pk]
    assert live.pk in national_catalogue().values_list("pk", flat=True)


def test_the_mark_is_on_the_public_page(desk: Desk, live: Any, proposal: NationalProposal, client: Any) -> None:
    assert "National choice" not in client.get(f"/en{live.url}").content.decode()
    before = client.get(live.url).content.decode().count('class="badge"')
    answer(proposal, desk.national_curator, accept=True)
    assert client.get(live.url).content.decode().count('class="badge"') == before + 1


def test_the_search_is_told(desk: Desk, live: Any, proposal: NationalProposal) -> None:
    told: list[Any] = []

    def listen(ids: Any = None, **kwargs: Any) -> None:
        told.extend(ids or ())

    resources_changed.connect(listen)
    try:
        answer(proposal, desk.national_curator, accept=True)
    finally:
        resources_changed.disconnect(listen)
    assert told == [live.pk]


def test_declining_needs_a_reason_and_an_answer(desk: Desk, proposal: NationalProposal) -> None:
    reason = Reason.objects.filter(decision="decline").first()
    assert reason is not None
    with pytest.raises(ValidationError):
        answer(proposal, desk.national_curator, accept=False, text="Belum.")
    with pytest.raises(ValidationError):
        answer(proposal, desk.national_curator, accept=False, reasons=[reason.pk])
    answer(proposal, desk.national_curator, accept=False, reasons=[reason.pk], text="Tambahkan contoh lain.")
    proposal.refresh_from_db()
    assert proposal.status == Status.DECLINED
    assert not nationally_listed().exists()


def test_one_standing_proposal(desk: Desk, live: Any, proposal: NationalProposal) -> None:
    with pytest.raises(ValidationError):
        propose(live, desk.second)
    take_back(proposal, desk.first)
    assert propose(live, desk.second).status == Status.OPEN


@pytest.mark.parametrize("how", ["taken back", "unpublished"])
def test_what_is_withdrawn_is_listed_no_longer(desk: Desk, live: Any, proposal: NationalProposal, how: str) -> None:
    answer(proposal, desk.national_curator, accept=True)
    if how == "taken back":
        take_back(proposal, desk.second)
    else:
        live.unpublish()
        live.save_revision().publish()
    assert not nationally_listed().exists()


def test_who_may_propose_and_answer(desk: Desk, live: Any, proposal: NationalProposal) -> None:
    other = factories.make_module(desk.page, "Lain")
    national = factories.make_module(desk.tree.modules, "Nasional")
    for user, page in ((desk.contributor, other), (desk.national_curator, other), (desk.first, national)):
        with pytest.raises(PermissionDenied):
            propose(page, user)
    with pytest.raises(PermissionDenied):
        answer(proposal, desk.first, accept=True)
    with pytest.raises(ValidationError):
        propose(draft(desk.page, desk.first, "Draf"), desk.first)


def test_the_pages(desk: Desk, live: Any) -> None:
    centre, national = logged_in(desk.first), logged_in(desk.national_curator)
    url = reverse("curation:propose", args=[live.pk])
    assert centre.get(url).status_code == 200
    centre.post(url, {"note": "Untuk semua."})
    proposal = NationalProposal.objects.get()
    assert live.title in national.get(reverse("curation:proposals")).content.decode()
    assert centre.get(reverse("curation:proposals")).status_code == 302
    page = reverse("curation:proposal", args=[proposal.pk])
    assert "Untuk semua." in national.get(page).content.decode()
    national.post(page, {"decision": "accept"})
    proposal.refresh_from_db()
    assert proposal.status == Status.ACCEPTED
    stranger = logged_in(factories.make_user("lain"))
    stranger.post(reverse("curation:take_back", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.status == Status.ACCEPTED


@pytest.mark.parametrize("how", ["owner", "editor", "author of what was sent"])
def test_nobody_answers_for_their_own_work(desk: Desk, how: str) -> None:
    superuser = factories.make_user("root", superuser=True)
    for user in (desk.national_curator, superuser):
        live = factories.make_module(
            desk.page, f"Batik {how} {user.pk}", owner=user if how == "owner" else desk.contributor
        )
        if how == "editor":
            live.save_revision(user=user)
        if how == "author of what was sent":
            live.save_revision(user=desk.contributor, clean=False)
            sent = send(live, desk.contributor)
            sent.authors.add(user)
        proposal = propose(live, desk.first)
        with pytest.raises(ValidationError):
            answer(proposal, user, accept=True)
        proposal.refresh_from_db()
        assert proposal.status == Status.OPEN
        assert desk.national_curator not in waiting_by_person() or user != desk.national_curator
        take_back(proposal, desk.first)


def test_taking_back_keeps_who_accepted_it(desk: Desk, proposal: NationalProposal) -> None:
    answer(proposal, desk.national_curator, accept=True)
    take_back(proposal, desk.second)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by, proposal.withdrawn_by) == (
        Status.WITHDRAWN,
        desk.national_curator,
        desk.second,
    )
    assert proposal.decided_at < proposal.withdrawn_at


def test_national_curators_read_the_title_that_readers_have(desk: Desk, live: Any, proposal: NationalProposal) -> None:
    newer = type(live).objects.get(pk=live.pk)
    newer.title = "Judul rahasia"
    newer.save_revision(user=desk.contributor)
    client = logged_in(desk.national_curator)
    for url in (reverse("curation:proposals"), reverse("curation:proposal", args=[proposal.pk])):
        page = client.get(url).content.decode()
        assert live.title in page
        assert "Judul rahasia" not in page


@pytest.mark.parametrize("how", ["accept", "decline", "take down"])
def test_the_centre_is_told_the_answer(
    desk: Desk,
    live: Any,
    proposal: NationalProposal,
    how: str,
    monkeypatch: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    results: list[str] = []
    at_once = SimpleNamespace(enqueue=lambda *args: results.append(send_answer.func(*args)))
    monkeypatch.setattr(notices, "send_answer", at_once)
    reason = Reason.objects.filter(decision="decline").first()
    assert reason is not None
    with django_capture_on_commit_callbacks(execute=True):
        if how == "take down":
            take_back(proposal, desk.national_curator)
        else:
            said = {"accept": how == "accept", "reasons": [reason.pk], "text": "Terima kasih, kabari kami."}
            answer(proposal, desk.national_curator, **said)
    assert results == ["sent"]
    [letter] = mail.outbox
    assert letter.to == [desk.first.email]
    assert live.title in letter.subject
    assert ("Terima kasih" in letter.body) == (how != "take down")
    assert (reason.label in letter.body) == (how == "decline")
    form = logged_in(desk.first).get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert (reason.label in form) == (how == "decline")
    assert ("Terima kasih" in form) == (how != "take down")
    assert ("no longer proposed" in form or "tidak lagi diusulkan" in form) == (how == "take down")


def test_who_has_left_the_centre_gets_no_answer(desk: Desk, proposal: NationalProposal) -> None:
    answer(proposal, desk.national_curator, accept=True)
    desk.first.groups.clear()
    assert send_answer.func(proposal.pk, Status.ACCEPTED) == "nobody to tell"
    assert not mail.outbox


def test_the_last_answer_goes_when_something_newer_is_sent(desk: Desk, live: Any, proposal: NationalProposal) -> None:
    answer(proposal, desk.national_curator, accept=True, text="Bagus sekali.")
    live.get_latest_revision_as_object().save_revision(user=desk.contributor)
    send(live, desk.contributor)
    form = logged_in(desk.first).get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert "Bagus sekali." not in form


def test_queries_of_the_digest_do_not_grow_with_the_proposals(desk: Desk) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            waiting_by_person()
        return len(queries)

    def proposed(number: int) -> None:
        module = factories.make_module(desk.page, f"Modul {number}", owner=desk.contributor)
        factories.make_lesson(module, owner=desk.contributor)
        propose(module, desk.first)

    for n in range(2):
        proposed(n)
    count()
    few = count()
    for n in range(2, 12):
        proposed(n)
    assert count() == few
    assert waiting_by_person()[desk.national_curator] == ([], 12)


def test_who_writes_a_lesson_works_on_its_module(desk: Desk) -> None:
    module, other = (factories.make_module(desk.page, title, owner=desk.contributor) for title in ("Satu", "Dua"))
    lesson = factories.make_lesson(module, owner=desk.contributor)
    lesson.save_revision(user=desk.second, clean=False)
    assert workers_on(module) == {desk.contributor.pk, desk.second.pk}
    assert workers_on(other) == {desk.contributor.pk}
