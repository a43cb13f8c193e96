"""Addresses of the search in the reader's language."""

from django.urls import path

from search import views

urlpatterns = [
    path("cari/", views.search_page, name="search"),
    # The part of the page that changes, at an address of its own: nothing has to vary by a header.
    path("cari/hasil/", views.search_results, name="search_results"),
    path("cari/saran/", views.suggestions, name="search_suggestions"),
]
