"""Loads the vocabularies from their data files; may be run again at any time."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from cms.vocabulary_files import DATA, VocabularyFileError
from cms.vocabulary_loading import LoadReport, load_vocabularies


class Command(BaseCommand):
    help = "Load levels, subjects, platforms, centres, synonyms … from cms/data. Editors' changes are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA, help="Where the files are (default: cms/data).")

    @no_translations
    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            reports = load_vocabularies(folder)
        except VocabularyFileError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if verbosity > 0:
            self._print(reports)

    def _print(self, reports: list[LoadReport]) -> None:
        columns = ("created", "updated", "kept", "unchanged", "gone")
        self.stdout.write(f"{'':<12}" + "".join(f"{name:>11}" for name in columns))
        for report in reports:
            counts = "".join(f"{len(getattr(report, name)):>11}" for name in columns)
            self.stdout.write(f"{report.name:<12}{counts}")
        for report in reports:
            for slug, fields in report.kept.items():
                what = f"{report.name} {slug} ({', '.join(fields)})"
                self.stdout.write(f"Kept, because an editor changed it: {what}")
            for slug in report.gone:
                self.stdout.write(f"No longer in the file, left as it is: {report.name} {slug}")
