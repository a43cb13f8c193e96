"""Durations: a JP (jam pelajaran) is a lesson of 45 minutes."""

MINUTES_PER_JP = 45
