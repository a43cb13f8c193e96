"""The site's addresses. Indonesian at the root, English under /en/; admin, API and files once."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include("cms.admin.urls")),
    path("admin/", include("cms.workspaces.admin_urls")),
    path("admin/", include("media.admin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.site_urls")),
    path("", include("media.urls")),
    path("", include("search.service_urls")),
]

if settings.DEBUG or settings.DEMO:
    # A production web server serves pictures itself; documents, audio and video never lie here.
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}))
    urlpatterns.append(path("gaya/", include("cms.style_guide")))

urlpatterns += i18n_patterns(
    path("", include("search.urls")),
    path("panduan/", include("cms.guides.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler404 = "search.not_found.page_not_found"
handler500 = "cms.error_pages.server_error"
