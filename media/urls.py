from django.urls import path, re_path

from media import cover_views, share_views, views

WORD = "[a-z0-9]+(?:-[a-z0-9]+)*"

urlpatterns = [
    path("berkas/<int:pk>/takarir.vtt", views.media_captions, name="media_captions"),
    path("berkas/pratinjau/<int:pk>/<str:filename>", views.document_preview, name="document_preview"),
    path("berkas/<int:pk>/<str:filename>", views.media_file, name="media_file"),
    re_path(
        rf"^sampul/(?P<design>[0-9]{{1,3}})/(?P<subject>{WORD})/(?P<kind>{WORD})-(?P<seed>[0-9a-f]{{8}})\.svg$",
        cover_views.drawn_cover,
        name="drawn_cover",
    ),
    path("bagikan/<uuid:uuid>.jpg", share_views.share_picture, name="share_picture"),
    path("bagikan/<uuid:uuid>.svg", share_views.share_qr, name="share_qr"),
]
