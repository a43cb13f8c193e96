"""Builds the search index anew, beside the one that serves."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.models import LearningResource
from cms.progress import Progress
from search.drain import can_catch_up
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.rebuild import rebuild


class Command(BaseCommand):
    help = "Build the search index anew beside the live one, then swap. Can be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="Only without an index that the event log can update."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        engine = get_engine()
        if options["if_missing"] and can_catch_up(engine):
            self.stdout.write(f"The search index is there ({engine.status().documents} documents).")
            return
        started = time.monotonic()
        total = LearningResource.objects.filter(live=True).count()
        try:
            with Progress("Indexing", total) as progress:
                count = rebuild(engine, progress.update)
        except KeyboardInterrupt:
            raise CommandError("Interrupted. The index from before keeps serving; run the command again.") from None
        except EngineUnavailable as error:
            raise CommandError(f"The index could not be built: {error}") from error
        seconds = time.monotonic() - started
        self.stdout.write(
            self.style.SUCCESS(
                f"Indexed {count} materials in {seconds:.1f} s ({count / max(seconds, 0.001):.0f} a second)."
            )
        )
