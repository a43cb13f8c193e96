"""Holds the search index against the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.models import LearningResource
from cms.progress import Progress
from search.drain import CursorTooOld
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.rebuild import compare, repair

SHOWN = 10


class Command(BaseCommand):
    help = "Compare index and database: missing, extra and stale documents. Ends with 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Write events for what differs and apply them.")

    def handle(self, *args: Any, **options: Any) -> None:
        engine = get_engine()
        if engine.cursor() is None:
            raise CommandError("There is no usable index. Run: manage.py rebuild_search")
        total = LearningResource.objects.filter(live=True).count()
        try:
            with Progress("Comparing", total) as progress:
                found = compare(engine, progress.update)
            for name, ids in (("missing", found.missing), ("extra", found.extra), ("stale", found.stale)):
                listed = ", ".join(ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")
                self.stdout.write(f"{name}: {len(ids)} {listed}".rstrip())
            if found.agrees:
                self.stdout.write(self.style.SUCCESS(f"Index and database agree ({found.compared} materials)."))
                return
            if not options["repair"]:
                raise CommandError("Index and database differ. Run: manage.py check_search --repair")
            repaired = repair(found, engine)
            again = compare(engine)
        except CursorTooOld as error:
            raise CommandError(str(error)) from error
        except EngineUnavailable as error:
            raise CommandError(f"The index cannot be reached now: {error}") from error
        if not again.agrees:
            raise CommandError("They still differ; something is being changed now, or run: manage.py rebuild_search")
        self.stdout.write(self.style.SUCCESS(f"Repaired {repaired} documents; index and database agree."))
