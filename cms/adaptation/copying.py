"""A copy of an adapted material was adapted from the same source: it says so, and is bound by the same licence."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from rest_framework.response import Response
from wagtail import hooks
from wagtail.admin.api.actions.copy import CopyPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from cms.adaptation.models import Adaptation


@transaction.atomic
def copy_provenance(page: Page, copy: Page) -> None:
    """Give every copied material in `copy` the provenance that the one below `page` (or that itself) has."""
    copies = _below(copy)
    # Without its subpages, only the page itself was copied.
    pages = _below(page) if len(copies) > 1 else [page.pk]
    made = dict(zip(pages, copies, strict=False))
    known = set(Adaptation.objects.filter(page__in=copies).values_list("page", flat=True))
    for row in Adaptation.objects.filter(page__in=pages).order_by("pk"):
        if made.get(row.page_id) in known | {None}:
            continue
        row.pk, row.page_id = None, made[row.page_id]
        row._state.adding = True
        row.parts = [{**part, "page": made.get(part["page"])} for part in row.parts]
        row.save()


def _below(page: Page) -> list[int]:
    """The ids of a page and everything below; a copy has the same order."""
    within = Page.objects.get(pk=page.pk).get_descendants(inclusive=True)
    return list(within.order_by("path").values_list("pk", flat=True))


@hooks.register("after_copy_page")
def copy_provenance_in_admin(request: HttpRequest, page: Page, new_page: Page) -> None:
    copy_provenance(page, new_page)


class AdaptedCopyAPIAction(CopyPageAPIAction):
    """The admin's internal API calls no hooks."""

    def execute(self, instance: Page, data: Any) -> Response:
        with transaction.atomic():
            response = super().execute(instance, data)
            copy_provenance(instance, Page.objects.get(pk=response.data["id"]))
        return response


PagesAdminAPIViewSet.actions["copy"] = AdaptedCopyAPIAction
