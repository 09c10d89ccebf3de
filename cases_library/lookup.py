"""Finding a case by its slug, where it is not a file."""

from cases_library.engine.format import Case


class CaseNotFound(LookupError):
    """No case has this slug; the message says what to do."""


def case_by_slug(slug: str) -> Case:
    """The draft of the case with this slug. Raises CaseNotFound."""
    raise CaseNotFound(f"‘{slug}’ is geen bestand, en geen casus die hier bekend is. Geef het pad naar een bestand.")
