"""The life of a centre: renamed, merged into another, closed. Addresses keep working and history stays readable."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page

from cms.merging import merge_term
from cms.models import Centre, CentrePage, LearningResource
from cms.models.base import refuse_reserved
from cms.workspaces.models import Workspace, hold
from cms.workspaces.old_addresses import former_address_message, former_holder, keep_old_address, lead_to
from cms.workspaces.provision import provision, rename_workspace
from cms.workspaces.roles import people
from cms.workspaces.signals import workspace_closed, workspace_merged
from cms.workspaces.taking_over import move_files, move_people

RENAMED = "workspaces.centre_renamed"
MERGED = "workspaces.centre_merged"
TOOK_OVER = "workspaces.centre_took_over"
CLOSED = "workspaces.centre_closed"


class CentreAction:
    """One of the three: `check()` raises ValidationError, `consequences()` says what it does, `execute()` does it."""

    def __init__(self, page: CentrePage, user: Any = None) -> None:
        assert page.centre is not None
        self.page, self.centre, self.user = page, page.centre, user

    @property
    def workspace(self) -> Workspace:
        # One that was never provisioned is made here: there is no second way to say who belongs to it.
        found = Workspace.objects.filter(centre=self.centre).first()
        return found or provision(self.centre, self.page)

    def check(self) -> None:
        if self.centre.status == Centre.Status.RETIRED:
            raise ValidationError(_("“%(centre)s” is closed.") % {"centre": self.centre.name})

    def consequences(self) -> list[str]:
        raise NotImplementedError

    def concerned(self) -> list[Any]:
        """Ids of the centres that nobody else may change meanwhile."""
        return [self.page.centre_id]

    @transaction.atomic
    def execute(self) -> None:
        hold(*self.concerned())
        # Somebody else may have closed it since the page was read.
        self.page = CentrePage.objects.select_related("centre").get(pk=self.page.pk)
        assert self.page.centre is not None
        self.centre = self.page.centre
        self.check()
        self.perform()

    def perform(self) -> None:
        raise NotImplementedError

    def _log(self, page: Page, action: str, **data: Any) -> None:
        log(instance=page, action=action, user=self.user, data=data)


class RenameCentre(CentreAction):
    """Another name; with `slug`, another address too."""

    def __init__(
        self, page: CentrePage, name: str, *, official_name: str | None = None, slug: str = "", user: Any = None
    ) -> None:
        super().__init__(page, user)
        self.name, self.official_name, self.slug = " ".join(name.split()), official_name, slug or page.slug

    def check(self) -> None:
        super().check()
        if not self.name:
            raise ValidationError({"name": _("Write a name.")})
        if Centre.objects.offered().exclude(pk=self.centre.pk).filter(name__iexact=self.name).exists():
            raise ValidationError({"name": _("Another centre has this name.")})
        if self.slug != slugify(self.slug):
            raise ValidationError({"slug": _("Use small letters, digits and hyphens only.")})
        refuse_reserved(self.slug, self.page.get_parent())
        if not Page._slug_is_available(self.slug, self.page.get_parent(), self.page):
            raise ValidationError({"slug": _("There is another page at this address.")})
        former = former_holder(self.page.get_parent(), self.slug, self.page)
        if former is not None:
            raise ValidationError({"slug": former_address_message(self.slug, former)})

    def consequences(self) -> list[str]:
        said = []
        if self.name != self.centre.name:
            said.append(
                _("The centre is called “%(new)s” from now on; “%(old)s” stays as a former name and is still found.")
                % {"new": self.name, "old": self.centre.name}
            )
            said.append(_("Its groups and its collection take the new name. Nobody loses a role."))
        if self.slug != self.page.slug:
            said.append(
                _("Its address becomes /balai/%(slug)s/; the old one and all below it lead there.")
                % {"slug": self.slug}
            )
        return said or [_("Only the official name changes.")]

    def perform(self) -> None:
        before, old_name = copy.copy(self.page), self.centre.name
        self.centre.name = self.name
        if self.official_name is not None:
            self.centre.official_name = self.official_name
        self.centre.save()
        old_slug, old_title = self.page.slug, self.page.title
        # A title that an editor made their own stays.
        title = self.name if old_title == old_name else old_title
        self.page.slug, self.page.title = self.slug, title
        if self.page.draft_title == old_title:
            self.page.draft_title = title
        self.page.save()
        _tell_draft(self.page, slug=(old_slug, self.slug), title=(old_title, title))
        if old_slug != self.slug:
            keep_old_address(self.page, before)
        rename_workspace(self.workspace, self.name)
        self._log(self.page, RENAMED, old=old_name, new=self.name, old_slug=old_slug, slug=self.slug)


class MergeCentre(CentreAction):
    """All that a centre has becomes another's: pages, files, people. The centre's own page stays as history."""

    def __init__(self, page: CentrePage, into: CentrePage, user: Any = None) -> None:
        super().__init__(page, user)
        assert into.centre is not None
        self.into = into

    def concerned(self) -> list[Any]:
        return [*super().concerned(), self.into.centre_id]

    def check(self) -> None:
        super().check()
        self.into = CentrePage.objects.select_related("centre").get(pk=self.into.pk)
        if self.into.pk == self.page.pk:
            raise ValidationError({"into": _("A centre cannot be merged into itself.")})
        if self.into.centre is None or self.into.centre.status == Centre.Status.RETIRED:
            raise ValidationError({"into": _("“%(centre)s” is closed.") % {"centre": self.into.title}})

    def consequences(self) -> list[str]:
        names = {"old": self.centre.name, "new": self.into.centre.name if self.into.centre else self.into.title}
        pages = self.page.get_descendants().count()
        members = people(self.centre).count()
        return [
            ngettext(
                "%(count)s page moves to “%(new)s”; its old address leads to the new one.",
                "%(count)s pages move to “%(new)s”; their old addresses lead to the new ones.",
                pages,
            )
            % {"count": pages, **names},
            _("Its pictures, documents and media go to the collection of “%(new)s”.") % names,
            ngettext(
                "%(count)s person keeps their role, in “%(new)s”.",
                "%(count)s people keep their roles, in “%(new)s”.",
                members,
            )
            % {"count": members, **names},
            _("Open invitations to “%(old)s” end.") % names,
            _("“%(old)s” is retired; readers who look for it come to “%(new)s”. Its history stays readable.") % names,
        ]

    def perform(self) -> None:
        into = self.into
        assert into.centre is not None
        source = self.workspace
        target = Workspace.objects.filter(centre=into.centre).first() or provision(into.centre, into)
        for child in self.page.get_children():
            _move(child, into, self.user)
        move_files(source, target)
        move_people(source, target)
        source.invitations.open().update(revoked_at=timezone.now())
        self.centre.closed_on = timezone.localdate()
        merge_term(self.centre, into.centre)
        page = CentrePage.objects.get(pk=self.page.pk)
        if page.live:
            page.unpublish(user=self.user)
        lead_to(page, into)
        workspace_merged.send(sender=Workspace, workspace=source, into=target, user=self.user)
        self._log(page, MERGED, old=self.centre.name, new=into.centre.name)
        self._log(into, TOOK_OVER, old=self.centre.name, new=into.centre.name)


class CloseCentre(CentreAction):
    """The centre ends; its page and its materials stay readable, and are the national team's to change."""

    def __init__(self, page: CentrePage, on: datetime.date | None = None, user: Any = None) -> None:
        super().__init__(page, user)
        self.on = on or timezone.localdate()

    def check(self) -> None:
        super().check()
        if self.on > timezone.localdate():
            raise ValidationError({"on": _("Choose today or an earlier day: it is closed at once.")})

    def consequences(self) -> list[str]:
        materials = LearningResource.objects.filter(centre=self.centre).count()
        members = people(self.centre).count()
        return [
            _("Its page stays readable, with a notice that the centre is closed."),
            ngettext(
                "%(count)s material stays where it is; the national team may change it.",
                "%(count)s materials stay where they are; the national team may change them.",
                materials,
            )
            % {"count": materials},
            ngettext(
                "%(count)s person loses their role in this centre; the account stays.",
                "%(count)s people lose their roles in this centre; the accounts stay.",
                members,
            )
            % {"count": members},
            _("Open invitations to “%(old)s” end.") % {"old": self.centre.name},
        ]

    def perform(self) -> None:
        workspace = self.workspace
        for row in workspace.groups.all():
            row.group.user_set.clear()
        workspace.invitations.open().update(revoked_at=timezone.now())
        self.centre.status, self.centre.closed_on = Centre.Status.RETIRED, self.on
        self.centre.save()
        workspace_closed.send(sender=Workspace, workspace=workspace, user=self.user)
        self._log(self.page, CLOSED, old=self.centre.name, on=self.on.isoformat())


def _move(page: Page, into: CentrePage, user: Any) -> None:
    """Wagtail's own move, which keeps the old address; a slug that is taken there gets a number first."""
    page, target = Page.objects.get(pk=page.pk).specific, Page.objects.get(pk=into.pk)
    taken = set(Page.objects.child_of(target).values_list("slug", flat=True))
    if page.slug in taken:
        beside = taken | set(page.get_siblings().values_list("slug", flat=True))
        longest = Page._meta.get_field("slug").max_length or 255
        free = (f"{page.slug[: longest - 5]}-{number}" for number in range(2, 10_000))
        slug = next(candidate for candidate in free if candidate not in beside)
        before, old = copy.copy(page), page.slug
        page.slug = slug
        page.save()
        _tell_draft(page, slug=(old, slug))
        keep_old_address(page, before)
    Page.objects.get(pk=page.pk).move(target, pos="last-child", user=user)


def _tell_draft(page: Page, **changes: tuple[str, str]) -> None:
    """Publishing the newest draft must not undo what was changed around it."""
    revision = page.latest_revision
    if revision is None:
        return
    for name, (old, new) in changes.items():
        if revision.content.get(name) == old:
            revision.content[name] = new
    revision.save(update_fields=["content"])
