"""For each route outside the studio: the address of an object, and a form that would be accepted there."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.images.models import Rendition

from cms.editions.compiling import choice_id
from learning.team_sessions.models import Session
from people.models import Team, User
from tests.architecture.routes import Route
from tests.architecture.world import EXEMPT, TASK, Record, World
from tests.factories import programmes

NOBODYS_UUID = uuid.UUID(int=7)
_RUN = {"run", "step", "debrief", "debrief-finish", "fork", "compare", "run-delete", "reason-delete"}
_RUN_ROUTES = {"journey:case-reflect", *(f"practice:{name}" for name in _RUN)}
_OF_OPEN_RUN = {"practice:run", "practice:step", "journey:case-reflect"}
"""About a run that is still being played; the others are about one that has ended."""
_SHARE_ROUTES = {"reflection:shared", "reflection:withdraw", "reflection:comment", "reflection:comment-delete"}
_KEPT_ROUTES = {"dossier:minutes", "dossier:delete"}
_BY_HAND_ROUTES = {"dossier:own", "dossier:own-delete", "dossier:ask"}
_EXPORT_ROUTES = {f"people:export{part}" for part in ("", "-file", "-again", "-delete")}
_INTENTION_ROUTES = {f"reflection:intention{part}" for part in ("", "-close", "-postpone", "-delete")}
_TRIAL_ROUTES = {"trials:group", "trials:part", "trials:remark", "trials:remark-change", "trials:remark-take-back"}
_POLL_ROUTES = {f"team_sessions:poll{part}" for part in ("", "-put", "-close", "-vote")}
"""In a session that talks; a poll is open in it, but where one is put."""
_OF_MINUTES = {"team_sessions:minutes-pdf", "team_sessions:minutes-file"}
_OF_COMING = {"team_sessions:cancel", "team_sessions:lead-begin"}
_OF_SESSION = "stream paper session settle remove facilitators screen screen-stand lead lead-stand"
_OF_LEADING = "move extend code card agree pretend close"
_SESSION_ROUTES = {
    *_OF_MINUTES,
    *_OF_COMING,
    *(f"team_sessions:{name}" for name in _OF_SESSION.split()),
    *(f"team_sessions:lead-{name}" for name in _OF_LEADING.split()),
}
"""About one session of a team. Those of `_OF_MINUTES` are about one that is over, those of `_OF_COMING` about one that is to come; the
others about one that goes on."""
_PHONE = ("", "-stand", "-enter", "-card", "-card-back", "-scale", "-note", "-claim", "-settle", "-leave")
_PHONE_ROUTES = {f"team_sessions:phone{part}" for part in _PHONE}
"""About a session at whose table its owner sits."""
_PROGRAMME_ROUTES = {
    f"programmes:{name}" for name in ("way", "step", "leave", "leave-delete", "settle", "sign", "report")
}
"""About a round of theirs, in which a task waits for a signature."""
_LEADING_ROUTES = {f"leading:{name}" for name in ("team", "give", "help", "decide")}
"""About their team, and what they asked who leads it."""
_CERTIFICATE_ROUTES = {f"certificates:{name}" for name in ("take", "one", "paper", "badge", "withdraw")}
_ISSUER_ROUTES = {f"certificates:{name}" for name in ("did", "withdrawals", "issued", "months", "revoke")}
"""About an organisation, for everybody or for who administers it."""
_DOSSIER_ROUTES = {"dossier:session"}
"""About one that is over, at whose table they sat."""
_STATES = (
    (_OF_MINUTES | _OF_COMING, ("going",)),
    (_SESSION_ROUTES, ("prepared", "over")),
    (_TRIAL_ROUTES, ("stopped",)),
    (_SHARE_ROUTES, ("ended", "withdrawn")),
    (_EXPORT_ROUTES, ("failed", "past")),
    (_INTENTION_ROUTES, ("closed",)),
    (_KEPT_ROUTES, ("standing",)),
)
"""How one's own may stand besides: a share that is over, a file that failed or is past its day, and so on."""
_PERSONAL = {
    "journey:attempt",
    "journey:hand-in",
    "journey:attempt-question",
    "reflection:entry",
    "reflection:delete",
    "reflection:intend",
    "reflection:draft",
    "reflection:draft-delete",
    "reflection:share",
    *_INTENTION_ROUTES,
    *_SHARE_ROUTES,
    *_KEPT_ROUTES,
    *_BY_HAND_ROUTES,
    "dossier:answer",
    *_EXPORT_ROUTES,
    *_RUN_ROUTES,
    *_TRIAL_ROUTES,
    *_SESSION_ROUTES,
    *_POLL_ROUTES,
    *_PHONE_ROUTES,
    *_DOSSIER_ROUTES,
    *_PROGRAMME_ROUTES,
    *_LEADING_ROUTES,
    *_CERTIFICATE_ROUTES,
    "refreshers:round",
    "refreshers:question",
}
_CONTENT = {
    "begin",
    "move-over",
    "module",
    "test",
    "test-begin",
    "lesson",
    "finish",
    "answer",
    "reflect",
    "vote",
    "lesson-edition",
    "earlier-answer",
}
_PERSON_ROUTES = {f"people:{name}" for name in ("person", "role-give", "role-end", "role-move")}
_RETENTION_ROUTES = {f"people:{name}" for name in ("retention", "retention-term", "retention-back")}
ORGANISATION_ROUTES = (
    _PERSON_ROUTES
    | _ISSUER_ROUTES
    | _RETENTION_ROUTES
    | {
        f"people:{name}"
        for name in (
            "members",
            "invite",
            "invitations",
            "invitation-again",
            "invitation-withdraw",
            "invite-list",
            "invite-list-undo",
        )
    }
)
"""For who administers an organisation."""
_CASE_ROUTES = {"practice:case", "practice:begin"}
_CONTENT_ROUTES = {f"journey:{name}" for name in _CONTENT} | _CASE_ROUTES


def objects_of(route: Route) -> list[str]:
    """The kinds of objects that a route outside the studio can be asked for; one empty name when it takes none."""
    if route.key in _PERSONAL:
        states = next((states for routes, states in _STATES if route.key in routes), ())
        return ["asha", "noor", "sam", *(f"asha-{state}" for state in states), "missing"]
    if route.key in _CONTENT_ROUTES or route.key == "wagtail_serve":
        return ["core", "voorbeeldstad", "anderstad", "draft", "missing"]
    if route.key in ORGANISATION_ROUTES:
        return ["voorbeeldstad", "anderstad", "missing"]
    if route.key in {"media", "wagtaildocs_serve", "programmes:begin"}:
        return ["core", "voorbeeldstad", "anderstad", "missing"]
    return ["-"]


def path_of(world: World, route: Route, thing: str) -> str:
    """The address of this kind of object on this route."""
    if route.key in _PERSONAL:
        return route.address(_personal(world, route, thing))
    if route.key in _CONTENT_ROUTES:
        return route.address(_content(world, route, thing))
    if route.key in ORGANISATION_ROUTES:
        if route.key in _PERSON_ROUTES:
            return route.address(_role(world, thing))
        if route.key in _RETENTION_ROUTES:
            return route.address({"organisation": f"gemeente-{thing}", "kind": "memberships"})
        if route.key in _ISSUER_ROUTES:
            return route.address(_issuer(world, thing))
        made = (world.invited_lists if route.key == "people:invite-list-undo" else world.invitations).get(thing)
        return route.address({"organisation": f"gemeente-{thing}", "invitation": made.pk if made else NOBODYS_UUID})
    special = {"media": _media, "wagtaildocs_serve": _document, "wagtail_serve": _page}
    if route.key in special:
        return special[route.key](world, thing)
    examples = {
        "key": "niet-van-iemand",
        "uidb36": "1",
        "pk": 999_999,
        "restriction_id": 1,
        "page_view_restriction_id": 1,
        "page_id": 1,
        "0": "naam",
        "programme": "bestaat-niet" if thing == "missing" else f"{thing}-programma",
        "token": world.tokens.get(route.key, world.panel_token),
        "number": 3,
        "service": "geen-dienst",
        "code": world.records["asha"].certificate.code if route.key == "certificates:check" else world.code,
    }
    return route.address(examples)


def _role(world: World, thing: str) -> dict[str, Any]:
    """A role that somebody has in an organisation: Asha's, or Sam's."""
    person = world.cast.get({"voorbeeldstad": "asha", "anderstad": "sam"}.get(thing, ""))
    held = person.memberships.get() if person else None
    return {
        "organisation": f"gemeente-{thing}",
        "person": person.uuid if person else NOBODYS_UUID,
        "term": held.pk if held else 0,
    }


def _issuer(world: World, thing: str) -> dict[str, Any]:
    """An organisation and a certificate that it issued: Asha's, or Sam's."""
    holder = {"voorbeeldstad": "asha", "anderstad": "sam"}.get(thing)
    certificate = world.records[holder].certificate.pk if holder else NOBODYS_UUID
    return {"organisation": f"gemeente-{thing}", "certificate": certificate}


def _personal(world: World, route: Route, thing: str) -> dict[str, Any]:
    fixed = {"module": "core-module", "number": 1, "place": "spiegel", "form": "md"}
    if thing == "missing":
        names = ("entry", "draft", "intention", "attempt", "run", "other", "share", "comment", "source", "export")
        names += (
            "group",
            "part",
            "remark",
            "session",
            "of_round",
            "following",
            "step",
            "leave",
            "team",
            "asked",
            "certificate",
            "question",
            "enrolment",
        )
        return fixed | dict.fromkeys(names, NOBODYS_UUID)
    owner, _dash, state = thing.partition("-")
    record = world.records[owner]
    over = state if state in record.sharing.comments else "running"
    shared = {"share": getattr(record.sharing, over).pk, "comment": record.sharing.comments[over].pk}
    one, other = record.run.pk, record.open_run.pk
    if route.key in _OF_OPEN_RUN:
        one, other = other, one
    meant = record.closed if state == "closed" else record.intention
    source = record.entry.pk if state == "standing" else record.kept
    source = record.by_hand.pk if route.key in _BY_HAND_ROUTES else source
    own = {"entry": record.entry.pk, "draft": record.draft.pk, "intention": meant.pk, "source": source}
    export = record.exports.get(state, record.exports[""])
    more = {"attempt": record.attempt.pk, "run": one, "other": other, "export": export.pk}
    remark = record.trials.get(state, record.trials[""])
    trial = {"group": remark.group_id, "part": remark.part, "remark": remark.pk}
    more |= {"of_round": record.refreshing.pk, "question": record.question.pk}
    more |= {"certificate": record.certificate.pk, "enrolment": record.certificate.completion.enrolment.uuid}
    return fixed | shared | own | more | trial | _session(record, route, state) | _programme(record, route)


def _programme(record: Record, route: Route) -> dict[str, Any]:
    """A round with its task, or the step of which an exemption was asked; and the team of who follows it."""
    membership = record.following.user.memberships.get()
    return {
        "following": record.following.pk,
        "step": programmes.number(EXEMPT if route.key == "leading:decide" else TASK),
        "leave": record.leave.pk,
        "asked": record.asked.pk,
        "team": membership.team.uuid if membership.team else NOBODYS_UUID,
    }


def _session(record: Record, route: Route, state: str) -> dict[str, Any]:
    usual = "over" if route.key in _OF_MINUTES | _DOSSIER_ROUTES else "seated" if route.key in _PHONE_ROUTES else ""
    if route.key in _POLL_ROUTES:
        usual = "talking" if route.key == "team_sessions:poll-put" else "polled"
    usual = "prepared" if route.key in _OF_COMING else usual
    state = state if route.key in _SESSION_ROUTES else ""
    return {"session": record.sessions["" if state == "going" else state or usual].pk}


def _content(world: World, route: Route, thing: str) -> dict[str, Any]:
    module = {"missing": "bestaat-niet", "draft": "voorbeeldstad-concept"}.get(thing, f"{thing}-module")
    blocks = world.shelves[thing if thing in world.shelves else "voorbeeldstad"].blocks
    return {
        "module": module,
        "case": {"missing": "bestaat-niet", "draft": "voorbeeldstad-conceptcasus"}.get(thing, f"{thing}-casus"),
        "lesson": "les",
        "number": 1,
        "block": blocks[{"journey:reflect": "prompt", "journey:vote": "poll"}.get(route.key, "open")],
    }


def _media(world: World, thing: str) -> str:
    if thing == "missing":
        return "/media/images/bestaat-niet.png"
    return f"/media/{Rendition.objects.filter(image=world.shelves[thing].image).first().file.name}"


def _document(world: World, thing: str) -> str:
    if thing == "missing":
        return "/documents/999999/bestaat-niet.txt"
    return world.shelves[thing].document.url


def _page(world: World, thing: str) -> str:
    if thing == "missing":
        return "/kern/bestaat-niet/"
    page = world.shelves["voorbeeldstad"].draft_module if thing == "draft" else world.shelves[thing].module
    return page.url_path


def learner_pages(world: World, who: str) -> list[str]:
    """The pages of a learner that hold forms; for `asha` also those about what she did."""
    record = world.records["asha"]
    pages = [
        "/",
        "/leren/",
        "/leren/core-module/",
        "/leren/core-module/les/",
        "/leren/core-module/toets/",
        "/casussen/core-casus/",
        "/spiegel/",
        "/spiegel/gedeeld/",
        "/dossier/",
        "/dossier/toevoegen/",
        "/dossier/register/kiezen/",
        "/dossier/bevestigen/",
        "/dossier/meenemen/",
        "/dossier/certificaten/",
        "/opfrissen/",
        "/spiegel/vraag/3/schrijven/",
        "/spiegel/schrijven/",
        "/spiegel/vraag/3/",
        "/spiegel/zoeken/",
        "/spiegel/meenemen/",
        "/spiegel/verwijderen/",
        "/programma/",
        "/hulp-vragen/",
        "/begeleiden/",
        "/profiel/",
        "/profiel/agenda/",
        "/profiel/wie-keek/",
        "/profiel/gegevens/",
        "/privacy/",
        "/sessies/",
        "/sessies/nieuw/",
        "/meedoen/meenemen/",
    ]
    own = [
        f"/leren/core-module/toets/{record.attempt.pk}/1/",
        f"/opfrissen/{record.refreshing.pk}/1/",
        f"/spiegel/{record.entry.pk}/",
        f"/spiegel/{record.sharing.entry.pk}/",
        f"/spiegel/{record.sharing.entry.pk}/delen/",
        f"/casussen/spel/{record.open_run.pk}/",
        f"/casussen/spel/{record.run.pk}/nabespreking/",
        f"/proef/{record.trials[''].group_id}/{record.trials[''].part}/",
        f"/sessies/{record.sessions['seated'].pk}/meedoen/",
        f"/sessies/{record.sessions['seated'].pk}/begeleiden/",
        f"/sessies/{record.sessions['over'].pk}/",
        f"/programma/{record.following.pk}/",
        f"/programma/{record.following.pk}/leerverslag/",
        f"/dossier/certificaten/{record.certificate.pk}/",
        f"/controle/{record.certificate.code}/",
    ]
    return pages + (own if who == "asha" else [])


def form_in_session(session: Session) -> dict[str, Any]:
    """What a form carries that was made for a session as it is now: the version that was seen, and the poll that is open."""
    poll = session.polls.filter(open=True).first()
    return {"seen": session.version, "poll": poll.pk if poll else ""}


def _team_in_noord() -> str:
    """For who says how long several teams keep their sessions."""
    return str(Team.objects.get(name="Wijkteam Noord", organisation__name="Gemeente Voorbeeldstad").uuid)


def _given() -> dict[str, Any]:
    person = User.objects.get(first_name="Asha").uuid
    return {"programme": str(programmes.number("core-programma")), "person": str(person), "first_day": _ahead(1)}


def _ahead(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def form_for(route: Route) -> dict[str, Any]:
    """What a browser would send there."""
    key = str(uuid.uuid4())
    forms: dict[str, dict[str, Any]] = {
        "journey:answer": {"answer": "Ik vraag door.", "key": key},
        "journey:reflect": {"text": "Ik schoof het op.", "key": key},
        "journey:vote": {"choice": choice_id("Vaak"), "unnamed": "", "key": key},
        "journey:attempt-question": {"answer": "", "key": key},
        "journey:test-begin": {"key": key},
        "reflection:write": {"text": "Ik schoof het op.", "key": key},
        "reflection:write-free": {"text": "Ik schoof het op.", "key": key},
        "reflection:draft": {"text": "Ik", "place": "/spiegel/schrijven/", "path": "/spiegel/", "seen": "1"},
        "reflection:intend": {"when": "Dit", "then": "dat", "follow_up_on": "2026-12-31"},
        "reflection:intention-close": {"outcome": "done", "said": "Het lukte."},
        "reflection:intention-postpone": {"follow_up_on": "2026-12-31"},
        "panel:answer": {"choice-0": "bel-aan", "reason-0": "Om te zien.", "name": "Robin", "consent": "on"},
        "journey:case-reflect": {"text": "Ik schoof het op.", "key": key},
        "reflection:search": {"woorden": "spiegel"},
        "practice:begin": {"key": key},
        "practice:fork": {"key": key},
        "practice:step": {"choice": "verder", "number": 3, "key": key},
        "reflection:comment": {"text": "Dat herken ik.", "key": key},
        "reflection:share": {"until": (timezone.localdate() + timedelta(days=7)).isoformat()},
        "refreshers:overview": {"rhythm": "quarter"},
        "refreshers:begin": {"theme": "meldcode", "key": key},
        "refreshers:question": {"answer": "", "certainty": "2", "key": key},
        "trials:remark": {"text": "Dit mag korter.", "block": str(NOBODYS_UUID), "key": key},
        "trials:remark-change": {"text": "Dit mag langer.", "version": "1"},
        "programmes:step": {"what": "back"},
        "programmes:leave": {"first_day": _ahead(200), "last_day": _ahead(210)},
        "programmes:settle": {"what": "end"},
        "programmes:report": {"form": "report-markdown", "key": key},
        "programmes:sign": {"what": "sign"},
        "programmes:help": {"need": "talk", "about": ""},
        "leading:decide": {"what": "grant"},
        "leading:help": {"what": "take"},
        "leading:give": _given() if route.key == "leading:give" else {},
        "dossier:minutes": {"minutes": "20"},
        "dossier:add": {"kind": "training", "on": "2026-01-15", "minutes": "60", "method": "Een cursus", "key": key},
        "dossier:own": {"kind": "training", "on": "2026-01-15", "minutes": "60", "method": "Een cursus"},
        "dossier:register-choose": {"register": "skj", "since": "2026-01-15"},
        "dossier:take": {"form": "dossier-zip", "period": "alles", "key": key},
        "dossier:answer": {"took_part": "ja"},
        "certificates:paper": {"key": key},
        "certificates:check": {"name": "Asha de Vries"},
        "certificates:months": {"months": "24"},
        "certificates:revoke": {"why": "facts"},
        "reflection:take": {"form": "mirror-markdown", "key": key},
        "reflection:wipe": {"sure": "on"},
        "people:data": {"key": key},
        "people:keep-longer": {"days": "90"},
        "people:retention-term": {"amount": "24"},
        "team_sessions:minutes-pdf": {"key": key},
        "team_sessions:poll-put": {"asks": "Wat nu?", "choice-1": "Dit", "choice-2": "Dat", "key": key},
        "team_sessions:poll-close": {"key": key},
        "team_sessions:poll-vote": {"choice": "1", "key": key},
        "team_sessions:prepare": {"about": "vraag-3", "minutes": "20", "key": key},
        "team_sessions:keep": {"months": "6"},
        "team_sessions:settle": {"standing": "done"},
        "team_sessions:remove": {"card": str(NOBODYS_UUID)},
        "team_sessions:facilitators": {"key": key},
        "team_sessions:lead-begin": {"key": key},
        "team_sessions:lead-move": {"to": "reveal", "key": key},
        "team_sessions:lead-extend": {"minutes": "5", "key": key},
        "team_sessions:lead-code": {"what": "new", "key": key},
        "team_sessions:lead-card": {"what": "remove", "card": str(NOBODYS_UUID)},
        "team_sessions:lead-agree": {
            "when": "het stil blijft",
            "then": "wachten wij",
            "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
            "key": key,
        },
        "team_sessions:lead-close": {"key": key},
        "team_sessions:join": {"as": "account"},
        "team_sessions:carry": {"text": "Ik schoof het op.", "key": key},
        "team_sessions:phone-card": {"text": "Ik schoof het op.", "key": key},
        "team_sessions:phone-scale": {"value": "2", "key": key},
        "team_sessions:phone-note": {"text": "Ik schoof het op.", "key": key},
        "team_sessions:phone-claim": {"card": str(NOBODYS_UUID), "key": key},
        "dossier:session": {"minutes": "20"},
        "people:leave": {"sure": "1"},
        "people:invite": {"first_name": "Bo", "email": "bo@voorbeeld.test", "role": "professional"},
        "people:role-give": {"role": "trainer", "team": "", "since": timezone.localdate().isoformat()},
        "people:profile": {
            "first_name": "Anders",
            "last_name": "",
            "profession": "",
            "theme": "dark",
            "reminders": "due",
        },
    }
    team = {"team": _team_in_noord()} if route.key == "team_sessions:keep" else {}
    return forms.get(route.key, {}) | team
