"""/sessies/<number>/stream on ASGI: hints that a session changed, to whoever the site's own door lets in.

The door is the view `live.views.stream`, asked as every page is: whoever it answers 204 gets a stream, anybody else gets its answer.
So a server without streams answers 204, which tells a browser to listen no more; asking carries its screens.
"""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from learning.team_sessions.live.hub import Listener, hub

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

SESSION, VERSION = b"x-session-stream", b"x-session-version"
BEAT_S = 15.0
"""Between two signs of life, so that nothing between takes the line for dead."""
LONGEST_S = 300.0
"""After which a browser comes to the door again: who lost their place at the table hears no longer than this."""
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_FULL = [(b"content-type", b"text/plain"), (b"retry-after", b"30"), (b"cache-control", b"no-store")]


async def answer(scope: Any, receive: Receive, send: Send, *, door: Application) -> None:
    """Ask the door, and stream to whom it lets in."""
    if hub.is_full:
        await send({"type": "http.response.start", "status": 503, "headers": _FULL})
        await send({"type": "http.response.body", "body": b""})
        return
    replies = await _asked(scope, door)
    headers = dict(replies[0]["headers"])
    if replies[0]["status"] != 204 or SESSION not in headers:
        for reply in replies:
            await send(reply)
        return
    number, version = uuid.UUID(headers[SESSION].decode()), int(headers[VERSION])
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    async with hub.listening(number, version) as listener:
        tasks = [asyncio.create_task(one) for one in (_gone(receive), hub.closing.wait(), _hint(listener, send))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED, timeout=LONGEST_S * random.uniform(0.8, 1.2))  # noqa: S311  no secret
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    await send({"type": "http.response.body", "body": b""})


async def _asked(scope: Any, door: Application) -> list[Message]:
    """What the door answers to a request without a body."""
    replies: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def keep(reply: Message) -> None:
        replies.append(reply)

    await door(scope, receive, keep)
    return replies


async def _gone(receive: Receive) -> None:
    """Wait until the browser is away."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hint(listener: Listener, send: Send) -> None:
    """Say the version now, each one that comes, and nothing else."""
    told = f"retry: 2000\ndata: {listener.version}\n\n"
    while True:
        await send({"type": "http.response.body", "body": told.encode(), "more_body": True})
        try:
            await asyncio.wait_for(listener.bell.wait(), BEAT_S)
        except TimeoutError:
            told = ":\n\n"
        else:
            listener.bell.clear()
            told = f"data: {listener.version}\n\n"
