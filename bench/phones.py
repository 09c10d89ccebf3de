"""Phones at a table, as `static/js/session-live.js` lets them behave: they ask for their screen, and may listen for hints when to ask.

One process, one connection for asking and one for listening each, this machine only. Every reply is checked for its status.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.load import HOST, REPLY_TIMEOUT, WrongReply

OFTEN_S = 2.0
SELDOM_S = 15.0
SPREAD_S = 0.25
LONGEST_S = 20.0
ANSWERS = frozenset({200, 304})
_GONE = (OSError, asyncio.IncompleteReadError, TimeoutError)


def jittered(seconds: float) -> float:
    return seconds * random.uniform(0.8, 1.2)


@dataclass
class Phone:
    """One phone. `seen` holds each version of the session that it got a screen of, and when that was in."""

    port: int
    session: str
    cookie: str
    listens: bool
    seen: list[tuple[int, float]] = field(default_factory=list)
    asked: int = 0
    unanswered: int = 0
    _etag: str = ""
    _version: int = 0
    _is_open: bool = False
    _pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _hint: asyncio.Event = field(default_factory=asyncio.Event)

    async def live(self, *, within: float) -> None:
        """Open the screen at some moment `within` so many seconds, and keep it as it is until cancelled."""
        await asyncio.sleep(random.uniform(0, within))
        tasks = [asyncio.create_task(self._keep())]
        if self.listens:
            tasks.append(asyncio.create_task(self._listen()))
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._hang_up()

    # --- Asking -----------------------------------------------------------------------------------

    async def _keep(self) -> None:
        tries = 0
        while True:
            tries = 0 if await self._look() else tries + 1
            calm = SELDOM_S if self._is_open else OFTEN_S
            wait = calm if tries == 0 else min(LONGEST_S, OFTEN_S * 2 ** min(tries - 1, 4))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hint.wait(), jittered(wait))
                self._hint.clear()
                await asyncio.sleep(random.uniform(0, SPREAD_S))
                self._hint.clear()

    async def _look(self) -> bool:
        """Ask once. A connection that the server let go meanwhile is opened anew, as browsers do."""
        self.asked += 1
        for is_kept in (True, False) if self._pipe else (False,):
            try:
                async with asyncio.timeout(LONGEST_S):
                    await self._ask()
                    return True
            except _GONE:
                self._hang_up()
                if not is_kept:
                    self.unanswered += 1
        return False

    async def _ask(self) -> None:
        if self._pipe is None:
            self._pipe = await asyncio.open_connection(HOST, self.port)
        reader, writer = self._pipe
        known = f"If-None-Match: {self._etag}\r\n" if self._etag else ""
        writer.write(self._head(f"/sessies/{self.session}/meedoen/stand/", known))
        status, headers = await _reply(reader)
        if status not in ANSWERS:
            raise WrongReply(f"a phone asked for its screen and was answered {status}")
        if status == 304:
            return
        await reader.readexactly(int(headers["content-length"]))
        self._etag, self._version = headers["etag"], int(headers["x-session-version"])
        self.seen.append((self._version, time.monotonic()))

    def _head(self, path: str, more: str) -> bytes:
        head = (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nCookie: {self.cookie}\r\nAccept-Encoding: identity\r\n"
        )
        return f"{head}{more}\r\n".encode()

    def _hang_up(self) -> None:
        if self._pipe is not None:
            self._pipe[1].close()
            self._pipe = None

    # --- Listening --------------------------------------------------------------------------------

    async def _listen(self) -> None:
        silent = 0
        while True:
            with contextlib.suppress(*_GONE):
                async with self._stream() as reader:
                    async for line in reader:
                        if line.startswith(b"data:"):
                            silent = 0
                            if int(line[5:]) != self._version:
                                self._hint.set()
            self._is_open = False
            silent = min(silent + 1, 5)
            # Whom a process told that went asks soon, and not all at one moment.
            soon = SPREAD_S + random.uniform(0, OFTEN_S * 0.75)
            wake = asyncio.get_running_loop().call_later(soon, self._hint.set)
            await asyncio.sleep(jittered(2.0**silent))
            wake.cancel()

    @contextlib.asynccontextmanager
    async def _stream(self):  # type: ignore[no-untyped-def]
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            writer.write(self._head(f"/sessies/{self.session}/stream", "Accept: text/event-stream\r\n"))
            async with asyncio.timeout(REPLY_TIMEOUT):
                status, _headers = await _reply(reader)
            if status not in {200, 503}:
                raise WrongReply(f"a phone wanted to listen and was answered {status}")
            self._is_open = status == 200
            yield reader
        finally:
            writer.close()


async def _reply(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.split(":", 1) for line in head[1:] if line)
    return int(head[0].split(" ", 2)[1]), {name.lower(): value.strip() for name, value in fields}


@dataclass(frozen=True)
class Change:
    """A change of a session, and when it was committed."""

    session: str
    version: int
    at: float


def delays(changes: Iterable[Change], phones: Iterable[Phone]) -> tuple[list[float], int]:
    """Seconds from each change until each phone of its session had a screen of it, or of a later one; and how many never had."""
    of: dict[str, list[Phone]] = {}
    for phone in phones:
        of.setdefault(phone.session, []).append(phone)
    took, lost = [], 0
    for change in changes:
        for phone in of.get(change.session, []):
            when = next((at for version, at in phone.seen if version >= change.version), None)
            if when is None:
                lost += 1
            else:
                took.append(max(0.0, when - change.at))
    return took, lost
