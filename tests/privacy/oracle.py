"""The oracle: finds somebody's words wherever they should not be, in whatever spelling a machine may have given them."""

import base64
import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connections
from django.http import HttpResponse

from tests.database import ALIASES

ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "reversed", "hex", "percent", "json", "entities", "hex entities", "quoted-printable",
    "base64 0", "base64 1", "base64 2",
)  # fmt: skip
"""The spellings that it knows. Base64 has three, by where in a group of three bytes the word begins."""


def spelled(token: str, encoding: str) -> bytes:
    """A word in one spelling."""
    raw = token.encode()
    if encoding.startswith("utf"):
        return token.encode(encoding)
    if encoding.startswith("base64"):
        return _base64(raw, int(encoding[-1]))
    each = {
        "percent": "%{:02X}",
        "json": "\\u{:04x}",
        "entities": "&#{};",
        "hex entities": "&#x{:x};",
        "quoted-printable": "={:02X}",
        "hex": "{:02x}",
    }
    return raw[::-1] if encoding == "reversed" else "".join(each[encoding].format(byte) for byte in raw).encode()


def _base64(raw: bytes, offset: int) -> bytes:
    """The part of a base64 text that is the same whatever stands before and after the word."""
    text = base64.b64encode(b"\0" * offset + raw)
    first = {0: 0, 1: 2, 2: 3}[offset]
    return text[first : (offset + len(raw)) // 3 * 4]


class Oracle:
    """Knows some words, and looks for them."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._loose: dict[str, list[bytes]] = {}
        self._strict: dict[str, list[bytes]] = {}
        for token in tokens:
            self._loose[token] = [spelled(token, one).lower() for one in ENCODINGS if not one.startswith("base64")]
            self._strict[token] = [spelled(token, one) for one in ENCODINGS if one.startswith("base64")]

    def finds(self, *places: Any) -> list[str]:
        """The words that stand in any of these: bytes (what is packed in them too), text, or whatever else by its text."""
        data = b"\0".join(part for place in places for part in unpacked(_bytes(place)))
        lower = data.lower()
        return [
            token
            for token, loose in self._loose.items()
            if any(one in lower for one in loose) or any(one in data for one in self._strict[token])
        ]

    def in_tables(self) -> list[str]:
        """Every table of both databases, as it is stored; sessions also as they are read."""
        found = [f"{place}: {token}" for place, value in _cells() for token in self.finds(value)]
        sessions = [str(row.get_decoded()) for row in Session.objects.all()]
        return sorted({*found, *(f"a session: {token}" for token in self.finds(*sessions))})

    def in_files(self, folder: Path) -> list[str]:
        """Every file of a folder."""
        return [
            f"{path.name}: {token}"
            for path in folder.rglob("*")
            if path.is_file()
            for token in self.finds(path.read_bytes())
        ]

    def in_database_files(self) -> list[str]:
        """The bytes of both SQLite files, free pages and write-ahead log included; nothing for a database that is no file."""
        return [f"{path.name}: {token}" for path in database_files() for token in self.finds(path.read_bytes())]


def told(reply: HttpResponse) -> tuple[str, str]:
    """What a reply says beside its body: its headers, and the cookies that it sets."""
    return str(dict(reply.headers)), str(reply.cookies)


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what is packed in them: a ZIP (sheets of Excel are), a tar, gzip, the streams of a PDF."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from unpacked(packed.read(name))
    elif data.startswith(b"\x1f\x8b"):
        yield from unpacked(gzip.decompress(data))
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as packed:
            yield from (part for one in packed if (file := packed.extractfile(one)) for part in unpacked(file.read()))
    elif data.startswith(b"%PDF-"):
        for stream in re.findall(rb"stream\r?\n(x.*?)endstream", data, re.DOTALL):
            yield zlib.decompressobj().decompress(stream)


def database_files() -> list[Path]:
    """The files of the databases, once the write-ahead log has been folded in."""
    found = []
    for alias in ALIASES:
        if connections[alias].vendor == "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            path = Path(connections[alias].settings_dict["NAME"])
            found += [file for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]
    return found


def _cells() -> Iterator[tuple[str, Any]]:
    for alias in ALIASES:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(table)}")
                names = [column[0] for column in cursor.description or ()]
                for row in cursor.fetchall():
                    yield from ((f"{alias}.{table}.{name}", value) for name, value in zip(names, row, strict=True))


def _bytes(place: Any) -> bytes:
    if isinstance(place, bytes | bytearray | memoryview):
        return bytes(place)
    return str(place).encode(errors="surrogateescape")
