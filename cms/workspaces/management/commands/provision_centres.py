"""Gives the national team and every centre its workspace; run at each start."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.workspaces.provision import provision_all


class Command(BaseCommand):
    help = "Create or mend the groups, collections and permissions of the national team and of every centre."

    def handle(self, *args: Any, **options: Any) -> None:
        count = provision_all()
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"The national team and {count} centres have their workspaces."))
