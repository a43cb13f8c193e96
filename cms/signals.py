"""Signals of the shared ground that higher packages listen to."""

from django.dispatch import Signal

# Sent inside the transaction that changed them. Give `ids` (an iterable of LearningResource page ids)
# or `path_prefix` (every resource at or below that tree path), never both.
resources_changed = Signal()
