"""Creates the pages every installation has."""

from typing import Any

from django.core.management.base import BaseCommand

from modules.site_tree import ensure_site_tree


class Command(BaseCommand):
    help = "Create home, module and example index, centres' index and standard pages where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        tree = ensure_site_tree()
        self.stdout.write(self.style.SUCCESS(f"The site's pages are there, home is “{tree.home.title}”."))
