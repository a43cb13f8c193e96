"""The admin's addresses of the imports."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from cms.imports import step_views, views

TEMPLATE = r"^templat/(?P<key>[a-z0-9_:-]+)\.(?P<file_format>xlsx|csv)$"

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("", views.ImportIndexView.as_view(), name="index"),
    path("baru/", views.UploadView.as_view(), name="new"),
    re_path(
        r"^templat/(?P<key>[a-z0-9_:-]+)\.(?P<file_format>xlsx|csv)$", views.BlankSheetView.as_view(), name="template"
    ),
    path("<int:pk>/", views.ImportView.as_view(), name="detail"),
    path("<int:pk>/periksa/", step_views.CheckView.as_view(), name="check"),
    path("<int:pk>/saran/", step_views.AcceptView.as_view(), name="accept"),
    path("<int:pk>/jalankan/", step_views.RunView.as_view(), name="run"),
    path("<int:pk>/batalkan/", step_views.UndoView.as_view(), name="undo"),
    path("<int:pk>/lanjutkan/", step_views.ContinueView.as_view(), name="continue"),
    path("<int:pk>/laporan.xlsx", views.ReportView.as_view(), name="report"),
]
