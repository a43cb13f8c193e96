from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from cms import sitemaps
        from search import checks, fallback_care, periodic, promotions, signal_handlers  # noqa: F401
        from search.term_sitemap import term_entries

        fallback_care.connect()
        sitemaps.register("istilah", term_entries)
