"""The entries of the admin's menu, with how much waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from cms.curation.access import may_answer_proposals, sees_queue
from cms.curation.models import NationalProposal, Submission


class CountedMenuItem(MenuItem):
    """Says how much waits, after its label."""

    def count(self, user: Any) -> int:
        raise NotImplementedError

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component: LinkMenuItem = super().render_component(request)
        if count := self.count(request.user):
            component.label = _("%(label)s (%(count)s)") % {"label": self.label, "count": count}
        return component


class QueueMenuItem(CountedMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_queue(request.user)

    def count(self, user: Any) -> int:
        return int(Submission.objects.decidable_by(user).count())


class ProposalsMenuItem(CountedMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_answer_proposals(request.user)

    def count(self, user: Any) -> int:
        return NationalProposal.objects.filter(status=NationalProposal.Status.OPEN).count()


def queue_item() -> MenuItem:
    return QueueMenuItem(
        gettext_lazy("Curation queue"), reverse("curation:queue"), name="curation", icon_name="tasks", order=150
    )


def proposals_item() -> MenuItem:
    return ProposalsMenuItem(
        gettext_lazy("National proposals"),
        reverse("curation:proposals"),
        name="national-proposals",
        icon_name="globe",
        order=151,
    )


def mine_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Sent by me"), reverse("curation:mine"), name="sent-by-me", icon_name="resubmit", order=152
    )
