"""What a participant's screen shows: the parts of the page, each as plain values. One task for each phase.

A part that holds what somebody writes names it with `holds`: while that name stays the same, the part on the screen is not replaced.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.team_sessions import poll_forms, polls, queries, rules, script
from learning.team_sessions.actions import ending as ends
from learning.team_sessions.actions.giving import MAX_TEXT
from learning.team_sessions.codes import digest_of_ticket
from learning.team_sessions.models import MOST_SLIPS, Agreement, Ballot, Drawn, Session, Slip, Standing, State, Ticket
from learning.team_sessions.phases import BALLOTS_IN, CARDS_IN, POLLS_IN, Phase
from learning.team_sessions.seats import Seat
from people.guard.hints import Shown
from people.keys.vault import Unreadable
from people.prepared import Prepared

Props = dict[str, Any]
_TABLE_IN = frozenset({Phase.REVEAL, Phase.TALK, Phase.AGAIN, Phase.AGREE, Phase.CLOSE})
_WRITES_IN = frozenset({Phase.WRITE, Phase.CLOSE})
_AGREED_IN = frozenset({Phase.AGREE, Phase.CLOSE})


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A form that comes back: which part it stands in, what it holds, and what is wrong with it; or what was done (`done`)."""

    part: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    guard: Shown | None = None
    key: uuid.UUID | None = None
    version: int = 0
    over: str = ""
    done: str = ""
    url: str = ""


EMPTY = Sheet()


# --- The page -------------------------------------------------------------------------------------


def mark(seat: Seat) -> str:
    """What this screen depends on, in short: when it is the same, so is the screen. Three statements at most, and no word is opened."""
    session, digest = seat.session, digest_of_ticket(seat.session.pk, seat.session.round, seat.token)
    more: list[Any] = [session.state, seat.participation.pk]
    if session.phase == Phase.LOBBY:
        more += queries.lobby(session)
    if session.collecting:
        more += sorted(_GIVEN.rows(session=session.pk, ticket=digest, participation=seat.participation.pk))
    if session.phase in POLLS_IN:
        more.append(polls.key_of_own(session, seat.token))
    if session.phase == Phase.LOOK_BACK:
        team = Agreement.objects.filter(session__team=session.team_id)
        more += team.order_by("pk").values_list("pk", "standing")
    return f"{session.version}-{hashlib.sha256(repr(more).encode()).hexdigest()[:16]}"


def _given(session: uuid.UUID, ticket: str, participation: uuid.UUID) -> QuerySet[Any, Any]:
    """What a browser gave in the open round, as the keys of its writes, and whether its holder drew a ticket."""
    slips = Slip.objects.filter(session=session, ticket=ticket).values_list("key", "offered")
    ballots = Ballot.objects.filter(ticket=ticket).values_list("key", Value(-1))
    drawn = Drawn.objects.filter(participation=participation).values_list("participation", Value(-2))
    return slips.union(ballots, drawn, all=True)


_GIVEN = Prepared(
    _given,
    session=uuid.UUID(int=71717171),
    ticket="a-sample-digest",
    participation=uuid.UUID(int=81818181),
)


def page(seat: Seat, sheet: Sheet = EMPTY, *, over: str = "") -> Props:
    """Everything for the page of somebody at the table. `over`: the card that they want to write anew. Raises vault.Unreadable."""
    session = seat.session
    own = queries.own(session, seat.token)
    elsewhere = _elsewhere(seat, own)
    return {
        "session": session,
        "seat": seat,
        "urls": urls(session),
        "head": head(session, guest=seat.is_guest),
        "account": account(seat),
        "lobby": queries.lobby(session),
        "look_back": look_back(seat),
        "table": shown(seat),
        "polling": poll_forms.for_phone(seat, place="meedoen"),
        "agreed": queries.agreements_of(session) if session.phase in _AGREED_IN or is_over(session) else (),
        "scale": scale(seat, own, sheet, elsewhere=elsewhere),
        "card": card(seat, own, sheet, elsewhere=elsewhere, over=over),
        "own_cards": own_cards(session, own),
        "note": note(seat, sheet),
        "over": ending(seat),
        "unsent": "",
    }


def _elsewhere(seat: Seat, own: queries.Own) -> str:
    """Where somebody takes part in the open round, when it is not here: on another "device", or here, as the "guest" they were before."""
    session = seat.session
    if not session.collecting or own.ticket or not Drawn.objects.filter(participation=seat.participation).exists():
        return ""
    former = digest_of_ticket(session.pk, session.round, seat.as_guest) if seat.as_guest else ""
    return "guest" if Ticket.objects.filter(digest=former).exists() else "device"


def page_of_gone_guest(session: Session, *, unsent: str = "") -> Props:
    """For the browser of a guest after the end, when the site knows no guest any more: that it is over, and nothing of the session.

    A card that was never sent comes back from the device."""
    nothing = dict.fromkeys(
        ("seat", "account", "lobby", "look_back", "table", "polling", "agreed", "scale", "own_cards")
    )
    return nothing | {
        "session": session,
        "unsent": unsent,
        "urls": urls(session),
        "head": {"phase": "over", "title": _("Deze sessie is afgerond"), "line": _("Dank je wel voor het meedoen.")},
        "card": {"holds": "", "shown": False, "late": _card_places(session)},
        "note": {"guest": True, "holds": "eigen-later", "open": False, "place": _place(session)},
        "over": {"guest": True, "keep_until": session.keep_until},
    }


def urls(session: Session) -> dict[str, str]:
    names = ("", "-stand", "-card", "-card-back", "-scale", "-note", "-claim", "-settle", "-leave", "-enter")
    found = {
        name.strip("-").replace("-", "_") or "page": reverse(f"team_sessions:phone{name}", args=[session.pk])
        for name in names
    }
    return found | {"stream": reverse("team_sessions:stream", args=[session.pk])}


def is_over(session: Session) -> bool:
    return session.state == State.CLOSED


def is_early(session: Session) -> bool:
    """Not begun, while cards may come in already."""
    return session.state == State.PREPARED and session.gathers_early


# --- Parts ----------------------------------------------------------------------------------------


def head(session: Session, *, guest: bool) -> Props:
    """Where the session is, what it asks, and what this phase asks of me. Its name changes with the phase, and focus follows it."""
    common = {"team": session.team.name, "asks": session.asks, "notice": queries.notice(session), "guest": guest}
    if is_over(session):
        return common | {
            "phase": "over",
            "title": _("Deze sessie is afgerond"),
            "line": _("Dank je wel voor het meedoen."),
        }
    if session.state == State.PREPARED:
        line = _("De sessie begint nog. Wat je wilt delen, kun je nu al schrijven.")
        return common | {"phase": "early", "title": _("Vooraf"), "line": line, "planned_at": session.planned_at}
    phases, phase = session.recipe.phases, session.phase
    step = (
        _("Stap %(step)s van %(all)s") % {"step": phases.index(phase) + 1, "all": len(phases)}
        if phase in phases
        else ""
    )
    return common | {
        "phase": f"{phase}-{session.round}",
        "step": step,
        "title": session.get_phase_display(),
        "line": script.LINES[phase].participant,
        "until": session.phase_until,
    }


def account(seat: Seat) -> Props | None:
    """Who is signed in where this browser sits as a guest, and may go on with their account."""
    user = seat.account if seat.is_guest else None
    if user is None or is_over(seat.session) or not rules.may_join(user, seat.session, with_code=True):
        return None
    return {"name": user.first_name}


def look_back(seat: Seat) -> Props | None:
    """The agreements that the team looks back on; who sees to one says how it went. They are the team's: nobody else reads them here."""
    session, user = seat.session, seat.user
    if session.phase != Phase.LOOK_BACK or session.state != State.OPEN:
        return None
    if user is None or not (rules.may_prepare(user, session.team) or rules.may_lead(user, session)):
        return {"elsewhere": True}
    own = set(Agreement.objects.filter(session__team=session.team, owner=user).values_list("pk", flat=True))
    rows = [{"one": one, "own": one.number in own} for one in queries.looked_back_on(session)]
    return {"rows": rows, "standings": Standing.choices}


def shown(seat: Seat) -> Props | None:
    """What lies on the table once a round was shown. In a second round it stays at hand, folded."""
    session = seat.session
    if session.state != State.OPEN or session.phase not in _TABLE_IN:
        return None
    table, words = queries.table(session), queries.scale(session)
    talks = session.phase == Phase.TALK
    first = table.on_table if talks else None
    return {
        "phase": session.phase,
        "folded": session.phase in {Phase.AGAIN, Phase.AGREE, Phase.CLOSE},
        "cards": [_claimable(one) for one in table.cards if one != first],
        "on_table": _claimable(first) if first else None,
        "none": not table.cards,
        "moderated": session.moderated,
        "rounds": [_round(one, words) for one in table.rounds],
        "may_claim": seat.user is not None,
    }


def _claimable(one: queries.CardShown) -> Props:
    return {"number": one.number, "text": one.text, "discussed": one.discussed, "key": uuid.uuid4()}


def _round(one: queries.RoundShown, words: tuple[str, ...]) -> Props:
    counts = one.distribution or ()
    rows = [{"text": text, "count": count} for text, count in zip(words, counts, strict=False)]
    return {"number": one.number, "rows": rows, "people": sum(counts), "said": one.said}


def scale(seat: Seat, own: queries.Own, sheet: Sheet, *, elsewhere: str) -> Props:
    """The five places of the scale, in the question's words."""
    session = seat.session
    if not (session.collecting and session.state == State.OPEN and session.phase in BALLOTS_IN):
        return {"holds": "", "shown": False}
    back = sheet if sheet.part == "schaal" else EMPTY
    over, value = own.ballot or ("", 0)
    typed = back.fields.get("value", "")
    words = queries.scale(session)
    return {
        "shown": True,
        "holds": f"schaal-{session.round}",
        "elsewhere": elsewhere,
        "levels": [
            {"value": level, "words": text, "checked": typed == str(level) if typed else level == value}
            for level, text in enumerate(words, 1)
        ],
        "chosen": words[value - 1] if value else "",
        "key": back.key or uuid.uuid4(),
        "over": over,
        "error": back.error,
        "done": back.done,
    }


def card(seat: Seat, own: queries.Own, sheet: Sheet, *, elsewhere: str, over: str = "") -> Props:
    """One card to write, or to write anew."""
    session = seat.session
    here = is_early(session) or (session.state == State.OPEN and session.phase in CARDS_IN)
    back = sheet if sheet.part == "kaart" else EMPTY
    if not (here and session.collecting):
        late = {"late": _card_places(session), "is_stuck": bool(back.error)}
        return {"holds": "", "shown": False} | late | _stuck(back)
    anew = next((one for one in own.cards if str(one.key) == (back.over or over) and not one.fixed), None)
    came_back = bool(back.part and not back.done)
    text = back.fields.get("text", "") if came_back else anew.text if anew else ""
    return {
        "shown": True,
        "holds": f"kaart-{session.round}{f'-{anew.key}' if anew else ''}",
        "folded": session.phase == Phase.SCALE and not (back.part or anew),
        "elsewhere": elsewhere,
        "place": _card_place(session, session.round),
        "is_stuck": bool(elsewhere and back.error),
        "over": anew.key if anew else "",
        "is_full": len(own.cards) >= MOST_SLIPS and not anew and not came_back,
        "most": MOST_SLIPS,
        "text": text,
        "key": back.key or uuid.uuid4(),
        "error": back.error,
        "guard": back.guard,
        "done": back.done,
        "max_length": MAX_TEXT,
        "unnamed": script.UNNAMED,
        "moderated": session.moderated,
    }


def _stuck(back: Sheet) -> Props:
    """A card that cannot be given any more: its words and why, so that whoever wrote it may keep it."""
    return {"error": back.error, "text": back.fields.get("text", ""), "key": back.key or uuid.uuid4()}


def own_cards(session: Session, own: queries.Own) -> Props:
    """What this browser gave in the round that is open."""
    return {"cards": own.cards, "may_change": is_early(session) or session.phase in CARDS_IN}


def note(seat: Seat, sheet: Sheet) -> Props:
    """Writing for oneself: the task of one phase, and at hand in every other. A guest's words stay on the device."""
    session = seat.session
    is_open = session.state == State.OPEN and session.phase in _WRITES_IN
    common = {"open": is_open, "holds": f"eigen-{session.phase if is_open else 'later'}"}
    if seat.user is None:
        return common | {"guest": True, "place": _place(session), "question": session.question or ""}
    back = sheet if sheet.part == "eigen" else EMPTY
    return common | {
        "guest": False,
        "open": is_open or bool(back.part),
        "private": script.PRIVATE,
        "key": back.key or uuid.uuid4(),
        "version": back.version,
        "text": back.fields.get("text", ""),
        "error": back.error,
        "guard": back.guard,
        "heading": back.done,
        "entry_url": back.url,
    }


def ending(seat: Seat) -> Props | None:
    """What is kept, and where it went."""
    if not is_over(seat.session):
        return None
    return {
        "guest": False,
        "rehearsal": seat.session.rehearsal,
        "keep_until": seat.session.keep_until,
        "session_url": reverse("team_sessions:session", args=[seat.session.pk]),
        "dossier_url": "" if seat.session.rehearsal else reverse("dossier:session", args=[seat.session.pk]),
    }


def stays(seat: Seat) -> Props | None:
    """How long what stays, while it goes on: for who wants to know before they give anything."""
    if is_over(seat.session):
        return None
    months = ends.months_of(seat.session.team)
    return {"guest": seat.is_guest, "rehearsal": seat.session.rehearsal, "months": months}


def _card_place(session: Session, number: int) -> str:
    """By what a device knows a card of a round that was not sent yet."""
    return f"{reverse('team_sessions:phone-card', args=[session.pk])}{number}"


def _card_places(session: Session) -> list[str]:
    """The same for all rounds, the last one first."""
    return [_card_place(session, number) for number in range(session.round, 0, -1)]


def _place(session: Session) -> str:
    """By what a guest's device knows its note."""
    return reverse("team_sessions:phone", args=[session.pk])


__all__ = ["EMPTY", "Sheet", "Unreadable", "mark", "page", "page_of_gone_guest"]
