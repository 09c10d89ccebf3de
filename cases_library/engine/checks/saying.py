"""How findings name things: titles and texts in quotes, lists in Dutch, short enough to read."""

from collections.abc import Sequence

from cases_library.engine.format import Choice, Scene

_LONGEST = 60


def quoted(text: str) -> str:
    said = " ".join(text.split())
    return f"‘{said if len(said) <= _LONGEST else said[:_LONGEST].rstrip() + '…'}’"


def named(scene: Scene) -> str:
    return quoted(scene.title if scene.title.strip() else scene.key)


def worded(choice: Choice) -> str:
    return quoted(choice.text if choice.text.strip() else choice.key)


def listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} en {items[-1]}"
