"""A material is copied into a centre's tree, with its lessons, as drafts that remember where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Page

from cms.adaptation.contents import Content, live_content, parts_of
from cms.adaptation.models import Adaptation
from cms.adaptation.shapes import merged_fields
from cms.models import CentrePage, LearningResource
from cms.workspaces.models import Role, Workspace
from cms.workspaces.roles import workspaces_of

ADAPTED = "sinau.adapt"
WHO_MAY = tuple(Role)


class AdaptationRefused(Exception):
    """This material is not adapted here; the text says why. `existing` is the page that it was adapted to already."""

    def __init__(self, reason: str, existing: LearningResource | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.existing = existing


def workspaces_to_adapt_in(user: Any) -> Any:
    """The centres' workspaces in which the user may adapt materials, by name of the centre."""
    own = workspaces_of(user, *WHO_MAY).filter(centre__page__isnull=False)
    return own.select_related("centre__page").order_by("centre__name", "pk")


def licence_refusal(source: LearningResource) -> str:
    """Why the licence of a material does not allow to adapt it; "" if it does."""
    licence = source.licence.last_successor() if source.licence else None
    if licence is None:
        return _("“%(title)s” names no licence, so nobody may change it.") % {"title": source.title}
    if not licence.adaptable:
        return _("The licence of “%(title)s” (%(licence)s) does not allow changed versions.") % {
            "title": source.title,
            "licence": licence.label,
        }
    return ""


def check(source: LearningResource, workspace: Workspace, user: Any) -> CentrePage:
    """The page below which the adaptation of a material would stand.

    Raises AdaptationRefused.
    """
    if not LearningResource.objects.visible().filter(pk=source.pk).exists():
        raise AdaptationRefused(_("Only materials that everyone can open are adapted."))
    if not workspaces_to_adapt_in(user).filter(pk=workspace.pk).exists():
        raise AdaptationRefused(_("You do not work in this centre."))
    centre = workspace.centre
    home = CentrePage.objects.filter(centre=centre).first() if centre else None
    if centre is None or home is None:
        raise AdaptationRefused(_("This centre has no page yet, so nothing can stand below it."))
    if source.centre_id == centre.pk:
        raise AdaptationRefused(_("This material is your own centre's: you can change it where it is."))
    if reason := licence_refusal(source):
        raise AdaptationRefused(reason)
    if not source.specific_class.can_exist_under(home):
        raise AdaptationRefused(_("Materials of this kind do not stand in the tree of a centre."))
    if existing := Adaptation.objects.of(source, centre).select_related("page").first():
        raise AdaptationRefused(_("Your centre has adapted this material already."), existing.page)
    return home


@transaction.atomic
def adapt(source: LearningResource, workspace: Workspace, user: Any) -> LearningResource:
    """Copy what readers see of a material, with its lessons, as drafts of `user` into the tree of a centre.

    Raises AdaptationRefused.
    """
    home = check(source, workspace, user)
    # Two clicks at once: the second waits here, and finds what the first has made.
    Page.objects.select_for_update().get(pk=home.pk)
    home = check(source, workspace, user)
    source = LearningResource.objects.get(pk=source.pk).specific
    content = live_content(source)
    page = copy_of(source, content, home, user)
    adaptation = Adaptation(page=LearningResource.objects.get(pk=page.pk), base=content, adapted_by=user)
    adaptation.describe_source(source)
    for part in parts_of(source, visible=True):
        adaptation.parts.append(copied_part(part, page, user))
    adaptation.save()
    return page


def copied_part(part: Page, page: Page, user: Any) -> dict[str, Any]:
    """Copy a lesson below an adapted page, as a draft; what is to be remembered of it."""
    content = live_content(part)
    copied = copy_of(part, content, Page.objects.get(pk=page.pk), user)
    return {"source": part.pk, "page": copied.pk, "title": part.title, "base": content}


def copy_of(page: Page, content: Content, parent: Page, user: Any) -> Any:
    """A draft copy of what the page says, below `parent`, with the same block ids."""
    streams = {
        field.name: field.stream_block.to_python(content[field.name])
        for field in merged_fields(type(page))
        if isinstance(field, StreamField)
    }
    own = {"go_live_at": None, "expire_at": None, "expired": False, "locked": False, "locked_at": None}
    copy = CopyPageAction(
        page,
        to=parent,
        update_attrs={**streams, **own, "slug": free_slug(parent, page.slug or slugify(page.title))},
        exclude_fields=["locked_by", "latest_revision", "latest_revision_created_at", "provinces"],
        copy_revisions=False,
        keep_live=False,
        user=user,
        log_action=None,
    )
    # Who may adapt is asked for in `check`; Wagtail would ask for rights on the source.
    made = copy.execute(skip_permission_checks=True)
    data = {"source": page.title, "address": page.full_url or ""}
    log(instance=made, action=ADAPTED, user=user, data=data, revision=made.latest_revision, content_changed=True)
    return made


def free_slug(parent: Page, wanted: str) -> str:
    """The address part, with a number where it is taken."""
    taken: Iterable[str] = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    names = (wanted, *(f"{wanted[:240]}-{number}" for number in range(2, 10_000)))
    return next(name for name in names if name not in taken)
