"""The minutes of a session, as a value and as a file to read: what lay on the table and what was agreed on. No authors.

They belong to the team. Whoever took part may take them along; nothing in them says who wrote what.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.team_sessions import rules
from learning.team_sessions.models import Minutes, Session
from learning.team_sessions.queries import Agreed, agreements_of, attended_minutes
from learning.team_sessions.words import Reader
from people.models import User

FORMAT = "leerspiegel-minutes-1"


@dataclass(frozen=True, kw_only=True)
class CardKept:
    """A card that lay on the table, in no order that tells anything. `number` is for removing it."""

    number: str
    round: int
    text: str


@dataclass(frozen=True, kw_only=True)
class MinutesOf:
    """What stayed of one session."""

    team: str
    on: date
    minutes: int
    people: int
    asks: str
    cards: tuple[CardKept, ...]
    agreements: tuple[Agreed, ...]


def minutes_of(session: Session, *, reader: User) -> MinutesOf | None:
    """The minutes of a session that is over, for who may read them (`rules.may_read_minutes`); None for anybody else.

    Nor are there any of a session that is not over, or was a rehearsal. Raises vault.Unreadable.
    """
    written = Minutes.objects.filter(pk=session.pk).first()
    if written is None or session.opened_at is None or not rules.may_read_minutes(reader, session):
        return None
    kept = Reader(session).minutes(written)
    return MinutesOf(
        team=session.team.name,
        on=timezone.localdate(session.opened_at),
        minutes=attended_minutes(session),
        people=written.people,
        asks=session.asks,
        cards=tuple(CardKept(number=one["card"], round=one["round"], text=one["text"]) for one in kept),
        agreements=agreements_of(session),
    )


def as_json(minutes: MinutesOf) -> bytes:
    """The minutes as data. What names a row in the database is left out."""
    plain = asdict(minutes) | {
        "format": FORMAT,
        "on": minutes.on.isoformat(),
        "cards": [{"round": card.round, "text": card.text} for card in minutes.cards],
        "agreements": [
            {
                "when": one.when,
                "then": one.then,
                "owner": one.owner,
                "due_on": one.due_on.isoformat(),
                "standing": one.standing.value,
            }
            for one in minutes.agreements
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True).encode()


def as_markdown(minutes: MinutesOf) -> bytes:
    """The minutes to read. Whatever somebody wrote stays text: it makes no headings, lists or links."""
    lines = [
        f"# {_('Verslag van %(team)s') % {'team': _plain(minutes.team)}}",
        "",
        " · ".join(
            (
                date_format(minutes.on),
                _("%(number)s minuten") % {"number": minutes.minutes},
                _("%(number)s deelnemers") % {"number": minutes.people},
            )
        ),
        "",
        f"**{_plain(minutes.asks)}**",
        "",
        f"## {_('Wat op tafel lag')}",
        "",
        *(_cards(minutes.cards) or [_("Er zijn geen kaarten gedeeld.")]),
        "",
        f"## {_('Wat we afspraken')}",
        "",
        *(_agreements(minutes.agreements) or [_("Er is niets afgesproken.")]),
    ]
    return ("\n".join(lines) + "\n").encode()


def _cards(cards: tuple[CardKept, ...]) -> list[str]:
    return [f"- {_plain(card.text)}" for card in cards]


def _agreements(agreements: tuple[Agreed, ...]) -> list[str]:
    return [
        f"- {_('Als %(when)s, dan %(then)s.') % {'when': _half(one.when), 'then': _half(one.then)}}"
        f" {_plain(one.owner) or _('Het hele team')}, {date_format(one.due_on)}. {one.standing.label}."
        for one in agreements
    ]


def _half(text: str) -> str:
    return _plain(text).rstrip(".")


def _plain(text: str) -> str:
    """A text on one line, with what Markdown would take for more than text behind a backslash."""
    return "".join(f"\\{char}" if char in _MEANS else char for char in " ".join(text.split()))


_MEANS = frozenset("\\`*_[]<>#|~!&")
