"""Admin addresses that stand before Wagtail's own of the same path."""

from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access

from cms.admin.tags import autocomplete

urlpatterns: list[URLPattern] = [
    path("tag-autocomplete/", require_admin_access(autocomplete)),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", require_admin_access(autocomplete)),
]
