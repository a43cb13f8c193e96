"""Production settings on a scratch site, with the demo content allowed."""

from settings.production import *  # noqa: F403

DEMO = True
