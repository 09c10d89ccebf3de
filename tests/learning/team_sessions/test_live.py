"""Hints: who is let in to listen, what they hear, how many may, and that it ends."""

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from config import asgi
from learning.team_sessions.live import hub as hubs
from learning.team_sessions.live import streaming
from learning.team_sessions.models import Session
from tests.learning.phones import Phone
from tests.learning.sessions import at, moved

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 20


class Stream:
    """One browser that listens to the site's own ASGI application."""

    def __init__(self, session: uuid.UUID, client: Client | None = None, method: str = "GET", **headers: str) -> None:
        cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items()) if client else ""
        sent = {"host": "127.0.0.1", "cookie": cookies, **headers}
        self.scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "query_string": b"", "root_path": "",
            "path": f"/sessies/{session}/stream", "raw_path": f"/sessies/{session}/stream".encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        self.status = 0
        self.ended = False
        self._here = asyncio.Event()
        self._said: asyncio.Queue[str] = asyncio.Queue()
        self._task = asyncio.create_task(asgi.application(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._here.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.ended = not message.get("more_body")
            await self._said.put(message.get("body", b"").decode())

    async def heard(self) -> str:
        return await asyncio.wait_for(self._said.get(), PATIENCE_S)

    async def leave(self) -> None:
        self._here.set()
        await asyncio.wait_for(self._task, PATIENCE_S)


@pytest.fixture(autouse=True)
def a_hub_of_its_own(monkeypatch):
    """Each test has a loop of its own, and streams belong to one."""
    monkeypatch.setattr(streaming, "hub", hubs.Hub())
    pages = asgi.WSGIMiddleware(asgi._site, workers=1)
    monkeypatch.setattr(asgi, "_pages", pages)
    yield
    pages.executor.submit(connections.close_all).result()


def run(story: Any) -> Any:
    """Play a story in a loop of its own, and a thread of its own: where a browser was used, the tests' thread has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


async def apart(does: Any, *given: Any) -> Any:
    """Do something in a thread of its own, which leaves no connection behind."""

    def done() -> Any:
        try:
            return does(*given)
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)


def at_the_table(farah) -> tuple[Session, Client]:
    session = at("write", farah)
    return session, Phone(session).client


def test_who_sits_at_the_table_hears_each_version_and_nothing_else(farah):
    session, guest = at_the_table(farah)
    begun = Session.objects.get().version

    async def story() -> list[str]:
        stream = Stream(session.pk, guest)
        first = await stream.heard()
        await apart(moved, session, "choose", farah)
        second = await stream.heard()
        await stream.leave()
        return [first, second, str(stream.status)]

    assert run(story()) == [f"retry: 2000\ndata: {begun}\n\n", f"data: {begun + 1}\n\n", "200"]


@pytest.mark.parametrize("who", ["nobody", "elsewhere", "another site", "post"])
def test_nobody_else_listens(farah, who, as_sam):
    session, guest = at_the_table(farah)

    async def status() -> int:
        streams = {
            "nobody": lambda: Stream(session.pk),
            "elsewhere": lambda: Stream(session.pk, as_sam),
            "another site": lambda: Stream(session.pk, guest, sec_fetch_site="cross-site"),
            "post": lambda: Stream(session.pk, guest, method="POST"),
        }
        stream = streams[who]()
        await stream.heard()
        assert stream.ended
        return stream.status

    assert run(status()) == (403 if who == "post" else 404)


def test_whoever_comes_when_it_is_full_is_sent_away_and_asks_by_itself(farah, monkeypatch):
    monkeypatch.setattr(settings, "LIVE_STREAMS", 1)
    session, guest = at_the_table(farah)

    async def story() -> list[int]:
        one = Stream(session.pk, guest)
        await one.heard()
        other = Stream(session.pk, guest)
        await other.heard()
        await one.leave()
        again = Stream(session.pk, guest)
        await again.heard()
        return [one.status, other.status, again.status]

    assert run(story()) == [200, 503, 200]


def test_a_process_that_stops_ends_its_streams(farah):
    session, guest = at_the_table(farah)

    async def story() -> bool:
        stream = Stream(session.pk, guest)
        await stream.heard()
        streaming.hub.closing.set()
        await asyncio.wait_for(stream._task, 2)
        return stream.ended

    assert run(story())


def test_hearing_that_breaks_off_begins_again(farah, monkeypatch):
    session, guest = at_the_table(farah)
    monkeypatch.setattr(hubs, "_AGAIN_S", 0.1)
    usual, broken = hubs.Hub.catch_up, []

    async def breaking(hub) -> None:
        if not broken:
            broken.append(True)
            raise ConnectionError
        await usual(hub)

    monkeypatch.setattr(hubs.Hub, "catch_up", breaking)

    async def story() -> str:
        stream = Stream(session.pk, guest)
        await stream.heard()
        await apart(moved, session, "choose", farah)
        heard = await stream.heard()
        await stream.leave()
        return heard

    assert run(story()) == f"data: {Session.objects.get().version}\n\n"
    assert broken


@pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite nothing tells, a process looks.")
def test_a_listener_whose_connection_the_database_ends_listens_again(farah, monkeypatch):
    session, guest = at_the_table(farah)
    monkeypatch.setattr(hubs, "_AGAIN_S", 0.1)

    def listeners(what: str) -> list[tuple[int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {what} FROM pg_stat_activity WHERE application_name = 'sessions' AND datname = current_database()"
            )
            return cursor.fetchall()

    async def listening(but: list[tuple[int]]) -> list[tuple[int]]:
        async with asyncio.timeout(PATIENCE_S):
            while not (found := await apart(listeners, "pid")) or found == but:  # noqa: ASYNC110  the database tells no event
                await asyncio.sleep(0.05)
        return found

    async def story() -> str:
        stream = Stream(session.pk, guest)
        await stream.heard()
        before = await listening([])
        await apart(listeners, "pg_terminate_backend(pid)")
        await listening(before)
        await apart(moved, session, "choose", farah)
        heard = await asyncio.wait_for(stream.heard(), 5)
        await stream.leave()
        return heard

    assert run(story()) == f"data: {Session.objects.get().version}\n\n"
