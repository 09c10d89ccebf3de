"""A draft outside its page: what the page adds when it is kept."""

from typing import Any

UNNAMED = {"slug": "casus", "title": "Casus", "minutes": 10}
"""For a page that has no address, title or minutes yet: their absence is the page's to say."""


def whole(document: Any) -> Any:
    """A draft with these in it; what is no JSON object is left as it is."""
    if not isinstance(document, dict):
        return document
    return {**document, **{name: document.get(name) or value for name, value in UNNAMED.items()}}
