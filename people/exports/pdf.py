"""A page by itself as a tagged PDF (PDF/UA-1). WeasyPrint is heavy and needs libraries of the system, so only the worker loads it."""

import ctypes
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from people.exports.kinds import Unavailable

_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether this server can make PDFs, without loading what makes them."""
    if find_spec("weasyprint") is None:
        return False
    try:
        for name in _LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def laid_out(template: str, context: dict[str, Any]) -> bytes:
    """A template that is a whole document, as a PDF in the style of static/css/paper.css. Raises Unavailable."""
    try:
        import weasyprint
    except (ImportError, OSError) as fault:
        raise Unavailable from fault
    with translation.override("nl"):
        html = render_to_string(template, context)
    sheet = weasyprint.CSS(string=_css(), url_fetcher=_refuse)
    made: bytes = weasyprint.HTML(string=html, url_fetcher=_refuse, base_url=None).write_pdf(
        stylesheets=[sheet], pdf_variant="pdf/ua-1"
    )
    return made


def _css() -> str:
    found = finders.find("css/paper.css")
    if not found:
        raise FileNotFoundError("css/paper.css")
    return Path(found).read_text()


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """No document of ours asks anything of anybody."""
    raise ValueError("A document of words fetches nothing.")
