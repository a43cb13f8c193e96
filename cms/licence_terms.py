"""What a licence allows and asks, in plain words."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from cms.models import Licence


class LicenceTerm(NamedTuple):
    """One thing a licence says: the `icon` before it and the sentence."""

    icon: str
    text: str


def licence_terms(licence: Licence) -> list[LicenceTerm]:
    """Everything a teacher has to know before copying or changing a material, what is allowed first."""
    if not licence.redistributable:
        return [
            LicenceTerm("link", _("You may read it here and share its link.")),
            LicenceTerm("close", _("Do not copy or change it without the owner's permission.")),
        ]
    terms = [LicenceTerm("check", _("You may copy it, print it and hand it out."))]
    if licence.adaptable:
        terms.append(LicenceTerm("check", _("You may change it to suit your class.")))
    else:
        terms.append(LicenceTerm("close", _("Do not hand out changed versions.")))
    if licence.attribution:
        terms.append(LicenceTerm("info", _("Name its makers and this licence.")))
    if licence.share_alike:
        terms.append(LicenceTerm("info", _("What you make of it gets the same licence.")))
    if licence.non_commercial:
        terms.append(LicenceTerm("close", _("Do not sell it.")))
    return terms


def licence_in_short(licence: Licence) -> str:
    """The same in a few words, for where there is room for one line."""
    if not licence.redistributable:
        return _("Share the link only")
    return _("May be copied and changed") if licence.adaptable else _("May be copied, not changed")
