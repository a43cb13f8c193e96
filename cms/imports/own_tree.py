"""Which pages are a workspace's own: an import reads, changes and takes back these and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.models import CentrePage
from cms.workspaces.models import Workspace


@dataclass(frozen=True)
class OwnTree:
    """The centre's page with all below it; the national team's is whatever stands below no centre's page."""

    # Paths of the pages at which centres' trees begin: the own one, or (national) all of them.
    roots: frozenset[str]
    is_national: bool

    @classmethod
    def of(cls, workspace: Workspace | None) -> OwnTree:
        """As the tree is now, in one query. A centre without a page has nothing of its own."""
        pages = CentrePage.objects.order_by()
        centre_id = workspace.centre_id if workspace is not None else None
        if centre_id is not None:
            pages = pages.filter(centre=centre_id)
        return cls(frozenset(pages.values_list("path", flat=True)), centre_id is None)

    def holds(self, page: Any) -> bool:
        line = (page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen))
        return any(path in self.roots for path in line) != self.is_national
