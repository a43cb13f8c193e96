"""The demo content: its texts, its pictures and files, and how they are loaded."""
