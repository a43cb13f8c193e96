"""What editors decide about completeness, and what is known of the links in their pages."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any
from urllib.parse import urldefrag

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MAX_URL = 2000
# A link is broken when it failed on so many different days.
BROKEN_AFTER = 3


class Requirement(models.TextChoices):
    """When a field has to be filled in; each includes those after it."""

    SAVE = "save", _("Required to save")
    SEND = "send", _("Required to send")
    RECOMMEND = "recommend", _("Recommended")
    OFF = "off", _("Not asked for")


class Severity(models.TextChoices):
    """What a finding of an automatic check does."""

    BLOCK = "block", _("Must be mended before sending")
    WARN = "warn", _("Warns")
    OFF = "off", pgettext_lazy("check", "Off")


class FieldRule(models.Model):
    """What national editors decided for a field of a page type. Without a row the default of the code holds, so a
    default that changes reaches whoever never decided otherwise."""

    page_type = models.CharField(_("page type"), max_length=200)
    field = models.CharField(_("field"), max_length=100)
    requirement = models.CharField(_("requirement"), max_length=10, choices=Requirement.choices)

    class Meta:
        verbose_name = _("completeness rule")
        verbose_name_plural = _("completeness rules")
        constraints = [models.UniqueConstraint(fields=["page_type", "field"], name="one_rule_for_a_field")]

    def __str__(self) -> str:
        return f"{self.page_type}.{self.field}: {self.get_requirement_display()}"


class CheckRule(models.Model):
    """How severe national editors take the findings of a check; without a row the default of the code holds."""

    code = models.CharField(_("check"), max_length=50, unique=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)

    class Meta:
        verbose_name = _("check's severity")
        verbose_name_plural = _("checks' severities")

    def __str__(self) -> str:
        return f"{self.code}: {self.get_severity_display()}"


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def broken(self) -> LinkCheckQuerySet:
        return self.filter(failures__gte=BROKEN_AFTER)

    def due(self, now: datetime.datetime) -> LinkCheckQuerySet:
        """Links of pages whose time has come, the longest waiting first."""
        used = Exists(LinkUse.objects.filter(link=OuterRef("pk")))
        return self.filter(used, next_check__lte=now).order_by("next_check", "pk")


class LinkCheck(models.Model):
    """An address outside of this site, and what it answered when the worker last asked."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("link", "Not checked yet")
        OK = "ok", pgettext_lazy("link", "Works")
        # It answered, but not to us: many sites turn away programs and let readers in.
        UNSURE = "unsure", pgettext_lazy("link", "Cannot be checked")
        FAILED = "failed", pgettext_lazy("link", "Failed")
        SKIPPED = "skipped", pgettext_lazy("link", "Is not checked")

    class Error(models.TextChoices):
        NONE = "", ""
        NOT_FOUND = "not_found", _("The page is not there.")
        ANSWER = "answer", _("The site answers with an error.")
        TURNED_AWAY = "turned_away", _("The site turns away programs that check links.")
        NAME = "name", _("There is no site of this name.")
        REFUSED = "refused", _("The site cannot be reached.")
        TIMEOUT = "timeout", _("The site does not answer.")
        CERTIFICATE = "certificate", _("The site's certificate is not accepted.")
        REDIRECTS = "redirects", _("The site sends its visitors around in circles.")
        PRIVATE = "private", _("The address leads into a private network.")
        ADDRESS = "address", _("The address is not complete.")
        OFFLINE = "offline", _("This office had no connection.")

    # Addresses are longer than what PostgreSQL indexes.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    url = models.URLField(_("link"), max_length=MAX_URL)
    status = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    error = models.CharField(_("error"), max_length=20, choices=Error.choices, blank=True)
    answer = models.PositiveSmallIntegerField(_("answer"), null=True)
    checked_at = models.DateTimeField(_("checked at"), null=True)
    next_check = models.DateTimeField(_("next check"), default=timezone.now, db_index=True)
    failures = models.PositiveSmallIntegerField(_("days on which it failed"), default=0)
    failed_on = models.DateField(null=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")

    def __str__(self) -> str:
        return self.url

    @property
    def is_broken(self) -> bool:
        return self.failures >= BROKEN_AFTER

    @property
    def last_answer(self) -> str:
        """What the last check came to, in words."""
        words = str(self.get_error_display() or self.get_status_display())
        return f"{words} ({self.answer})" if self.answer and self.error else words


class LinkUse(models.Model):
    """A page, as published or as its newest draft, has this link."""

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="link_uses"
    )
    link = models.ForeignKey(LinkCheck, verbose_name=_("link"), on_delete=models.CASCADE, related_name="uses")

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        constraints = [models.UniqueConstraint(fields=["page", "link"], name="one_use_of_a_link")]

    def __str__(self) -> str:
        return f"{self.page}: {self.link}"


class LinksSeen(models.Model):
    """When the worker last looked for links in a page."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="links_seen", primary_key=True
    )
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("look for links")
        verbose_name_plural = _("looks for links")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.seen_at}"


def bare_url(url: str) -> str:
    """The address without the place within its page."""
    return urldefrag(url.strip())[0]


def digest(url: str) -> str:
    return hashlib.sha256(bare_url(url).encode("utf-8", "replace")).hexdigest()


def known_links(urls: Any) -> dict[str, LinkCheck]:
    """Address (as given) → what is known of it, for those that were met before. One query; none when switched off."""
    by_digest = {digest(url): url for url in urls} if settings.LINK_CHECKS else {}
    if not by_digest:
        return {}
    rows = {row.digest: row for row in LinkCheck.objects.filter(digest__in=by_digest)}
    return {url: rows[key] for url in urls if (key := digest(url)) in rows}
