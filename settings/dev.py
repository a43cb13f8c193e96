"""Development and `make run`: no secret needed, demo content and demo users allowed."""

from settings import env
from settings.base import *  # noqa: F403
from settings.base import STORAGES

DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = "not-secret-for-development-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INTERNAL_IPS = ["127.0.0.1"]
DEMO = True
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
AUTH_PASSWORD_VALIDATORS = []
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
