"""Tests: a database and an index of their own, quick hashing, tasks run when asked for."""

import tempfile
from pathlib import Path

from settings import env
from settings.base import *  # noqa: F403
from settings.base import STORAGES

DEBUG = False
DEMO = True
SECRET_KEY = "not-secret-for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

_scratch = Path(tempfile.mkdtemp(prefix="sinau-test-"))
MEDIA_ROOT = _scratch / "media"
PRIVATE_MEDIA_ROOT = _scratch / "private"
SEARCH_INDEX_DIR = _scratch / "search"
# Whatever the environment says: tests that want another engine choose it themselves.
SEARCH_ENGINE = "embedded"
# Tests ask no other site; those of the link checks have one of their own.
LINK_CHECKS = False
STORAGES["private"]["OPTIONS"]["location"] = str(PRIVATE_MEDIA_ROOT)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True

DATABASES = {"default": env.database("TEST_DATABASE_URL", _scratch / "test.sqlite3")}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.plugin"]  # noqa: F405
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
