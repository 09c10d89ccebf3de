"""Closed-loop HTTP/1.1 clients: each is one process with one kept-alive connection to this machine.

A client sends its next request when the last reply is in and was checked. Nothing here retries:
a wrong status, a missing marker or a dropped connection ends the measurement with an error, because
a rate over unchecked replies says nothing.
"""

from __future__ import annotations

import array
import multiprocessing
import socket
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from multiprocessing.connection import Connection

from bench.stats import Slice

HOST = "127.0.0.1"
KEY_SLOT = b"@@@@@@@@-@@@@-@@@@-@@@@-@@@@@@@@@@@@"  # as long as a UUID, so lengths stay right
REPLY_TIMEOUT = 20.0
MOST_REQUESTS = 200_000


class WrongReply(RuntimeError):
    """A reply did not have the promised status or marker, or did not come at all."""


@dataclass(frozen=True)
class Shot:
    """One request, ready to be sent, and how to know its reply."""

    raw: bytes
    status: int
    marker: bytes

    @property
    def fresh_key(self) -> bool:
        return KEY_SLOT in self.raw


def shot(
    method: str,
    path: str,
    *,
    port: int,
    status: int,
    marker: str,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> Shot:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept-Encoding: identity"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    raw = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    return Shot(raw=raw, status=status, marker=marker.encode())


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int, *, timeout: float = REPLY_TIMEOUT) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self.socket.close()

    def fire(self, one: Shot) -> tuple[float, bytes]:
        """Seconds until the whole reply was in, and its body."""
        raw = one.raw
        if one.fresh_key:
            raw = raw.replace(KEY_SLOT, str(uuid.uuid4()).encode())
        began = time.perf_counter()
        self.socket.sendall(raw)
        head, body = self._read()
        took = time.perf_counter() - began
        status = int(head[9:12])
        if status != one.status or one.marker not in body:
            first = one.raw.split(b"\r\n", 1)[0].decode()
            raise WrongReply(f"{first} gave {status}, wanted {one.status} with {one.marker!r}: {head!r} {body[:300]!r}")
        return took, body

    def _read(self) -> tuple[bytes, bytes]:
        data = self._more()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, rest = data[:end], data[end + 4 :]
        lower = head.lower()
        at = lower.find(b"\r\ncontent-length:")
        if at >= 0:
            length = int(lower[at + 17 :].split(b"\r\n", 1)[0])
            parts, have = [rest], len(rest)
            while have < length:
                piece = self._more()
                parts.append(piece)
                have += len(piece)
            return head, b"".join(parts)
        if b"transfer-encoding: chunked" in lower:
            return head, self._chunks(rest)
        if head[9:12] in (b"204", b"304"):
            return head, b""
        raise WrongReply(f"a reply of unknown length: {head!r}")

    def _chunks(self, rest: bytes) -> bytes:
        parts = []
        while True:
            while (end := rest.find(b"\r\n")) < 0:
                rest += self._more()
            size = int(rest[:end].split(b";")[0], 16)
            rest = rest[end + 2 :]
            while len(rest) < size + 2:
                rest += self._more()
            if size == 0:
                return b"".join(parts)
            parts.append(rest[:size])
            rest = rest[size + 2 :]

    def _more(self) -> bytes:
        piece = self.socket.recv(262144)
        if not piece:
            raise WrongReply("the server closed the connection")
        return piece


def _client(port: int, shots: Sequence[Shot], go: Connection, start_at: int) -> None:
    """A client process: connects when told to, waits for the common start, and sends its samples back."""
    try:
        turn = cycle([*shots[start_at:], *shots[:start_at]])
        go.recv()
        client = Client(port)
        client.fire(next(turn))
        go.send("ready")
        seconds: float = go.recv()
        took = array.array("d")
        began = time.perf_counter()
        ends = began + seconds
        while time.perf_counter() < ends and len(took) < MOST_REQUESTS:
            took.append(client.fire(next(turn))[0])
        go.send((time.perf_counter() - began, took))
        client.close()
    except (WrongReply, OSError, ValueError) as error:  # reported by the process that asked
        go.send(error if isinstance(error, WrongReply) else WrongReply(repr(error)))
    finally:
        go.close()


def run(port: int, shots_of: Sequence[Sequence[Shot]], *, seconds: float) -> Slice:
    """One stretch with as many clients as there are lists of shots."""
    context = multiprocessing.get_context("fork")
    lines, processes = [], []
    try:
        for number, shots in enumerate(shots_of):
            mine, theirs = context.Pipe()
            process = context.Process(target=_client, args=(port, shots, theirs, number % len(shots)), daemon=True)
            process.start()
            theirs.close()
            lines.append(mine)
            processes.append(process)
        # One after another: a worker takes every connection that waits, so sixteen at once would all end up with one of the two.
        for line in lines:
            line.send("connect")
            _checked(line)
        for line in lines:
            line.send(seconds)
        replies = [_checked(line) for line in lines]
    finally:
        for process in processes:
            process.join(timeout=REPLY_TIMEOUT)
            if process.is_alive():
                process.kill()
                process.join()
        for line in lines:
            line.close()
    samples = tuple(sample * 1000 for _, took in replies for sample in took)
    return Slice(clients=len(shots_of), seconds=max(lasted for lasted, _ in replies), samples_ms=samples)


def _checked(line: Connection) -> object:
    try:
        said = line.recv()
    except EOFError:
        raise WrongReply("a client process ended without a word") from None
    if isinstance(said, Exception):
        raise said
    return said
