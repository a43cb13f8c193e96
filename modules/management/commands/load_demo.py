"""Loads the demo content and, under development settings, the demo users."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.models import LearningResource, Level
from cms.progress import Progress
from modules.demo.loading import DemoProblem, Loader, connect, material_files, waiting
from modules.demo.users import PASSWORD, ROLES, ensure_admin, ensure_users
from modules.models import LoadedDemo
from modules.site_tree import ensure_site_tree


class Command(BaseCommand):
    help = "Load the demo materials that were never loaded here. Can be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=None, help="Load at most this many materials.")
        parser.add_argument("--again", action="store_true", help="Also bring back demo materials that were deleted.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo content is for development settings only (settings.DEMO is off).")
        if not Level.objects.exists():
            call_command("load_vocabularies", stdout=self.stdout)
        tree = ensure_site_tree()
        if options["again"]:
            kept = LearningResource.objects.values_list("slug", flat=True)
            LoadedDemo.objects.exclude(slug__in=kept).delete()
        started, paths = time.monotonic(), waiting()[: options["limit"]]
        loader = Loader(tree, ensure_admin())
        done = 0
        try:
            with Progress("Loading demo materials", len(paths)) as progress:
                for path in paths:
                    loader.load(path)
                    done += 1
                    progress.update(done)
            if paths:
                connect(material_files())
        except DemoProblem as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            raise CommandError(f"Interrupted after {done} of {len(paths)}. Run it again to go on.") from None
        ensure_users(tree.home)
        self._summary(done, time.monotonic() - started)

    def _summary(self, done: int, seconds: float) -> None:
        total = LoadedDemo.objects.count()
        text = f"{done} demo materials loaded in {seconds:.0f} s" if done else "The demo content is there"
        self.stdout.write(self.style.SUCCESS(f"{text} ({total} in all)."))
        self.stdout.write(f"Demo users (password {PASSWORD}), for /admin/:")
        for name, role in ROLES.items():
            self.stdout.write(f"  {name:<8} {role}")
