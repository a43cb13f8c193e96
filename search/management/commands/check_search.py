"""Holds the search index against the database; with a fallback, that of each engine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from cms.models import LearningResource
from cms.progress import Progress
from search.engines.base import EngineUnavailable, SearchEngine
from search.event_log import CursorTooOld
from search.management.commands.rebuild_search import chosen_indexes
from search.models import RejectedDocument
from search.rebuild import Comparison, compare, repair

SHOWN = 10


class Command(BaseCommand):
    help = "Compare index and database: missing, extra, stale and rejected documents. Ends with 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Write events for what differs and apply them.")
        parser.add_argument("--engine", default="", help="Only the index of this engine (default: of each in use).")

    def handle(self, *args: Any, **options: Any) -> None:
        engines = chosen_indexes(options["engine"])
        failures = []
        for engine in engines:
            if len(engines) > 1:
                self.stdout.write(f"{engine.name}:")
            try:
                self._check(engine, options["repair"])
            except CommandError as error:
                failures.append(f"{engine.name}: {error}" if len(engines) > 1 else str(error))
        if failures:
            raise CommandError("\n".join(failures))

    def _check(self, engine: SearchEngine, mend: bool) -> None:
        try:
            if engine.cursor() is None:
                raise CommandError("There is no usable index. Run: manage.py rebuild_search")
            total = LearningResource.objects.filter(live=True).count()
            with Progress("Comparing", total) as progress:
                found = compare(engine, progress.update)
            self._tell(engine, found)
            if found.agrees:
                self.stdout.write(self.style.SUCCESS(f"Index and database agree ({found.compared} materials)."))
                return
            if not mend:
                raise CommandError("Index and database differ. Run: manage.py check_search --repair")
            repaired = repair(found, engine)
            again = compare(engine)
        except CursorTooOld as error:
            raise CommandError(str(error)) from error
        except EngineUnavailable as error:
            raise CommandError(f"The index cannot be reached now: {error}") from error
        if again.rejected:
            self._tell_rejected(engine, again)
            raise CommandError(f"The engine refuses {len(again.rejected)} materials; change what the reason names.")
        if not again.agrees:
            raise CommandError("They still differ; something is being changed now, or run: manage.py rebuild_search")
        self.stdout.write(self.style.SUCCESS(f"Repaired {repaired} documents; index and database agree."))

    def _tell(self, engine: SearchEngine, found: Comparison) -> None:
        for name, ids in (("missing", found.missing), ("extra", found.extra), ("stale", found.stale)):
            listed = ", ".join(ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")
            self.stdout.write(f"{name}: {len(ids)} {listed}".rstrip())
        self._tell_rejected(engine, found)

    def _tell_rejected(self, engine: SearchEngine, found: Comparison) -> None:
        self.stdout.write(f"rejected: {len(found.rejected)}")
        rows = RejectedDocument.objects.filter(engine=engine.name, uuid__in=list(found.rejected)[:SHOWN])
        titles = dict(Page.objects.filter(pk__in=[row.page_id for row in rows]).values_list("pk", "title"))
        for row in rows:
            self.stdout.write(f"  {row.uuid} “{titles.get(row.page_id, '?')}”: {row.reason}")
        if len(found.rejected) > SHOWN:
            self.stdout.write("  …")
