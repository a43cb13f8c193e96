"""Production: every secret and address comes from the environment, and a missing one stops the start."""

from settings import env
from settings.base import *  # noqa: F403

SECRET_KEY = env.required("SECRET_KEY", "set it to 50 or more random characters and keep it private.")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS") or [
    env.required("ALLOWED_HOSTS", "set it to the site's host names, separated by commas.")
]
DEMO = False
WAGTAILADMIN_BASE_URL = env.required(
    "BASE_URL", "set it to the site's address, such as https://sinau.example.id."
).rstrip("/")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS") or [WAGTAILADMIN_BASE_URL]

_https = env.boolean("HTTPS", True)
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.boolean("EMAIL_USE_SSL", False)
# A mail server that takes the connection and says nothing must not hold up the worker or an invitation.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "sinau@localhost")
