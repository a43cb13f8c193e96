"""What the public pages say of a centre's past."""

from __future__ import annotations

from django import template
from django.db.models import F
from django.utils.translation import gettext as _

from cms.models import Centre, FormerName

register = template.Library()


@register.simple_tag
def former_names(centre: Centre | None) -> str:
    """A centre's former names with their years, newest first: “BTKP DIY (2003–2019), Balai Lama”."""
    if centre is None:
        return ""
    # A name that was given back is no former one.
    names = (
        FormerName.objects.filter(centre=centre)
        .exclude(name=centre.name)
        .order_by(F("used_until").desc(nulls_last=True), "pk")
    )
    return ", ".join(dated(name) for name in names)


def dated(name: FormerName) -> str:
    since, until = (day.year if day else None for day in (name.used_from, name.used_until))
    if since and until:
        return f"{name.name} ({since}–{until})" if since != until else f"{name.name} ({since})"
    if until:
        return _("%(name)s (until %(year)s)") % {"name": name.name, "year": until}
    if since:
        return _("%(name)s (since %(year)s)") % {"name": name.name, "year": since}
    return name.name
