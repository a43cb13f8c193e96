"""Builds the search index anew, beside the one that serves; with a fallback, that of each engine."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.models import LearningResource
from cms.progress import Progress
from search.drain import can_catch_up, nearest_first
from search.engines.base import EngineUnavailable, SearchEngine
from search.rebuild import rebuild, resumable


class Command(BaseCommand):
    help = "Build the search index anew beside the live one, then swap. Can be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="Only without an index that the event log can update. An engine that cannot be reached is left to "
            "the worker, as long as another one answers.",
        )
        parser.add_argument("--engine", default="", help="Only the index of this engine (default: of each in use).")
        parser.add_argument("--resume", action="store_true", help="Go on with a build that was interrupted.")

    def handle(self, *args: Any, **options: Any) -> None:
        engines = chosen_indexes(options["engine"])
        failures = []
        for engine in engines:
            try:
                if options["if_missing"] and can_catch_up(engine):
                    self.stdout.write(f"The search index is there ({engine.status().documents} documents).")
                else:
                    self._build(engine, resume=options["resume"], several=len(engines) > 1)
            except KeyboardInterrupt:
                raise CommandError("Interrupted. The index from before keeps serving; run the command again.") from None
            except EngineUnavailable as error:
                failures.append(f"The index could not be built ({engine.name}): {error}")
        if failures and options["if_missing"] and len(failures) < len(engines):
            for failure in failures:
                self.stderr.write(self.style.WARNING(f"{failure} The worker tries again; until then another answers."))
        elif failures:
            raise CommandError("\n".join(failures))

    def _build(self, engine: SearchEngine, *, resume: bool, several: bool) -> None:
        started = time.monotonic()
        total = LearningResource.objects.filter(live=True).count()
        if resume:
            interrupted = resumable(engine)
            self.stdout.write(
                f"Going on behind the {interrupted.documents} materials that are done."
                if interrupted
                else "There is no build to go on with: beginning anew."
            )
        with Progress(f"Indexing ({engine.name})" if several else "Indexing", total) as progress:
            count = rebuild(engine, progress.update, resume=resume)
        seconds = time.monotonic() - started
        done = f"Indexed {count} materials in {seconds:.1f} s ({count / max(seconds, 0.001):.0f} a second)"
        self.stdout.write(self.style.SUCCESS(f"{done}: {engine.name}." if several else f"{done}."))


def chosen_indexes(name: str) -> list[SearchEngine]:
    """The index of that name, or all that are in use, those of this machine first. Raises CommandError."""
    indexes = nearest_first()
    found = [engine for engine in indexes if name in ("", engine.name)]
    if not found:
        known = ", ".join(engine.name for engine in indexes)
        raise CommandError(f"“{name}” is no engine in use here. There is: {known}.")
    return found
