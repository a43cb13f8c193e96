"""What readers see of the curation, and the ways into it on the desk."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from cms.curation.listing import is_nationally_listed
from cms.curation.models import Submission

register = template.Library()


@register.inclusion_tag("curation/national_badge.html")
def national_badge(page: Any) -> dict[str, bool]:
    """The mark of a centre's material that the national curators took up; nothing for any other."""
    return {"listed": is_nationally_listed(page)}


@register.simple_tag
def with_decision_addresses(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the home page's tasks, those of the curation with `url`: where they are decided. One query."""
    states = [task["state"].workflow_state_id for task in tasks]
    found = dict(Submission.objects.filter(workflow_state__in=states).values_list("workflow_state", "pk"))
    return [
        {**task, "url": reverse("curation:decide", args=[found[state]])} if state in found else task
        for task, state in zip(tasks, states, strict=True)
    ]
