"""Reads a table from a file, row by row, whatever wrote it. Nothing here knows what the columns mean."""

from cms.imports.reading.cells import Cell, clean_lines, clean_text
from cms.imports.reading.files import FileRefused, check_file
from cms.imports.reading.tables import CUT, Table, open_tables

__all__ = ["CUT", "Cell", "FileRefused", "Table", "check_file", "clean_lines", "clean_text", "open_tables"]
