"""Counts the SQL statements of one request: `python -m bench.peers.count < REQUESTS.json`, in the environment of any site.

Each request goes in-process through Django's test client twice, and the second is counted, so that nothing is counted
that a process does once. BEGIN and COMMIT are not statements here; savepoints are.
"""

import json
import sys
import uuid
from contextlib import ExitStack
from importlib import metadata
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

KEY_SLOT = "@@@@@@@@-@@@@-@@@@-@@@@-@@@@@@@@@@@@"


class Counter:
    """A wrapper around every execute of every database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append(sql)
        return execute(sql, params, many, context)


def count(request: dict[str, Any]) -> list[str]:
    send(request)
    counter = Counter()
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(counter))
        send(request)
    return counter.statements


def send(request: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = request["session"]
    client.cookies[settings.CSRF_COOKIE_NAME] = request["token"]
    headers = {"host": "127.0.0.1", "x-csrftoken": request["token"], **request.get("headers", {})}
    body = request["body"].replace(KEY_SLOT, str(uuid.uuid4()))
    reply = client.generic(
        request["method"], request["path"], body, content_type=request["content_type"], headers=headers
    )
    if reply.status_code != request["status"] or request["marker"] not in reply.content.decode():
        raise SystemExit(f"{request['method']} {request['path']} gave {reply.status_code}: {reply.content[:300]!r}")


def main() -> None:
    requests = json.load(sys.stdin)
    packages = ("Django", "wagtail", "wagtail-lms", "psycopg", "uvicorn", "a2wsgi")
    versions = {}
    for package in packages:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    json.dump(
        {"statements": {name: count(request) for name, request in requests.items()}, "versions": versions}, sys.stdout
    )


if __name__ == "__main__":
    main()
