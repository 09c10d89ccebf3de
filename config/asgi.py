"""The site as one ASGI application: pages run on WSGI, event streams on ASGI. Reasons and figures: docs/adr/0003-serving.md."""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_streams = get_asgi_application()

from config.wsgi import application as _site  # noqa: E402  the settings must be named first

WEB_THREADS = 4
"""Per process: measured best on two cores; each holds one database connection."""
_pages = WSGIMiddleware(cast("Any", _site), workers=WEB_THREADS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Route `…/stream` to the async handler and every other request to the WSGI threads; answer the server's lifespan ourselves."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].endswith("/stream"):
        await _streams(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(cast("Any", scope), receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
