"""Addresses of the root that stand once, whatever the language."""

from django.urls import include, path, re_path

from cms import site_files, sitemaps

urlpatterns = [
    path("undangan/", include("cms.workspaces.invitation_urls")),
    path("robots.txt", site_files.robots, name="robots"),
    path("site.webmanifest", site_files.manifest, name="manifest"),
    path("favicon.ico", site_files.icon_file, {"name": "favicon.ico", "content_type": "image/x-icon"}, name="favicon"),
    path(
        "apple-touch-icon.png",
        site_files.icon_file,
        {"name": "apple-touch-icon.png", "content_type": "image/png"},
        name="touch_icon",
    ),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemaps.pages, name="sitemap_pages"),
    re_path(r"^sitemap-(?P<name>[a-z]+)\.xml$", sitemaps.section, name="sitemap_section"),
]
