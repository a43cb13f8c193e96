"""Addresses for machines: the public API and the two health checks."""

from django.urls import path, re_path

from search import health
from search.api import api, not_found

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("api/v1/", not_found),
    path("api/v1/", api.urls),
    re_path(r"^api/", not_found),
]
