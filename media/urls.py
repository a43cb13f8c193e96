from django.urls import path

from media import views

urlpatterns = [
    path("berkas/<int:pk>/takarir.vtt", views.media_captions, name="media_captions"),
    path("berkas/<int:pk>/<str:filename>", views.media_file, name="media_file"),
]
