"""Addresses of the search in the reader's language."""

from django.urls import path

from search import views
from search.term_indexes import term_index
from search.term_pages import term_page

urlpatterns = [
    path("cari/", views.search_page, name="search"),
    # The part of the page that changes, at an address of its own: nothing has to vary by a header.
    path("cari/hasil/", views.search_results, name="search_results"),
    path("cari/saran/", views.suggestions, name="search_suggestions"),
    path("mapel/", term_index, {"facet": "subject"}, name="subjects"),
    path("mapel/<slug:slug>/", term_page, {"facet": "subject"}, name="subject_page"),
    path("platform/", term_index, {"facet": "platform"}, name="platforms"),
    path("platform/<slug:slug>/", term_page, {"facet": "platform"}, name="platform_page"),
    path("tingkat/", term_index, {"facet": "level"}, name="levels"),
    path("tingkat/<slug:slug>/", term_page, {"facet": "level"}, name="level_page"),
]
