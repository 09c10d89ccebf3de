"""How many people came along the places of a case. Whoever counts plays tells it here; this room counts nobody."""

from collections.abc import Callable, Mapping

from cases_library.models import CasePage

Traffic = Mapping[str, int]
"""People in their first play, rounded, by scene key and by `scene/choice`; what may not be shown is not in it."""
Source = Callable[[CasePage], Traffic | None]

_sources: list[Source] = []


def told_by(source: Source) -> None:
    """Name who knows, once, when the site starts."""
    if source not in _sources:
        _sources.append(source)


def traffic_of(page: CasePage) -> Traffic | None:
    """What is known of this case; None when nobody knows or too few people played."""
    for source in _sources:
        found = source(page)
        if found is not None:
            return found
    return None
