"""What journeys do behind the screen: people made, work done beforehand, rows counted. Runs in the site's own process (stage.Site.ask).

Everything in and out is a plain value, so that it can travel between processes.
"""

import itertools
import json
import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.template import loader
from django.utils import timezone

from cases_library.demo import make_cases
from cases_library.importing import import_case, read_file
from cases_library.models import CasePage
from cases_library.panel import actions as panel
from cms.demo import core_modules, make_content, make_local_texts, make_own_module, settle_site
from cms.editions.memory import edition
from cms.importing.writing import import_folder
from cms.models import Change, Delivery, DeliveryState, Edition, LessonPage, LocalText, ModulePage
from cms.packages import deliveries
from cms.permissions import ensure_content_root
from config import prepare
from learning.journey import demo
from learning.journey.models import Completion, Progress
from learning.journey.programmes import actions as rounds
from learning.practice.models import Answer, Attempt, Item, RefresherRound, RefresherTurn, Run, Step
from learning.practice.trials import actions as trials
from learning.reflection import demo as mirror
from learning.reflection.models import Draft, Entry, Intention, Share
from learning.reflection.words import Reader
from learning.team_sessions import queries as tables
from learning.team_sessions.actions import course as course_of
from learning.team_sessions.models import Session
from learning.team_sessions.words import Reader as SessionReader
from people.exports.models import Export
from people.models import Membership, Profession, Role, User
from tests.factories import cases as case_pages
from tests.factories import cms as content
from tests.factories import people, programmes
from tests.learning import cases, certificates, items, sessions

MODULE = "meldcode"
CITY, TOWN, TEAM = "Gemeente Voorbeeldstad", "Gemeente Anderstad", "Wijkteam Noord"
ROLES = {"lotte": Role.LEAD, "edith": Role.TRAINER, "omar": Role.ADMIN, "tess": Role.TRAINER}
"""The cast's roles (tests/cast.py); who is not named here learns."""
_number = itertools.count(1)


# --- Before the curtain ---------------------------------------------------------------------------


def migrate() -> None:
    prepare.migrate("default")
    prepare.migrate("keys")


def collect_static() -> None:
    prepare.collect_static()


def import_course() -> None:
    """The cases, the Meldcode module, and what Voorbeeldstad wrote in its slots."""
    ensure_content_root()
    make_cases(settings.BASE_DIR / "content" / "cases")
    import_folder(settings.BASE_DIR / "content" / MODULE)
    city = people.organisation(CITY)
    make_local_texts(city, by=people.member("Redactie", city, Role.TRAINER))


def import_module(name: str) -> list[str]:
    """One more module of the course, of the city when it is a team's own. Answers the addresses of its lessons."""
    folder = settings.BASE_DIR / "content" / name
    if folder in core_modules(folder.parent):
        make_content(folder)
    else:
        make_own_module(folder, people.organisation(CITY))
    slug = json.loads((folder / "module.json").read_text(encoding="utf-8"))["slug"]
    return [f"/leren/{slug}/{one['slug']}/" for one in course(slug)]


# --- People ---------------------------------------------------------------------------------------


def someone(name: str, organisation: str = "", **fields: Any) -> dict[str, str]:
    """One of the cast, new every time, so that no journey meets another's work. `session` signs a browser in."""
    settle_site()
    first_name, number = name.capitalize(), next(_number)
    email = f"{name}{number}@voorbeeld.test"
    if name == "petra":
        made = people.user(first_name, email=email, is_superuser=True, **fields)
    elif name == "kees":
        made = people.user(first_name, email=email, **fields)
        made.groups.add(ensure_content_root().authors)
    else:
        where = people.organisation(organisation or (TOWN if name in {"sam", "tess"} else CITY))
        profession = Profession.YOUTH_AND_FAMILY if name == "asha" else ""
        team = people.team(where, TEAM)
        given = {"email": email, "profession": profession} | fields
        made = people.member(first_name, where, ROLES.get(name, Role.PROFESSIONAL), team, **given)
    return {
        "email": email,
        "password": people.PASSWORD,
        "organisation": organisation or CITY,
        "session": session(email),
    }


def certificate(email: str) -> dict[str, str]:
    """Somebody's certificate, and one more thing that they completed: its own page, and where others check it."""
    person = User.objects.get(email=email)
    # No modules of the core: the others' course begins with whatever comes first there.
    own = {"organisation": person.memberships.get().organisation}
    made = certificates.certified(person, f"af-{next(_number)}", **own)
    certificates.completed(person, f"af-{next(_number)}", **own)
    owner = made.organisation.slug
    return {
        "one": f"/dossier/certificaten/{made.pk}/",
        "check": f"/controle/{made.code}/",
        "issued": f"/beheer/certificaten/{owner}/",
        "revoke": f"/beheer/certificaten/{owner}/{made.pk}/intrekken/",
    }


def session(email: str) -> str:
    """The key of a session signed in as this person, as the sign-in page makes one."""
    user = User.objects.get(email=email)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # As after the sign-in page, so that pages that ask for a fresh sign-in open.
    store["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": email}]
    store.create()
    return str(store.session_key)


# --- What a module asks, and what is right ----------------------------------------------------------


def course(module: str = MODULE) -> list[dict[str, Any]]:
    """The lessons in order: slug, title, questions (block, kind, right, wrong) and prompts (block), from the live editions."""
    taken = edition(Edition.objects.filter(taught__slug=module, taught__kind="module").latest("number").pk)
    return [_lesson(entry) for entry in taken.content["lessons"]]


def _lesson(entry: dict[str, Any]) -> dict[str, Any]:
    blocks = edition(entry["edition"]).content["blocks"]
    return {
        "slug": entry["slug"],
        "title": entry["title"],
        "prompts": [block["id"] for block in blocks if block["type"] == "prompt"],
        "questions": [
            {"block": block["id"], **_question(edition(block["edition"]).content)}
            for block in blocks
            if block["type"] == "question"
        ],
        "cases": [block["edition"] for block in blocks if block["type"] == "case"],
        "has_pictures": any(block["type"] in {"figure", "video"} for block in blocks),
    }


def _question(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": asked["kind"],
        "right": _fields(asked, demo.right_response(asked)),
        "wrong": _fields(asked, _wrong(asked)),
        "partly": _fields(asked, _partly(asked)),
    }


def _wrong(asked: dict[str, Any]) -> dict[str, Any]:
    match asked["kind"]:
        case "single":
            return {"answer": next(option["id"] for option in asked["options"] if not option["correct"])}
        case "multiple":
            wrong = [option["id"] for option in asked["options"] if not option["correct"]]
            return {"answer": wrong[:1] or [asked["options"][0]["id"]]}
        case "true-false":
            return {"answer": "false" if asked["answer"] == "true" else "true"}
        case "order":
            return {"places": {item["id"]: place for place, item in enumerate(reversed(asked["items"]), 1)}}
        case "match":
            pairs = [pair["id"] for pair in asked["pairs"]]
            return {"pairs": dict(zip(pairs, [*pairs[1:], pairs[0]], strict=True))}
        case "fill-in":
            return {"gaps": ["iets anders" for _gap in asked["gaps"]]}
        case "number":
            return {"value": str(int(float(asked["answer"])) + 100)}
    return {}


def _partly(asked: dict[str, Any]) -> dict[str, Any]:
    """Part right and part wrong, where a kind knows that; else right."""
    right = demo.right_response(asked)
    match asked["kind"]:
        case "multiple":
            wrong = [option["id"] for option in asked["options"] if not option["correct"]]
            return {"answer": [*right["answer"][:1], *wrong[:1]]}
        case "match" if len(asked["pairs"]) > 2:
            first, second = (pair["id"] for pair in asked["pairs"][:2])
            return {"pairs": right["pairs"] | {first: second, second: first}}
        case "fill-in" if len(asked["gaps"]) > 1:
            return {"gaps": ["iets anders", *right["gaps"][1:]]}
    return right


def _fields(asked: dict[str, Any], response: dict[str, Any]) -> list[tuple[str, str, str]]:
    """A response as what a form asks: (way, name, value)."""
    match asked["kind"]:
        case "single" | "true-false":
            return [("radio", "answer", response["answer"])]
        case "multiple":
            chosen = set(response["answer"])
            return [("on" if option["id"] in chosen else "off", "answer", option["id"]) for option in asked["options"]]
        case "order":
            return [("select", f"place-{item}", str(place)) for item, place in response["places"].items()]
        case "match":
            return [("select", f"pair-{pair}", choice) for pair, choice in response["pairs"].items()]
        case "fill-in":
            return [("text", f"gap-{number}", gap) for number, gap in enumerate(response["gaps"], 1)]
        case "number":
            return [("text", "answer", response["value"].replace(".", ","))]
    return [("text", "answer", "Ik vraag eerst wat er is gebeurd, en zeg dan wat ik zag.")]


def attempt(email: str) -> list[dict[str, Any]]:
    """The questions of this person's newest attempt, in order."""
    newest = Attempt.objects.filter(user__email=email).latest("started_at")
    items = Item.objects.filter(attempt=newest).order_by("position")
    return [_question(edition(item.question_id).content) for item in items]


def refresher_round(email: str) -> list[dict[str, Any]]:
    """The questions of this person's newest round of refreshers, in order."""
    newest = RefresherRound.objects.filter(user__email=email).latest("begun_at")
    turns = RefresherTurn.objects.filter(round=newest).order_by("position")
    return [_question(edition(turn.question_id).content) for turn in turns]


def long_ago(email: str) -> None:
    """What this person answered in lessons, they answered two months earlier."""
    Answer.objects.filter(user__email=email).update(created_at=timezone.now() - timedelta(days=60))


def play_cases(email: str, cases: list[int]) -> None:
    """Play these editions of cases to their debrief; how that is done by hand stands in test_cases.py."""
    for case in cases:
        demo.play_case(edition(case), by=User.objects.get(email=email), key=uuid.uuid4())


# --- Work done beforehand ---------------------------------------------------------------------------


def work(email: str, *, lessons: int, items_in_next: int = 0, test: bool = False, module: str = MODULE) -> None:
    """Begin the module and do some of it, by the same actions as everybody's."""
    user = User.objects.get(email=email)
    kept, demo.MODULE = demo.MODULE, module
    try:
        demo.make_progress(user, lessons=lessons, items_in_next=items_in_next, test=test)
    finally:
        demo.MODULE = kept


def small_module(organisation: str, *, lessons: int = 1, **fields: Any) -> str:
    """A published module of one organisation, each lesson with one question. Answers its slug."""
    owner = people.organisation(organisation)
    asked = content.question("single", organisation=owner)
    body = [("text", "<h2>Kijken</h2><p>Wat zie je?</p>"), ("question", {"question": asked})]
    made = content.module(owner, publish=True, lessons=[{"body": body} for _lesson_ in range(lessons)], **fields)
    return str(made.slug)


def change_materially(module: str) -> None:
    """A new, material edition of the module's first lesson."""
    page = ModulePage.objects.get(slug=module)
    lesson = LessonPage.objects.child_of(page).first()
    lesson.summary, lesson.change, lesson.change_note = "Nieuw verteld.", Change.MATERIAL, "De route is veranderd."
    content.publish_now(lesson)


def withdraw(module: str) -> None:
    """Take a module offline."""
    ModulePage.objects.get(slug=module).unpublish()


# --- Cases ------------------------------------------------------------------------------------------


def small_case() -> str:
    """A published case of the core, always another one. Answers its slug."""
    return str(cases.case_edition().content["slug"])


def walks(slug: str) -> list[list[str]]:
    """The saved walks of a case of the course, as what is taken scene by scene. Imports the case where it is not there yet."""
    path = settings.BASE_DIR / "content" / "cases" / f"{slug}.json"
    import_case(path, keep=True)
    return [[taken.partition("/")[2] for taken in walk.choices] for walk in read_file(path).case.walks]


def runs(email: str) -> list[str]:
    """The runs of this person, oldest first, as "ending" or "" while it goes on, with a tick when debriefed."""
    found = Run.objects.filter(user__email=email).order_by("started_at")
    return [f"{run.ending}{' ✓' if run.debriefed_at else ''}" for run in found]


def reasons(email: str) -> int:
    """How many reasons this person has kept."""
    return Step.objects.filter(run__user__email=email, sealed__isnull=False).count()


def lesson_with_case(organisation: str) -> str:
    """A published module of an organisation with a case in its one lesson. Answers its slug."""
    owner = people.organisation(organisation)
    case = case_pages.case(owner, publish=True)
    made = content.module(owner, publish=True, lessons=[{"slug": "les", "body": [("case", {"case": case})]}])
    return str(made.slug)


def a_case() -> str:
    """The title of a case of the core that is published."""
    cases = CasePage.objects.child_of(ensure_content_root(None)).live()
    return str(cases.order_by("title").first().title)


def panel_link(slug: str) -> str:
    """Somebody is asked for the panel of a case of the course. Answers where their link leads."""
    page = CasePage.objects.get(slug=slug)
    kees = User.objects.get(email=someone("kees")["email"])
    _invitation, token = panel.invite(page, name="Robin", role="jeugdarts", by=kees)
    return f"/panel/{token}/"


def make_studio(organisation: str) -> dict[str, int]:
    """Something in the studio that asks for attention, and the ids of what can be edited."""
    owner = people.organisation(organisation)
    page = content.module(owner, title="Een concept")
    lesson = content.lesson(page)
    question = content.question(organisation=owner)
    return {"module": page.pk, "lesson": lesson.pk, "question": question.pk, "root": page.get_parent().pk}


def draft_to_read(email: str) -> dict[str, Any]:
    """A draft that an author asked this person to read: the author, the group, the lesson as page and as part, and its first block."""
    reader = User.objects.get(email=email)
    organisation = reader.memberships.get().organisation
    edith = someone("edith", organisation.name)
    question = content.question(organisation=organisation)
    body = [("text", "<h2>Kijken</h2><p>Wat zie je?</p>"), ("question", {"question": question})]
    lesson = content.lesson(content.module(organisation, title="Een concept"), title="Goed kijken", body=body)
    lesson.save_revision()
    until = timezone.localdate() + timedelta(days=7)
    asked = {
        "by": User.objects.get(email=edith["email"]),
        "people": [reader.uuid],
        "until": until,
        "asks": "Klopt dit?",
    }
    group = trials.keep(lesson.get_parent().specific, **asked)
    place = {"group": str(group.pk), "part": str(lesson.uuid), "block": str(lesson.body[0].id)}
    return {"author": edith, "lesson": lesson.pk, "module": group.module_id, **place}


def lesson_to_check(organisation: str) -> dict[str, Any]:
    """A draft in which the checks find one thing, in its second block, with a question to try."""
    owner = people.organisation(organisation)
    question = content.question(organisation=owner)
    body = [
        ("text", "<h2>Kijken</h2><p>Wat zie je?</p>"),
        ("markdown", "#### Te diep"),
        ("question", {"question": question}),
    ]
    lesson = content.lesson(content.module(owner), title="Te controleren", body=body)
    lesson.save_revision()
    return {"lesson": lesson.pk, "block": str(lesson.body[1].id), "question": str(lesson.body[2].id)}


def is_live(lesson: int) -> bool:
    return bool(LessonPage.objects.get(pk=lesson).live)


def module_with_figures(organisation: str) -> int:
    """A module whose test forty people made, with a question that the best have wrong. Answers its id."""
    owner = people.organisation(organisation)
    module = items.with_test(owner, "Wie bel je bij twijfel?", "Wat leg je vast?", "Wanneer overleg je?")
    lesson = LessonPage.objects.child_of(module).get()
    items.come(lesson, begun=40, done=25)
    for chosen, times in (("ABA", 15), ("BAB", 15), ("AAA", 5), ("CBC", 5)):
        items.hand_in(module, *chosen, times=times)
    return int(module.pk)


def published_module(organisation: str) -> int:
    """A small module that its readers can begin. Answers its id."""
    return int(content.module(people.organisation(organisation), title="Ons werk", publish=True).pk)


def change_summary(module: int, words: str) -> None:
    """Somebody writes another summary for its lesson, and publishes it."""
    lesson = LessonPage.objects.child_of(ModulePage.objects.get(pk=module)).get()
    lesson.summary = words
    lesson.save_revision().publish()


def work_on_packages() -> None:
    """The worker does what waits with the packages that were brought."""
    for delivery in Delivery.objects.filter(state=DeliveryState.READING):
        deliveries.look(delivery.pk)
    for delivery in Delivery.objects.filter(state=DeliveryState.BRINGING):
        deliveries.bring_in(delivery.pk)


def lesson_with_table(organisation: str) -> int:
    """A draft of a lesson with a table. Answers its id."""
    table = {"data": [["Advies", "Melding"], ["nee", "ja"]], "first_row_is_table_header": True}
    body = [("table", {"caption": "Advies en melding", "table": table})]
    return int(content.lesson(content.module(people.organisation(organisation)), body=body).pk)


def follow(email: str, mentor: str) -> dict[str, str]:
    """Somebody has followed a programme for sixty days: a task waits for its signature, another is past its day, help was asked."""
    person, other = User.objects.get(email=email), User.objects.get(email=mentor)
    steps = [programmes.step("Loop een dag mee", days=3), programmes.step("Maak je kaart", weeks=4)]
    release = programmes.step("Vrijgave", weeks=5, needs="all", text="Tot dan ga je niet alleen.", phase="Week 5")
    following = rounds.begin(
        programmes.programme(*steps, release, title="Een programma"), person, mentor=other, by=other
    )
    type(following).objects.filter(pk=following.pk).update(first_day=timezone.localdate() - timedelta(days=60))
    following.refresh_from_db()
    rounds.report(following, programmes.number("Loop een dag mee"))
    rounds.ask_exemption(following, programmes.number("Vrijgave"), "talked")
    rounds.ask_help(person, "time", following=following, step=programmes.number("Maak je kaart"))
    team = person.memberships.get().team
    return {"way": f"/programma/{following.pk}/", "team": f"/mijn-team/{team.uuid}/" if team else ""}


def local_texts(email: str) -> list[dict[str, Any]]:
    """What this person's organisation wrote in its slots."""
    organisation = Membership.objects.get(user__email=email).organisation
    return [
        {"pk": text.pk, "live": text.live, "reviewed_on": f"{text.reviewed_on}", "review_by": f"{text.review_by}"}
        for text in LocalText.objects.filter(organisation=organisation)
    ]


# --- What was kept ----------------------------------------------------------------------------------


def answers(email: str, block: str = "") -> int:
    kept = Answer.objects.filter(user__email=email)
    return (kept.filter(block=block) if block else kept).count()


def entries(email: str) -> list[str]:
    """The keys of this person's entries, newest first."""
    return [
        str(pk) for pk in Entry.objects.filter(user__email=email).order_by("-created_at").values_list("pk", flat=True)
    ]


def written_texts(email: str) -> list[str]:
    """What this person's entries say, newest first."""
    user = User.objects.get(email=email)
    return [Reader(user.uuid).entry(one).text for one in Entry.objects.filter(user=user).order_by("-created_at")]


def drafts(email: str) -> list[str]:
    """What this person has under way, last touched first."""
    user = User.objects.get(email=email)
    return [Reader(user.uuid).draft(one).get("text", "") for one in Draft.objects.filter(user=user)]


def intentions_due(email: str) -> None:
    """The day to look back has come for all of a person's intentions."""
    Intention.objects.filter(user__email=email).update(follow_up_on=timezone.localdate())


def number_of(email: str) -> str:
    """Somebody's number, as a list of colleagues has it."""
    return str(User.objects.get(email=email).uuid)


def mirrors(asha: str, ben: str) -> dict[str, str]:
    """Two mirrors with years in them, as the demo's. Answers the addresses of what is in asha's, and of what ben may read."""
    one, other = (User.objects.get(email=email) for email in (asha, ben))
    mirror.fill(one, other)
    newest, due, _other, *_earlier = Entry.objects.filter(user=one).order_by("-created_at")
    made = {intention.outcome: intention.pk for intention in Intention.objects.filter(user=one)}
    shares = {share.person_id: share.pk for share in Share.objects.filter(entry__user__in=(one, other))}
    return {
        "shared": f"/spiegel/{newest.pk}/",
        "private": f"/spiegel/{due.pk}/",
        "due": f"/spiegel/voornemens/{made['']}/",
        "closed": f"/spiegel/voornemens/{made['partly']}/",
        "draft": f"/spiegel/concept/{Draft.objects.get(user=one).pk}/",
        "to asha": f"/spiegel/gedeeld/{shares[one.pk]}/",
        "to ben": f"/spiegel/gedeeld/{shares[other.pk]}/",
    }


def shares_end(email: str) -> None:
    """The last day of everything this person shares is past."""
    Share.objects.filter(entry__user__email=email).update(until=timezone.localdate() - timedelta(days=1))


def file_of(email: str, state: str) -> str:
    """A file that this person asked for, as it stands in one of its states; its address."""
    now, ready = timezone.now(), state == "ready"
    made = Export.objects.create(
        user=User.objects.get(email=email), key=uuid.uuid4(), kind="mirror-pdf", state=state.replace("stalled", "asked"),
        sealed=b"." if ready else None, size=2048 if ready else None, ready_at=now if ready else None, extension="pdf",
        asked_at=now - timedelta(hours=1 if state == "stalled" else 0), expires_at=now + timedelta(hours=20),
    )  # fmt: skip
    return f"/meenemen/{made.pk}/"


def standing(email: str) -> dict[str, Any]:
    """How far this person is in the course."""
    user = User.objects.get(email=email)
    return {
        "finished": Progress.objects.filter(enrolment__user=user, finished_at__isnull=False).count(),
        "completed": Completion.objects.filter(enrolment__user=user).count(),
        "attempts": [one.passed for one in Attempt.objects.filter(user=user).order_by("started_at")],
    }


def rendered(template: str) -> str:
    """A page of errors, as the site answers it."""
    return str(loader.get_template(template).render())


def sign_out_everywhere(email: str) -> None:
    """End all of a person's sessions, as another tab or an administrator would."""
    user = User.objects.get(email=email)
    from django.contrib.sessions.models import Session

    for one in Session.objects.all():
        if one.get_decoded().get(SESSION_KEY) == str(user.pk):
            one.delete()


# --- The second step --------------------------------------------------------------------------------


def use_second_step(email: str) -> None:
    """An authenticator app and recovery codes, as if set up before."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = User.objects.get(email=email)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def own_security_key(email: str) -> int:
    """A security key with a name; nobody can sign in with it. Answers its id."""
    from allauth.mfa.models import Authenticator

    user = User.objects.get(email=email)
    data = {"name": "Sleutel van het werk", "credential": {}}
    return int(Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data).pk)


# --- Writing cases ----------------------------------------------------------------------------------


def write_case(email: str, document: dict[str, Any] | None = None, **fields: Any) -> int:
    """A draft in the organisation of who writes. Answers the page's number."""
    from tests.factories.cases import case

    organisation = User.objects.get(email=email).memberships.get().organisation
    page = case(organisation, **fields, **({} if document is None else {"document": document}))
    page.save_revision()
    return int(page.pk)


def written(page: int) -> Any:
    """The document of a case as it was last kept."""
    from cases_library.models import CasePage

    return CasePage.objects.get(pk=page).get_latest_revision_as_object().document


# --- Sessions -------------------------------------------------------------------------------------------


def a_session(email: str, phase: str) -> dict[str, str]:
    """An open session of somebody's team, which they lead, at a phase: its number, and the code to come in with."""
    leader = User.objects.get(email=email)
    made = sessions.opened(leader) if phase == "lobby" else sessions.at(phase, leader)
    door = tables.door(made)
    assert door is not None
    return {"number": str(made.pk), "code": door.code}


def move_session(number: str, phase: str) -> None:
    session = Session.objects.get(pk=number)
    sessions.moved(session, phase, session.facilitators.get())


def close_session(number: str) -> None:
    session = Session.objects.get(pk=number)
    sessions.clicked(course_of.close, session, session.facilitators.get())


def cards_given(number: str) -> list[str]:
    """What is collected in the round that is open."""
    session = Session.objects.get(pk=number)
    return sorted(SessionReader(session).slip(slip) for slip in session.slips.all())


def agreed_before(email: str, owner: str) -> None:
    """A session of somebody's team, led by them, that is over; what came out stands open, and its owner sees to it."""
    leader = User.objects.get(email=email)
    session = sessions.at("agree", leader)
    sessions.agreed(session, leader, owner=User.objects.get(email=owner))
    sessions.clicked(course_of.close, session, leader)


def others_give(number: str, cards: list[str], places: list[int]) -> None:
    """More people come in, and each gives a card and a place in the round that is open; each of them as far as the phase takes it."""
    session = Session.objects.get(pk=number)
    for browser, card, place in itertools.zip_longest(
        sessions.browsers(session, max(len(cards), len(places))), cards, places
    ):
        if card:
            browser.card(card)
        if place:
            browser.vote(place)
