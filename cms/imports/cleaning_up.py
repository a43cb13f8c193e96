"""Files and rows of imports go after 90 days. The materials stay, and so do their external ids."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cms.imports.models import Import
from cms.periodic import periodic

KEPT_DAYS = 90


@periodic("imports: remove old files and rows", seconds=86_400)
def remove_old_imports() -> int:
    """Returns how many imports were removed."""
    old = Import.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    removed = 0
    for source in old.order_by("pk").iterator(chunk_size=50):
        file = source.file
        source.delete()
        # After the row: a file without its import is found by nobody, an import without its file is an error.
        file.delete(save=False)
        removed += 1
    return removed
