"""The site as one ASGI application: pages run on WSGI, event streams on ASGI. Reasons and figures: docs/adr/0003-serving.md."""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as _site
from learning.team_sessions.live import streaming

WEB_THREADS = 4
"""Per process: measured best on two cores; each holds one database connection."""
_pages = WSGIMiddleware(cast("Any", _site), workers=WEB_THREADS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Pages go to the WSGI threads; `…/stream` asks there too, and then listens here. The server's lifespan we answer ourselves."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].endswith("/stream"):
        await streaming.answer(scope, receive, send, door=cast("Any", _pages))
    elif scope["type"] == "http":
        await _pages(cast("Any", scope), receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
