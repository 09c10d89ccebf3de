"""Who listens in this process, and how it hears that a session changed: from PostgreSQL's NOTIFY, or on SQLite by looking.

A hint is a session's version, never content. A lost one costs a second: screens ask by themselves too.
"""

import asyncio
import contextlib
import logging
import random
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections, router

from learning.team_sessions.models import Session

CHANNEL = "leerspiegel_sessions"
LOOK_S = 0.5
"""Between two looks at the rows, where nothing tells."""
CATCH_UP_S = 20.0
"""Between two looks where something does tell, for what was told while nobody heard."""
_AGAIN_S = 1.0

logger = logging.getLogger(__name__)


class Listener:
    """One open stream: the last version it should tell of, and a bell."""

    def __init__(self, version: int) -> None:
        self.version, self.bell = version, asyncio.Event()

    def hear(self, version: int) -> None:
        if version != self.version:
            self.version = version
            self.bell.set()


class Hub:
    """The streams of one process. Everything here runs in its event loop; looking at rows in a thread of its own."""

    def __init__(self) -> None:
        self._listeners: dict[uuid.UUID, set[Listener]] = {}
        self._task: asyncio.Task[None] | None = None
        self._closing: asyncio.Event | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sessions")
        self.count = 0

    @property
    def is_full(self) -> bool:
        return self.count >= settings.LIVE_STREAMS or self.closing.is_set()

    @property
    def closing(self) -> asyncio.Event:
        """Set when the process stops: streams end then, and browsers find another."""
        if self._closing is None:
            self._closing = asyncio.Event()
        return self._closing

    @contextlib.asynccontextmanager
    async def listening(self, number: uuid.UUID, version: int) -> Any:
        """Listen to a session for as long as the block lasts."""
        listener = Listener(version)
        self._listeners.setdefault(number, set()).add(listener)
        self.count += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hear())
        try:
            yield listener
        finally:
            self.count -= 1
            self._listeners[number].discard(listener)
            if not self._listeners[number]:
                del self._listeners[number]

    def tell(self, number: uuid.UUID, version: int) -> None:
        """Ring for who listens to this session here."""
        for listener in self._listeners.get(number, ()):
            listener.hear(version)

    # --- Hearing ----------------------------------------------------------------------------------

    async def _hear(self) -> None:
        """For as long as anybody listens: hear, and when that breaks off, hear again."""
        while self._listeners and not self.closing.is_set():
            try:
                await (self._notified() if _tells() else self._looked())
            except asyncio.CancelledError:
                raise
            except Exception as fault:  # noqa: BLE001  whatever it was, people still have what they ask for
                logger.warning("Sessions' hints broke off (%s); listening again.", type(fault).__name__)
                await asyncio.sleep(_AGAIN_S * (0.5 + random.random()))  # noqa: S311  no secret

    async def _looked(self) -> None:
        while self._listeners and not self.closing.is_set():
            await asyncio.sleep(LOOK_S)
            await self.catch_up()

    async def _notified(self) -> None:
        import psycopg

        parameters = connections[_alias()].get_connection_params()
        wanted = {
            name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)
        }
        async with await psycopg.AsyncConnection.connect(
            **wanted, autocommit=True, application_name="sessions"
        ) as heard:
            await heard.execute(f"LISTEN {CHANNEL}")
            await self.catch_up()  # what was told before this connection listened
            while self._listeners and not self.closing.is_set():
                async for notice in heard.notifies(timeout=CATCH_UP_S):
                    number, _space, version = notice.payload.partition(" ")
                    self.tell(uuid.UUID(number), int(version))
                await self.catch_up()

    async def catch_up(self) -> None:
        """Look at the rows of all sessions that are listened to. One statement."""
        numbers = list(self._listeners)
        if numbers:
            for number, version in await asyncio.get_running_loop().run_in_executor(self._thread, _versions, numbers):
                self.tell(number, version)


hub = Hub()


def announce(session: Session) -> None:
    """Tell every process of a session's new version, in the transaction that made it: it is heard when that commits, and only then."""
    if _tells():
        with connections[_alias()].cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{session.pk} {session.version}"])


def _versions(numbers: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, int]]:
    close_old_connections()
    try:
        return list(Session.objects.filter(pk__in=numbers).values_list("pk", "version"))
    finally:
        connections[_alias()].close()  # looked at now and then: what stops, backs up or restores need not wait for it


def _alias() -> str:
    return router.db_for_write(Session)


def _tells() -> bool:
    return connections[_alias()].vendor == "postgresql"
