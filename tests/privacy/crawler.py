"""Somebody who opens everything they can find: every link, every form, and every search for somebody else's words."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.architecture.standing import undone

_NEVER = ("/accounts/logout/", "/studio/logout/", "/static/")
_LINKS = {"href", "src", "action", "poster", "formaction"}


class _Page(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, str, dict[str, str]]] = []
        self._open: tuple[str, str, dict[str, str]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [
            value
            for name, value in given.items()
            if name in _LINKS or (name.startswith("data-") and value.startswith("/"))
        ]
        if tag == "form":
            self._open = (given.get("method", "get").lower(), given.get("action", ""), {})
            self.forms.append(self._open)
        elif tag in {"input", "textarea", "select"} and self._open and given.get("name"):
            self._open[2][given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def crawl(
    browser: Client, starts: Iterable[str], words: list[str], *, each: int = 2
) -> Iterator[tuple[str, HttpResponse]]:
    """Open everything reachable from here, at most `each` addresses of a route, and look for `words` wherever one can search."""
    waiting, met, per_route = deque(starts), set(), Counter[str]()
    while waiting:
        path = waiting.popleft()
        route = _route(path)
        if path in met or not route or per_route[route] >= each or path.startswith(_NEVER):
            continue
        met.add(path)
        per_route[route] += 1
        response = browser.get(path)
        yield path, response
        if response.status_code in {301, 302}:
            waiting.append(urljoin(path, response.headers["Location"]))
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            page = _Page(response.content.decode())
            waiting += [urljoin(path, link).split("#")[0] for link in page.links]
            yield from _forms(browser, path, page, words, met)


def _route(path: str) -> str:
    """The name of a route of ours, with how it is searched; empty for an address that is not of this site."""
    parts = urlsplit(path)
    if parts.netloc or parts.scheme or not path.startswith("/"):
        return ""
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    return f"{match.view_name or match.route}?{'&'.join(sorted(part.split('=')[0] for part in parts.query.split('&')))}"


def _forms(
    browser: Client, path: str, page: _Page, words: list[str], met: set[str]
) -> Iterator[tuple[str, HttpResponse]]:
    for method, action, fields in page.forms:
        target = urljoin(path, action).split("?")[0]
        if not _route(target) or target.startswith(_NEVER):
            continue
        if method == "get":
            for address in (f"{target}?{asked}" for word in words for asked in _searches(fields, word)):
                if address not in met:
                    met.add(address)
                    yield address, browser.get(address)
        elif not target.startswith(("/studio/", "/accounts/")):
            with undone():
                yield f"POST {target}", browser.post(target, fields)


def _searches(fields: dict[str, str], word: str) -> Iterator[str]:
    """The word as what is searched for by itself, and once in every field: a filter that cannot be read may not undo the search."""
    asked = [name for name in fields if name != "csrfmiddlewaretoken"]
    yield from dict.fromkeys(
        urlencode(dict.fromkeys(names, word)) for names in ({"q"}.intersection(asked), asked) if names
    )
