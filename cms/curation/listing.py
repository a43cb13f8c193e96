"""Which centres' materials are listed nationally: a row says so, the material stays where it is."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from cms.curation.models import NationalProposal
from cms.models import LearningResource


def accepted_nationally() -> Exists:
    """Whether a learning resource of the outer query was accepted by the national curators."""
    accepted = NationalProposal.Status.ACCEPTED
    return Exists(NationalProposal.objects.filter(resource=OuterRef("pk"), status=accepted))


def nationally_listed(resources: Any = None) -> Any:
    """Of `resources` (a queryset of any kind; all, when none is given): the centres' live ones that were accepted.

    Not yet what everyone may see: chain `.visible()`.
    """
    resources = LearningResource.objects.all() if resources is None else resources
    return resources.filter(accepted_nationally(), live=True)


def national_catalogue(resources: Any = None) -> Any:
    """The national team's own materials and what it took up from the centres."""
    resources = LearningResource.objects.all() if resources is None else resources
    return resources.filter(Q(centre=None) | Q(accepted_nationally(), live=True))


def is_nationally_listed(resource: LearningResource) -> bool:
    """Whether this material of a centre bears the mark; no query for a national one."""
    if resource.centre_id is None or not resource.live:
        return False
    accepted = NationalProposal.Status.ACCEPTED
    return NationalProposal.objects.filter(resource=resource.pk, status=accepted).exists()
