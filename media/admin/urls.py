"""Admin addresses that stand before Wagtail's own of the same path."""

from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access

from media.admin.documents import DocumentEditView, DocumentIndexView
from media.admin.dropped_images import take_image
from media.admin.media_usage import usage

urlpatterns: list[URLPattern] = [
    path("gambar/taruh/", require_admin_access(take_image), name="take_image"),
    path("documents/", require_admin_access(DocumentIndexView.as_view())),
    path("documents/results/", require_admin_access(DocumentIndexView.as_view(results_only=True))),
    path("documents/edit/<int:document_id>/", require_admin_access(DocumentEditView.as_view())),
    path("media/usage/<int:media_id>/", require_admin_access(usage)),
]
