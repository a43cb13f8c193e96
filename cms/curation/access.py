"""Who may do what in the curation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.curation.material import authors_of, centre_of, material_above
from cms.curation.models import Submission
from cms.models import LearningResource
from cms.workspaces.models import Role
from cms.workspaces.roles import has_role, is_national_team, workspaces_of


def curates(user: Any, submission: Submission) -> bool:
    """Whether deciding on it is the user's job, whosoever's work it is."""
    if not user.is_active:
        return False
    if user.is_superuser or has_role(user, submission.centre, Role.CURATOR):
        return True
    return submission.passed_on_at is not None and is_national_team(user, Role.CURATOR)


def is_own_work(user: Any, submission: Submission) -> bool:
    """Whether the user worked on it: before it was sent, or since by whatever way."""
    if submission.authors.filter(pk=user.pk).exists():
        return True
    return user.pk in authors_of(submission.page)


def may_decide(user: Any, submission: Submission) -> bool:
    """Nobody decides on their own work, superusers included."""
    return curates(user, submission) and not is_own_work(user, submission)


def why_not(user: Any, submission: Submission) -> str:
    """Why the user may not decide on it, in a sentence; "" when they may."""
    if not curates(user, submission):
        return _("The curators decide on this. You can follow it here.")
    if is_own_work(user, submission):
        return _("You worked on this yourself, so somebody else has to decide on it.")
    return ""


def may_pass_on(user: Any, submission: Submission) -> bool:
    """Whether the user may ask the national curators to decide on a centre's submission."""
    if submission.centre is None or submission.passed_on_at or not user.is_active:
        return False
    return bool(user.is_superuser or has_role(user, submission.centre, Role.CURATOR, Role.ADMIN))


def sees_queue(user: Any) -> bool:
    """Whether there is a queue for this user: a curator or an organisation admin, of a centre or nationally."""
    return bool(user.is_active and (user.is_superuser or workspaces_of(user, Role.CURATOR, Role.ADMIN).exists()))


def may_withdraw_page(user: Any, page: Page) -> bool:
    """Whether the user may unpublish a material, or set who may open it: a curator of the workspace it belongs to."""
    if not user.is_active or not is_material(page):
        return False
    return bool(user.is_superuser or has_role(user, centre_of(page), Role.CURATOR))


def may_propose(user: Any, page: Page) -> bool:
    """Whether the user may propose this material nationally, or take the proposal back."""
    if not user.is_active or not LearningResource.objects.filter(pk=page.pk).exists():
        return False
    centre = centre_of(page)
    return centre is not None and bool(user.is_superuser or has_role(user, centre, Role.CURATOR))


def may_answer_proposals(user: Any) -> bool:
    return bool(user.is_active and (user.is_superuser or is_national_team(user, Role.CURATOR)))


def is_material(page: Page) -> bool:
    """Whether the page is a material or a part of one: containers and centres' pages are not released here."""
    return LearningResource.objects.filter(pk=page.pk).exists() or material_above(page) is not None
