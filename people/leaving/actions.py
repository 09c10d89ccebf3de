"""Deleting one's own account. What happens to what, the tables themselves declare."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from people import holdings
from people.everything import exported
from people.models import User
from people.refusal import Refused
from people.register import declaration_of
from people.register_dutch import in_dutch

_GOES = ("deleted", "row deleted")
"""How the declaration begins of what goes as a whole; of the rest only the name goes."""


@dataclass(frozen=True)
class Part:
    """One part of what is held, and what becomes of it: each of its fates, in words."""

    title: str
    why: str
    fates: tuple[str, ...]


def parts() -> tuple[list[Part], list[Part]]:
    """What goes with an account, and what stays without its name."""
    goes: list[Part] = []
    stays: list[Part] = []
    tables = exported()
    for section in holdings.sections():
        found: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        for label in sorted(section.tables & tables.keys()):
            said = declaration_of(tables[label])
            if said is not None:
                why, _long, fate = in_dutch(said)
                found[not said.erasure.startswith(_GOES)].append((fate, why))
        for stay, told in found.items():
            if told:
                fates = _fates(told, named=len({fate for side in found.values() for fate, _what in side}) > 1)
                (stays if stay else goes).append(Part(str(section.title), str(section.why), fates))
    return goes, stays


def _fates(told: Iterable[tuple[str, str]], *, named: bool) -> tuple[str, ...]:
    """Each fate once. `named`: with what meets it, where not all of a section has the same."""
    met: dict[str, list[str]] = {}
    for fate, what in told:
        met.setdefault(fate, []).append(what)
    return tuple(f"{', '.join(dict.fromkeys(what))}: {fate}" if named else fate for fate, what in met.items())


def why_not(user: User) -> str:
    """Why this account may not be deleted by its owner now; empty when it may."""
    if user.is_superuser and not _administrators().exclude(pk=user.pk).exists():
        return _(
            "Je bent de enige beheerder van dit platform. Zonder jou kan niemand meer organisaties en mensen beheren."
            " Maak eerst iemand anders platformbeheerder."
        )
    return ""


def _administrators() -> QuerySet[User]:
    return User.objects.filter(is_superuser=True, is_active=True)


def leave(*, by: User) -> None:
    """Delete one's own account with its records; its key is destroyed right after (people.erasure). Raises Refused; then all stays."""
    with transaction.atomic():
        if by.is_superuser:  # two who leave at the same moment take turns
            list(_administrators().select_for_update().values_list("pk", flat=True))
        if reason := why_not(by):
            raise Refused(reason)
        found = User.objects.select_for_update().filter(pk=by.pk).first()
        if found is None:
            return
        try:
            found.delete()
        except ProtectedError as fault:
            raise Refused(
                _(
                    "Je account kan nu niet worden verwijderd: er staat nog iets op jouw naam dat eerst aan iemand anders moet."
                    " Vraag het je beheerder. Er is niets verwijderd."
                )
            ) from fault
