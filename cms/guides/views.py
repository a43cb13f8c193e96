"""The guides' pages: all of them in the admin, the one for teachers for every reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.guides.reading import GUIDES, Guide, read_guide
from cms.page_caching import patch_for_readers


@require_safe
def teachers_guide(request: HttpRequest) -> HttpResponse:
    """The guide for teachers, outside the admin; its pictures are links where the reader saves data."""
    guide = GUIDES[0]
    text = read_guide(guide, pictures=not getattr(request, "save_data", False))
    return patch_for_readers(request, render(request, "cms/guide.html", {"guide": guide, "text": text}))


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """A guide in the admin, for everyone who may enter it."""

    guide: Guide = GUIDES[0]
    template_name = "cms/admin/guide.html"
    _show_breadcrumbs = True

    def get_page_title(self) -> str:
        return str(self.guide.title)

    def get_header_icon(self) -> str:
        return self.guide.icon

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(guide=self.guide, guides=GUIDES, text=read_guide(self.guide), **kwargs)
