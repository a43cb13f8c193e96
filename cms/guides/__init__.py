"""The guides: one page each for teachers, editors and administrators, in Markdown beside this file."""
