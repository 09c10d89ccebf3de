"""Which stylesheets make up the interface, and in what order: the layers' order, components by name."""

from pathlib import Path

JOINED = "css/site.css"
_BEFORE = ("tokens.css", "base.css", "layout.css")
_AFTER = ("utilities.css", "print.css")


def names(folder: Path) -> list[str]:
    """The stylesheets under a `css` folder, as static names ("css/base.css"), in the order in which they are read."""
    components = sorted(path.name for path in (folder / "components").glob("*.css"))
    return [f"css/{name}" for name in (*_BEFORE, *(f"components/{name}" for name in components), *_AFTER)]
