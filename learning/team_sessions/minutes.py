"""The minutes of a session, as a value and as a file to read: what lay on the table and what was agreed on. No authors.

They belong to the team. Whoever took part may take them along; nothing in them says who wrote what.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.team_sessions import rules
from learning.team_sessions.models import Minutes, Session
from learning.team_sessions.polls import Row, too_few
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
class PollKept:
    """A poll that was shown. `said` stands in the place of the counts when there were fewer than four votes."""

    asks: str
    about: str
    rows: tuple[Row, ...]
    votes: int
    said: str

    @property
    def has_distribution(self) -> bool:
        return self.votes > 0


@dataclass(frozen=True, kw_only=True)
class MinutesOf:
    """What stayed of one session."""

    team: str
    on: date
    minutes: int
    people: int
    asks: str
    cards: tuple[CardKept, ...]
    polls: tuple[PollKept, ...]
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
        cards=tuple(CardKept(number=one["card"], round=one["round"], text=one["text"]) for one in kept["cards"]),
        polls=tuple(_poll(one) for one in kept["polls"]),
        agreements=agreements_of(session),
    )


def _poll(kept: dict[str, Any]) -> PollKept:
    shown = kept["distribution"]
    counted = zip(kept["choices"], shown or [None] * len(kept["choices"]), strict=True)
    return PollKept(
        asks=kept["asks"],
        about=kept.get("about", ""),  # of before polls had one
        rows=tuple(Row(place, text, count) for place, (text, count) in enumerate(counted, 1)),
        votes=sum(shown or ()),
        said="" if shown else too_few(),
    )


def as_json(minutes: MinutesOf) -> bytes:
    """The minutes as data. What names a row in the database is left out."""
    plain = asdict(minutes) | {
        "format": FORMAT,
        "on": minutes.on.isoformat(),
        "cards": [{"round": card.round, "text": card.text} for card in minutes.cards],
        "polls": [
            {
                "asks": poll.asks,
                "about": poll.about,
                "choices": [{"text": row.text, "votes": row.count} for row in poll.rows],
                "votes": poll.votes or None,
            }
            for poll in minutes.polls
        ],
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
                ngettext("%d minuut", "%d minuten", minutes.minutes) % minutes.minutes,
                ngettext("%d deelnemer", "%d deelnemers", minutes.people) % minutes.people,
            )
        ),
        "",
        f"**{_plain(minutes.asks)}**",
        "",
        f"## {_('Wat op tafel lag')}",
        "",
        *(_cards(minutes.cards) or [_("Er zijn geen kaarten gedeeld.")]),
        "",
        *_polls(minutes.polls),
        f"## {_('Wat we afspraken')}",
        "",
        *(_agreements(minutes.agreements) or [_("Er is niets afgesproken.")]),
    ]
    return ("\n".join(lines) + "\n").encode()


def _cards(cards: tuple[CardKept, ...]) -> list[str]:
    return [f"- {_plain(card.text)}" for card in cards]


def _polls(polls: tuple[PollKept, ...]) -> list[str]:
    """Nothing where nothing was asked."""
    if not polls:
        return []
    lines = [f"## {_('Peilingen')}", ""]
    for poll in polls:
        counted = [f"- {_plain(row.text)}: {row.count}" for row in poll.rows]
        open_ones = [*(f"- {_plain(row.text)}" for row in poll.rows), "", poll.said]
        about = [_plain(poll.about), ""] if poll.about else []
        lines += [f"**{_plain(poll.asks)}**", "", *about, *(counted if poll.has_distribution else open_ones), ""]
    return lines


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
