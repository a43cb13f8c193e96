"""What the worker does for links: finds them in pages that changed, and asks a few of them each minute."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from cms.completeness import fetching
from cms.completeness.content import read_content
from cms.completeness.fetching import Outcome
from cms.completeness.fields import page_types
from cms.completeness.link_checks import outside_urls
from cms.completeness.models import MAX_URL, LinkCheck, LinksSeen, LinkUse, bare_url, digest
from cms.periodic import periodic

logger = logging.getLogger(__name__)

PAGES_A_ROUND = 50
# Links of a page beyond this are not looked at.
MAX_LINKS = 2000
# No site is asked for more than this in a round.
PER_HOST = 2
# Other work of the worker does not wait longer for sites that do not answer.
ROUND_SECONDS = 20.0
OK_DAYS, UNSURE_DAYS, SKIPPED_DAYS, MAX_DAYS = 7, 7, 30, 30
OFFLINE_AGAIN = datetime.timedelta(hours=1)
FORGOTTEN_AFTER = datetime.timedelta(days=30)


@periodic("links: find them in pages that changed", seconds=60)
def find_links() -> int:
    """Returns how many pages were looked at. One that cannot be read never stops the others."""
    if not settings.LINK_CHECKS:
        return 0
    kinds = ContentType.objects.get_for_models(*page_types().values()).values()
    seen = F("links_seen__seen_at")
    changed = Q(links_seen=None) | Q(latest_revision_created_at__gt=seen) | Q(last_published_at__gt=seen)
    pages = Page.objects.filter(changed, content_type__in=kinds).order_by("pk")
    done = 0
    for page in pages.specific()[:PAGES_A_ROUND]:
        now = timezone.now()
        try:
            with transaction.atomic():
                record_links(page)
        except Exception:
            logger.exception("Could not read the links of %s.", page)
        LinksSeen.objects.update_or_create(page_id=page.pk, defaults={"seen_at": now})
        done += 1
    return done


def record_links(page: Any) -> None:
    """Remember the links of the page as it is published and of its newest draft."""
    versions = [page] if page.live else []
    if page.has_unpublished_changes or not page.live:
        versions.append(page.get_latest_revision_as_object())
    urls = dict.fromkeys(bare_url(url) for version in versions for url in outside_urls(read_content(version)))
    by_digest = {digest(url): url for url in [*urls][:MAX_LINKS] if len(url) <= MAX_URL}
    new = [LinkCheck(digest=key, url=url) for key, url in by_digest.items()]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)
    wanted = set(LinkCheck.objects.filter(digest__in=by_digest).values_list("pk", flat=True))
    had = set(LinkUse.objects.filter(page_id=page.pk).values_list("link_id", flat=True))
    LinkUse.objects.filter(page_id=page.pk, link_id__in=had - wanted).delete()
    uses = [LinkUse(page_id=page.pk, link_id=pk) for pk in sorted(wanted - had)]
    LinkUse.objects.bulk_create(uses, ignore_conflicts=True)


@periodic("links: check some", seconds=60)
def check_links() -> int:
    """Ask the sites of the links that are due, a few at a time; returns how many answered or failed."""
    if not settings.LINK_CHECKS:
        return 0
    chosen = _choose(timezone.now(), settings.LINK_CHECKS_A_MINUTE)
    outcomes = _ask_all(chosen)
    for link in chosen:
        # Whoever did not come to an end is asked again in an hour.
        settle(link, outcomes.get(link.pk, Outcome(fetching.State.WAITING, fetching.Error.TIMEOUT)), timezone.now())
    return len(outcomes)


@periodic("links: forget those of no page", seconds=86_400)
def forget_links() -> None:
    old = timezone.now() - FORGOTTEN_AFTER
    LinkCheck.objects.filter(Q(checked_at__lt=old) | Q(checked_at=None), uses=None, next_check__lt=old).delete()


def settle(link: LinkCheck, outcome: Outcome, now: datetime.datetime) -> None:
    """Record what a check came to. A failure counts once a day; a link that answers is as good as new."""
    if outcome.state == fetching.State.WAITING:
        LinkCheck.objects.filter(pk=link.pk).update(next_check=now + OFFLINE_AGAIN)
        return
    link.status, link.error, link.answer, link.checked_at = outcome.state, outcome.error, outcome.code, now
    if outcome.state == fetching.State.FAILED:
        today = timezone.localdate(now)
        if link.failed_on != today:
            link.failures += 1
            link.failed_on = today
        link.failing_since = link.failing_since or now
        days = min(MAX_DAYS, 1 if not link.is_broken else 2 ** (link.failures - 2))
    else:
        link.failures, link.failed_on, link.failing_since = 0, None, None
        days = {fetching.State.OK: OK_DAYS, fetching.State.UNSURE: UNSURE_DAYS}.get(outcome.state, SKIPPED_DAYS)
    # Spread over some hours, so that what was found together is not asked together for ever.
    link.next_check = now + datetime.timedelta(days=days, minutes=link.pk % 240)
    link.save()


def _choose(now: datetime.datetime, most: int) -> list[LinkCheck]:
    chosen: list[LinkCheck] = []
    hosts: Counter[str] = Counter()
    for link in LinkCheck.objects.due(now)[: most * 10]:
        host = link.url.split("/")[2] if link.url.count("/") > 1 else ""
        if len(chosen) < most and hosts[host] < PER_HOST:
            hosts[host] += 1
            chosen.append(link)
    return chosen


def _ask_all(links: Sequence[LinkCheck]) -> dict[int, Outcome]:
    """Link id → outcome of those that came to an end in time. Threads touch the network only, never the database."""
    outcomes: dict[int, Outcome] = {}

    def ask(pk: int, url: str) -> None:
        try:
            outcomes[pk] = fetching.probe(url)
        except Exception:
            logger.exception("Could not check %s.", url)

    threads = [threading.Thread(target=ask, args=(link.pk, link.url), daemon=True) for link in links]
    for thread in threads:
        thread.start()
    end = time.monotonic() + ROUND_SECONDS
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return dict(outcomes)
