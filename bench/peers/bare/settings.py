"""The product's settings with only the middleware that a session, a user and a safe form need.

Allauth refuses to start without its own middleware, so it stays out, and Django's own backend vouches for the session.
"""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*(app for app in INSTALLED_APPS if not app.startswith("allauth")), "bench.peers.bare"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "bench.peers.bare.urls"
