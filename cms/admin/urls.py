"""Admin addresses that stand before Wagtail's own of the same path."""

from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access

from cms.admin.session import session_resumed, session_state
from cms.admin.tags import autocomplete

urlpatterns: list[URLPattern] = [
    path("sesi/", session_state, name="session_state"),
    path("sesi/kembali/", require_admin_access(session_resumed), name="session_resumed"),
    path("tag-autocomplete/", require_admin_access(autocomplete)),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", require_admin_access(autocomplete)),
]
