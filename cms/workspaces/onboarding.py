"""A new centre: the organisation, its page, and its workspace, made in one go and as often as you like."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Page

from cms.models import Centre, CentreIndexPage, CentrePage, Province
from cms.workspaces.former_names import DatedName, keep_names
from cms.workspaces.models import Workspace
from cms.workspaces.old_addresses import former_address_message, former_holder
from cms.workspaces.provision import provision

CREATED = "workspaces.centre_created"


@dataclass(frozen=True, slots=True)
class Contact:
    """What a centre's page says of how to reach it; fields of `CentrePage`."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""
    opening_hours: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What `add_centre` came to: the workspace, and whether the centre or its page is new."""

    workspace: Workspace
    page: CentrePage
    is_new: bool


def find_province(text: str) -> Province:
    """The active province with this slug or any of its names. ValidationError with the nearest names if none."""
    wanted = text.strip().casefold()
    provinces = [province for province in Province.objects.offered() if isinstance(province, Province)]
    names: dict[str, Province] = {}
    for province in reversed(provinces):
        for name in (*province.all_names, province.slug):
            names[name.casefold()] = province
    if wanted in names:
        return names[wanted]
    close = list(dict.fromkeys(names[name].name for name in difflib.get_close_matches(wanted, names, 5, 0.55)))
    message = _("There is no province “%(text)s”.") % {"text": text}
    if close:
        message += " " + _("Did you mean: %(names)s?") % {"names": ", ".join(close)}
    raise ValidationError({"province": message})


def add_centre(
    *,
    name: str,
    province: Province,
    slug: str = "",
    official_name: str = "",
    former_names: Sequence[DatedName] = (),
    contact: Contact | None = None,
    logo: Any = None,
    user: Any = None,
) -> Added:
    """A centre with its page at /balai/<slug>/ and its workspace.

    `logo`: an open picture file, kept in the centre's collection. What is there already stays as it is; an official
    name, contact fields, former names and a logo that are lacking are added. Raises ValidationError, keyed by field,
    when the name makes no address, the slug belongs or belonged to another centre or page, a centre that is there has
    another province or address, or the site has no /balai/.
    """
    given = (" ".join(name.split()), province, slug, official_name.strip(), former_names, contact or Contact())
    try:
        return _add(*given, logo, user)
    except IntegrityError:
        # Somebody adds the same one at this very moment. Now it is there, and is completed.
        return _add(*given, logo, user)


@transaction.atomic
def _add(
    name: str,
    province: Province,
    wanted_slug: str,
    official_name: str,
    former_names: Sequence[DatedName],
    contact: Contact,
    logo: Any,
    user: Any,
) -> Added:
    slug = wanted_slug or slugify(name)[: Centre._meta.get_field("slug").max_length]
    if not slug:
        raise ValidationError({"slug": _("Give an address in letters and digits: the name has none.")})
    centre = _centre(name, province, slug, official_name)
    _refuse_another(centre, province, wanted_slug)
    if official_name and not centre.official_name:
        centre.official_name = official_name
        centre.save(update_fields=["official_name"])
    keep_names(centre, former_names)
    page, is_new = _page(centre, contact, user)
    workspace = provision(centre, page)
    if logo is not None and page.logo_id is None:
        _give_logo(page, workspace, logo, user)
    if is_new:
        log(instance=page, action=CREATED, user=user, data={"name": centre.name})
    return Added(workspace, page, is_new)


def _refuse_another(centre: Centre, province: Province, slug: str) -> None:
    """Nobody is told that all is well while what was asked for is not done."""
    if centre.province_id != province.pk:
        message = _("“%(centre)s” is there already, in %(province)s.")
        raise ValidationError({"province": message % {"centre": centre.name, "province": centre.province}})
    if slug and slug != centre.slug:
        message = _("“%(centre)s” is there already, at /balai/%(slug)s/. Rename it to change the address.")
        raise ValidationError({"slug": message % {"centre": centre.name, "slug": centre.slug}})


def _give_logo(page: CentrePage, workspace: Workspace, logo: Any, user: Any) -> None:
    """Like an editor who uploads the picture and chooses it: on the page, and in its newest draft."""
    picture = get_image_model()(
        title=f"Logo {page.title}"[:255], file=logo, collection=workspace.collection, uploaded_by_user=user
    )
    picture.full_clean()
    picture.save()
    draft = page.get_latest_revision_as_object()
    page.logo = draft.logo = picture
    page.save(update_fields=["logo"])
    draft.save_revision(user=user, changed=page.has_unpublished_changes)


def _centre(name: str, province: Province, slug: str, official_name: str) -> Centre:
    centre = Centre.objects.filter(slug=slug).first()
    if centre is not None:
        if name not in centre.all_names:
            raise ValidationError(
                {"slug": _("The address “%(slug)s” belongs to “%(centre)s”.") % {"slug": slug, "centre": centre.name}}
            )
        if centre.status == Centre.Status.RETIRED:
            raise ValidationError({"name": _("“%(centre)s” is closed.") % {"centre": centre.name}})
        return centre  # type: ignore[return-value]
    twin = Centre.objects.offered().filter(name__iexact=name).first()
    if twin is not None:
        return twin  # type: ignore[return-value]
    centre = Centre(name=name, slug=slug, province=province, official_name=official_name)
    centre.full_clean()
    centre.save()
    return centre


def _page(centre: Centre, contact: Contact, user: Any) -> tuple[CentrePage, bool]:
    given = {field.name: getattr(contact, field.name) for field in fields(contact)}
    page = CentrePage.objects.filter(centre=centre).first()
    if page is not None:
        missing = {name: value for name, value in given.items() if value and not getattr(page, name)}
        if missing:
            # In the newest draft, so that nobody's unfinished changes are lost, and on the page itself.
            draft = page.get_latest_revision_as_object()
            for name, value in missing.items():
                setattr(page, name, value)
                setattr(draft, name, value)
            page.save(update_fields=list(missing))
            # Where there was no unfinished draft there is none now: both say the same.
            draft.save_revision(user=user, changed=page.has_unpublished_changes)
        return page, False
    index = CentreIndexPage.objects.first()
    if index is None:
        raise ValidationError(_("The site has no page for its centres yet. Run setup_site first."))
    if Page.objects.child_of(index).filter(slug=centre.slug).exists():
        raise ValidationError({"slug": _("There is another page at /balai/%(slug)s/.") % {"slug": centre.slug}})
    former = former_holder(index, centre.slug)
    if former is not None:
        raise ValidationError({"slug": former_address_message(centre.slug, former)})
    page = CentrePage(title=centre.name, slug=centre.slug, centre=centre, owner=user, **given)
    index.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)
    return CentrePage.objects.get(pk=page.pk), True
