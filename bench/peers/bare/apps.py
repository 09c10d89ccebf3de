from django.apps import AppConfig
from django.conf import settings


class BareConfig(AppConfig):
    name = "bench.peers.bare"
    label = "bare"

    def ready(self) -> None:
        settings.MIDDLEWARE = settings.BARE_MIDDLEWARE
