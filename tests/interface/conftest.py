"""A real Chromium whose every request is answered here: files from static/, the rest as the test says."""

from pathlib import Path

from playwright.sync_api import Route

SITE = "http://leerspiegel.test"
STATIC = Path(__file__).parents[2] / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def serve_static(route: Route) -> bool:
    """Answer a request for a static file; False when it asks for something else."""
    path = route.request.url.removeprefix(SITE)
    if not path.startswith("/static/"):
        return False
    file = STATIC / path.removeprefix("/static/")
    route.fulfill(path=file, content_type=_TYPES[file.suffix])
    return True
