"""What the screens of who leads and of the room show, as plain values. Never who gave what; on the big screen no count either."""

import hashlib
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.team_sessions import poll_forms, polls, queries, rules, script
from learning.team_sessions.leading.forms import AgreeForm
from learning.team_sessions.leading.spreads import spread_of
from learning.team_sessions.models import Agreement, Offered, Session, Slip, Standing, State
from learning.team_sessions.phases import BALLOTS_IN, CARDS_IN, SHOWN_IN, Phase
from people.models import Membership, Team, User
from people.qr import qr
from people.viewer import running

Props = dict[str, Any]


def members_of(team: Team) -> list[User]:
    """Who works in a team now, by name."""
    rows = Membership.objects.filter(running(timezone.localdate()), team=team).values("user")
    return list(User.objects.filter(pk__in=rows, is_active=True).order_by("first_name", "last_name"))


# --- What both screens depend on ------------------------------------------------------------------


def screen_mark(session: Session) -> str:
    """What the big screen depends on, in short."""
    return _short(session, queries.lobby(session), _agreements(session), _minutes_left(session))


def lead_mark(session: Session) -> str:
    """What the screen of who leads depends on, in short: counts too."""
    waiting = list(
        Slip.objects.filter(session=session, offered=Offered.SEEN).order_by("pk").values_list("pk", flat=True)
    )
    how_far = (queries.counts(session), polls.votes_in(session), _minutes_left(session))
    return _short(session, how_far, queries.lobby(session), _agreements(session), waiting)


def _short(session: Session, *more: object) -> str:
    said = repr((session.state, session.phase_until, *more))
    return f"{session.version}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _agreements(session: Session) -> list[tuple[uuid.UUID, str]]:
    if session.phase != Phase.LOOK_BACK:
        return []
    return list(Agreement.objects.filter(session__team=session.team_id).order_by("pk").values_list("pk", "standing"))


def _minutes_left(session: Session) -> int | None:
    """Whole minutes that the phase may still take; None without advice, 0 when they are over."""
    if session.phase_until is None or session.state != State.OPEN:
        return None
    return max(0, math.ceil((session.phase_until - timezone.now()).total_seconds() / 60))


def time_said(session: Session) -> str:
    """The advice about time, for everybody to read."""
    left = _minutes_left(session)
    if left is None or session.phase == Phase.LOBBY:
        return ""
    if left == 0:
        return _("Rond rustig af.")
    return ngettext(
        "Nog ongeveer %(left)s minuut. Neem de tijd.", "Nog ongeveer %(left)s minuten. Neem de tijd.", left
    ) % {"left": left}


# --- The big screen -------------------------------------------------------------------------------


def screen_page(session: Session) -> Props:
    """For all to see, from far away. Raises vault.Unreadable."""
    phase = session.phase
    lines = script.LINES[phase]
    shows = session.state == State.OPEN and phase in SHOWN_IN
    table = queries.table(session) if shows else None
    return {
        "session": session,
        "urls": {
            "page": reverse("team_sessions:screen", args=[session.pk]),
            "stand": reverse("team_sessions:screen-stand", args=[session.pk]),
            "stream": f"/sessies/{session.pk}/stream",
        },
        "phase": _phase_mark(session),
        "is_open": session.state == State.OPEN,
        "is_over": session.state == State.CLOSED,
        "step": step_of(session),
        "line": lines.big_screen,
        "time": time_said(session),
        "notice": queries.notice(session),
        "door": _door(session),
        "comes_in": phase == Phase.LOBBY,
        "lobby": queries.lobby(session),
        "agreements": queries.looked_back_on(session) if phase == Phase.LOOK_BACK and shows is False else (),
        "looks_back": session.state == State.OPEN and phase == Phase.LOOK_BACK,
        "spread": spread_of(session) if session.state == State.OPEN and phase == Phase.LOOK_BACK else None,
        "rounds": _rounds(session, table) if table else [],
        "cards": [card for card in table.cards if card != table.on_table or phase != Phase.TALK] if table else [],
        "on_table": table.on_table if table and phase == Phase.TALK else None,
        "polling": poll_forms.for_screen(session),
        "shows_cards": bool(table) and phase in {Phase.REVEAL, Phase.TALK},
        "agreed": queries.agreements_of(session)
        if session.state == State.OPEN and phase in {Phase.AGREE, Phase.CLOSE}
        else (),
    }


def _rounds(session: Session, table: queries.Table) -> list[Props]:
    words = queries.scale(session)
    shown = table.rounds if session.phase in {Phase.REVEAL, Phase.TALK} else ()
    return [
        {
            "number": one.number,
            "said": one.said,
            "people": sum(one.distribution or ()),
            "rows": [
                {"text": text, "count": count} for text, count in zip(words, one.distribution or (), strict=False)
            ],
        }
        for one in shown
    ]


def _door(session: Session) -> Props | None:
    """The code, in two halves that are read more easily, and the way to it."""
    found = queries.door(session)
    if found is None:
        return None
    address = settings.SITE_URL.rstrip("/") + reverse("team_sessions:join", args=[found.code])
    return {
        "code": found.code,
        "halves": f"{found.code[:3]} {found.code[3:]}",
        "spelled": " ".join(found.code),
        "locked": found.locked,
        "over": found.expires_at <= timezone.now(),
        "where": settings.SITE_URL.rstrip("/").partition("://")[2] + reverse("team_sessions:code"),
        "qr": qr(address),
    }


def step_of(session: Session) -> str:
    phases = session.recipe.phases
    if session.state != State.OPEN or session.phase not in phases:
        return ""
    is_second = _shows_second(session) and Phase.AGAIN in phases
    place = phases.index(Phase.AGAIN if is_second else session.phase)
    return _("Stap %(step)s van %(all)s") % {"step": place + 1, "all": len(phases)}


def _shows_second(session: Session) -> bool:
    """Whether what lies on the table is of a second round."""
    return session.round > 1 and session.phase in {Phase.REVEAL, Phase.TALK}


def _following(session: Session) -> str | None:
    """The next step. A second round is shown and talked about before anything is agreed on."""
    if session.phase == Phase.AGAIN:
        return Phase.REVEAL.value
    return session.recipe.next(Phase.AGAIN if _shows_second(session) and session.phase == Phase.TALK else session.phase)


def _phase_mark(session: Session) -> str:
    return session.state if session.state != State.OPEN else f"{session.phase}-{session.round}"


# --- For who leads --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a click led to: a refusal, or a form that comes back with what was typed."""

    error: str = ""
    agree: AgreeForm | None = None
    guard: Any = None


def lead_page(session: Session, told: Told = Told()) -> Props:
    """Everything for who leads: what to say and do now, what comes next, how far people are. Raises vault.Unreadable."""
    phase, recipe = session.phase, session.recipe
    following = _following(session)
    earlier = recipe.previous(phase)
    is_open = session.state == State.OPEN
    return {
        "session": session,
        "urls": lead_urls(session),
        "key": uuid.uuid4,
        "error": told.error,
        "phase": _phase_mark(session),
        "is_open": is_open,
        "is_over": session.state == State.CLOSED,
        "title": session.get_phase_display() if is_open else session.get_state_display(),
        "step": step_of(session),
        "time": time_said(session),
        "notice": queries.notice(session),
        "lines": script.LINES[phase],
        "if_moved": script.IF_MOVED,
        "if_real": script.IF_REAL,
        "following": _named(session, following),
        "following_says": script.LINES[following].say[0] if following else "",
        "earlier": _named(session, earlier),
        "steps": [_named(session, one) | {"current": one == phase} for one in _all_steps(session)],
        "door": _door(session) if is_open else None,
        "lobby": queries.lobby(session),
        "in_lobby": is_open and phase == Phase.LOBBY,
        "counts": queries.counts(session),
        "collects_cards": is_open and phase in CARDS_IN,
        "collects_ballots": is_open and phase in BALLOTS_IN,
        "waiting": queries.to_look_at(session) if is_open else (),
        "moderates": session.moderated and session.collecting and is_open,
        "table": _table(session) if is_open and phase in {*SHOWN_IN, Phase.AGAIN} else None,
        "looks_back": _look_back(session) if is_open and phase == Phase.LOOK_BACK else None,
        "polling": poll_forms.for_lead(session, place="begeleiden"),
        "spread": spread_of(session) if is_open and phase in {Phase.LOBBY, Phase.LOOK_BACK, Phase.WRITE} else None,
        "agreed": queries.agreements_of(session) if is_open and phase in {Phase.AGREE, Phase.CLOSE} else (),
        "agree": told.agree
        or (AgreeForm(members=members_of(session.team)) if is_open and phase == Phase.AGREE else None),
        "guard": told.guard,
        "pretends": session.rehearsal and is_open and session.collecting and phase in CARDS_IN,
    }


def lead_urls(session: Session) -> dict[str, str]:
    names = ("begin", "move", "extend", "code", "card", "agree", "pretend", "close", "stand")
    found = {name: reverse(f"team_sessions:lead-{name}", args=[session.pk]) for name in names}
    more = {
        name: reverse(f"team_sessions:{name}", args=[session.pk])
        for name in ("screen", "session", "settle", "paper", "phone")
    }
    return (
        found
        | more
        | {"page": reverse("team_sessions:lead", args=[session.pk]), "stream": f"/sessies/{session.pk}/stream"}
    )


def _all_steps(session: Session) -> tuple[str, ...]:
    """The phases of the recipe, and the second round, which may be added to any."""
    phases = session.recipe.phases
    return tuple(one for one in Phase.values if one in {*phases, Phase.AGAIN.value})


def _named(session: Session, phase: str | None) -> Props:
    if phase is None:
        return {}
    return {"value": phase, "name": Phase(phase).label, "minutes": session.recipe.advised(phase)}


def _table(session: Session) -> Props:
    found = queries.table(session)
    return {
        "cards": [card for card in found.cards if card != found.on_table],
        "on_table": found.on_table,
        "none": not found.cards,
        "talks": session.phase == Phase.TALK,
        "rounds": _rounds(session, found),
    }


def _look_back(session: Session) -> Props:
    return {"rows": queries.looked_back_on(session), "standings": Standing.choices}


# --- A session as the team sees it -----------------------------------------------------------------


def card_of(session: Session, user: User, *, led: Mapping[uuid.UUID, bool] | None = None) -> Props:
    """A session in a list."""
    leads = led[session.pk] if led is not None else rules.may_lead(user, session)
    return {
        "url": reverse("team_sessions:session", args=[session.pk]),
        "join_url": reverse("team_sessions:phone", args=[session.pk]),
        "lead_url": reverse("team_sessions:lead", args=[session.pk]) if leads else "",
        "asks": session.asks,
        "team": session.team.name,
        "minutes": session.minutes,
        "planned_at": session.planned_at,
        "opened_at": session.opened_at,
        "state": session.state,
        "rehearsal": session.rehearsal,
        "early": session.state == State.PREPARED and session.gathers_early,
    }
