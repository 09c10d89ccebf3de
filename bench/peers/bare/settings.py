"""The product's settings with only the middleware that a session, a user and a safe form need."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS
from config.settings import MIDDLEWARE as FULL_MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "bench.peers.bare"]
BARE_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
# Allauth refuses to start without its own middleware in this list; bench.peers.bare.apps shortens it right after.
MIDDLEWARE = FULL_MIDDLEWARE
ROOT_URLCONF = "bench.peers.bare.urls"
