"""A small whole world for the tables of access and the oracle: the cast, two organisations beside the core, one of everything for each.

To the cast it adds `noor`, who learns in another team of the same organisation, and `vera`, who wrote and administered there and left.
Everything is made through the product's own actions, so that what is planted is what people would leave behind.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from cases_library import memory as cases_memory
from cases_library.models import CasePage
from cases_library.panel import actions as panel
from cms.editions import memory
from cms.models import (
    ContentRoot,
    Delivery,
    DeliveryState,
    GlossaryTerm,
    LessonPage,
    LocalText,
    ModulePage,
    Question,
    ReflectionQuestion,
    Slot,
    Taught,
)
from cms.permissions import ensure_content_root
from learning.dossier import actions as dossier
from learning.dossier.actions import Facts
from learning.dossier.certificates import actions as certify
from learning.dossier.models import Certificate, Confirmation, OwnActivity
from learning.dossier.words import Words as DossierWords
from learning.journey import actions, queries, rendering
from learning.journey.programmes import actions as rounds
from learning.journey.programmes.models import Following, HelpAsked, Leave
from learning.practice import actions as practice
from learning.practice.models import Answer, Attempt, RefresherRound, Remark, Rhythm, Run, TrialGroup
from learning.practice.refreshers import actions as refreshers
from learning.practice.runs import actions as runs
from learning.practice.runs.queries import playing
from learning.practice.trials import actions as trials
from learning.practice.trials.drafts import parts_of
from learning.reflection.actions import drafts, intentions, sharing
from learning.reflection.actions import entries as mirror
from learning.reflection.models import Comment, Draft, Entry, Intention, Share
from learning.reflection.taking.kinds import MARKDOWN
from learning.reflection.words import Words
from learning.team_sessions import queries as tables
from learning.team_sessions.actions import course, doors, polling
from learning.team_sessions.browser import COOKIE
from learning.team_sessions.models import Agreement, Session
from people.calendars import actions as calendars
from people.exports import actions as exports
from people.exports.models import Export
from people.invitations import actions as invitations
from people.invitations.models import Invitation, InvitedList
from people.invitations.tokens import Way
from people.invitations.tokens import token as invitation_token
from people.models import Organisation, Role, User
from people.viewer import viewer_of
from tests.factories import cases, cms, people, programmes
from tests.learning import certificates, sessions

TASK, EXEMPT = "Een taak", "Een stap die niet hoeft"
FAST_PASSWORDS = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
CAST = ("asha", "ben", "farah", "lotte", "edith", "omar", "noor", "vera", "sam", "tess", "petra", "kees")
LEARNERS = ("asha", "noor", "sam")
"""Who has records: in one team, in another team, in another organisation."""
SHARED_WITH = {"asha": ("ben", "farah", "lotte"), "noor": ("edith", "ben", "omar"), "sam": ("tess", "tess", "tess")}
"""With whom each shared a text: a share that runs, one whose last day is past, and one that was withdrawn."""
LEADS = {"asha": {"lotte"}, "noor": set(), "sam": set()}
"""Who leads the team of each learner."""
TEAMS = {"asha": {"asha", "ben", "farah", "lotte", "edith"}, "noor": {"noor"}, "sam": {"sam"}}
"""Who is in the team of each learner's sessions, in whatever role."""
READ_MINUTES = {"asha": {"asha", "ben", "farah"}, "noor": {"noor"}, "sam": {"sam"}}
"""Who may read what came out of them: who does the team's work. Who leads the team was not there."""


def _case_document(word: str) -> dict[str, Any]:
    """The factories' case with a panel, a way back to the door, and a scene to write at; the owner's word in its notice and its texts."""
    made = cases.document(notice=f"{word} melding.")
    door, *endings = made["scenes"]
    door["body"] = f"{word} voor de deur."
    door["choices"][0]["to"] = "spiegel"
    door["choices"].append(door["choices"][1] | {"key": "terug", "text": "Je loopt een rondje.", "to": "deur"})
    verder = {"key": "verder", "text": "Je gaat verder.", "to": "binnen"}
    mirror = {
        "key": "spiegel",
        "title": "Even",
        "kind": "reflection",
        "question": 3,
        "body": "Stil.",
        "choices": [verder],
    }
    walk = {"name": "naar binnen", "choices": ["deur/bel-aan", "spiegel/verder"], "ends_in": "binnen"}
    panel = [{"scene": "deur", "choice": "bel-aan", "role": "jeugdarts", "reason": f"{word} reden."}]
    return made | {"scenes": [door, mirror, *endings], "walks": [walk], "panel": panel}


@dataclass
class Shelf:
    """What one owner has: something live, something in draft, files, and (an organisation) a text in a slot."""

    root: ContentRoot
    module: ModulePage
    lesson: LessonPage
    draft_module: ModulePage
    draft_lesson: LessonPage
    question: Question
    draft_question: Question
    term: GlossaryTerm
    image: Image
    document: Document
    case: CasePage
    draft_case: CasePage
    blocks: dict[str, str] = field(default_factory=dict)
    local: LocalText | None = None
    draft_local: LocalText | None = None


@dataclass
class Record:
    """What one learner left behind in the core's module."""

    entry: Entry
    draft: Draft
    intention: Intention
    closed: Intention
    attempt: Attempt
    refreshing: RefresherRound
    """A round of refreshers that was begun, with the core's question."""
    run: Run
    open_run: Run
    sharing: "Sharing"
    kept: uuid.UUID
    by_hand: OwnActivity
    """Intervision that this learner wrote down."""
    question: Confirmation
    """What a colleague asked this learner to confirm."""
    exports: dict[str, Export]
    trials: dict[str, Remark]
    """What this learner alone remarked at a draft of their organisation, in a group that runs and in one that was stopped."""
    sessions: dict[str, Session]
    """Sessions of their team that this learner leads: one that collects cards now, one to come ("prepared"), one with minutes ("over"),
    one at its scale at whose table they sit ("seated")."""
    agreement: Agreement
    """One of the team's that this learner sees to."""
    certificate: Certificate
    following: Following
    """A round of the core's programme, with a task that waits for a signature, and an exemption that was asked."""
    leave: Leave
    asked: HelpAsked


@dataclass
class Sharing:
    """A text of its own that one learner shared. Both spoke at the share that runs, the colleague alone at the two that are over.

    `comments` holds what the colleague said, by how the share stands.
    """

    entry: Entry
    running: Share
    ended: Share
    withdrawn: Share
    comments: dict[str, Comment]


class World:
    """Everybody and everything.

    An owner's `words` stand in its titles and texts, `drafts` in what it did not publish, `private` in what people wrote,
    `shared` in the text that each learner let a colleague read, `remarked` in what each remarked at a
    draft, and `said` in what was said there: by whose text it is, and by who says it. `carded` stands on a card and in an agreement of
    a session that each learner led. `code` opens the session at whose table Asha sits, and `guest` is a browser that came in with it.
    """

    def __init__(self) -> None:
        self.words = {"core": "zqkernwoord", "voorbeeldstad": "zqvoorbeeldwoord", "anderstad": "zqanderwoord"}
        self.drafts = {"core": "zqkernconcept", "voorbeeldstad": "zqvoorbeeldconcept", "anderstad": "zqanderconcept"}
        self.private = {name: f"zqgeheim{name}" for name in LEARNERS}
        self.shared = {name: f"zqgedeeld{name}" for name in LEARNERS}
        self.remarked = {name: f"zqopmerking{name}" for name in LEARNERS}
        self.carded = {name: f"zqkaart{name}" for name in LEARNERS}
        self.said = {(name, who): f"zqreactie{who}bij{name}" for name in LEARNERS for who in (name, *SHARED_WITH[name])}
        memory.forget()
        cases_memory.forget()
        rendering.forget()
        with override_settings(**FAST_PASSWORDS):
            self._people()
        self.slot: Slot = cms.slot("acute-route", safety=True)
        self.spare_slot: Slot = cms.slot("spreekuur")
        self.reflection, self.draft_reflection = self._reflection_questions()
        self.shelves = {name: self._shelf(name) for name in ("core", "voorbeeldstad", "anderstad")}
        self.panel_token = self._invite()
        self.tokens = {"people:calendar-feed": calendars.make(self.cast["asha"])}
        self.invitations = {name: self._invitation(name) for name in ("voorbeeldstad", "anderstad")}
        self.invited_lists = {name: self._invited_list(name) for name in self.invitations}
        self.tokens["people:welcome"] = invitation_token(self.invitations["voorbeeldstad"], Way.MAIL)
        self.programmes = {name: self._programme(name) for name in self.shelves}
        self.records = {name: self._record(name) for name in LEARNERS}
        for name in ("edith", "tess", "kees"):
            self._upload(name)
        self.deliveries = {name: self._delivery(name) for name in self.shelves}
        self._sessions = self._sign_in()
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self.code = tables.door(self.records["asha"].sessions["seated"]).code  # type: ignore[union-attr]
        self._guest = self._come_in_as_guest()

    def _come_in_as_guest(self) -> str:
        """The cookie of a browser that came in with the code, without an account."""
        client = self.browser("visitor")
        assert client.post(f"/meedoen/{self.code}/", {"as": "gast"}).status_code == 302
        return client.cookies[COOKIE].value

    def _invitation(self, name: str) -> Invitation:
        """Of somebody without an account, asked in by the platform's administrator."""
        asked = invitations.Asked(email=f"nieuw@{name}.test", first_name="Nieuw")
        return invitations.invite(getattr(self, name), asked, by=self.cast["petra"])

    def _invited_list(self, name: str) -> InvitedList:
        asked = invitations.Asked(email=f"lijst@{name}.test", first_name="Lijst")
        return invitations.invite_list(getattr(self, name), [asked], by=self.cast["petra"], key=uuid.uuid4())

    def _programme(self, name: str) -> Taught:
        steps = [programmes.step(TASK, weeks=1), programmes.step(EXEMPT)]
        made: Taught = programmes.programme(
            *steps,
            organisation=getattr(self, name, None),
            title=f"{self.words[name]} programma",
            slug=f"{name}-programma",
        )
        return made

    def _follow(self, name: str) -> tuple[Following, Leave, HelpAsked]:
        person, mentor = self.cast[name], self.cast[SHARED_WITH[name][0]]
        following = rounds.begin(self.programmes["core"], person, mentor=mentor, by=person)
        today = timezone.localdate()
        rounds.report(following, programmes.number(TASK))
        rounds.ask_exemption(following, programmes.number(EXEMPT), "before")
        leave = rounds.add_leave(following, today + timedelta(days=90), today + timedelta(days=97))
        return following, leave, rounds.ask_help(person, "time", following=following, step=programmes.number(TASK))

    def _invite(self) -> str:
        """A panellist's link to a case of the core that says nothing of its owner."""
        page = cases.case(publish=True, title="Een casus met een panel", slug="met-een-panel")
        invitation, token = panel.invite(page, name="Robin", role="jeugdarts", by=self.cast["kees"])
        self.panel_invitation = invitation
        return token

    def _reflection_questions(self) -> tuple[ReflectionQuestion, ReflectionQuestion]:
        """Of the ten one that is asked, and one that is not (yet)."""
        word, draft_word = self.words["core"], self.drafts["core"]
        asked = cms.publish_now(cms.reflection_question(3, explanation=f"{word} uitleg.", publish=False))
        draft = cms.reflection_question(4, name="Concept", asks=f"{draft_word} vraag?", publish=False)
        draft.save_revision()
        return asked, ReflectionQuestion.objects.get(pk=draft.pk)

    # --- Who ---

    def _people(self) -> None:
        self.voorbeeldstad = people.organisation("Gemeente Voorbeeldstad")
        self.anderstad = people.organisation("Gemeente Anderstad")
        noord, zuid = people.team(self.voorbeeldstad), people.team(self.voorbeeldstad, "Wijkteam Zuid")
        ours, theirs = self.voorbeeldstad, self.anderstad
        self.cast: dict[str, User] = {
            "asha": people.member("Asha", ours, team=noord, profession="jeugd-en-gezinsprofessional"),
            "ben": people.member("Ben", ours, team=noord),
            "farah": people.member("Farah", ours, team=noord),
            "lotte": people.member("Lotte", ours, Role.LEAD, noord),
            "edith": people.member("Edith", ours, Role.TRAINER, noord),
            "omar": people.member("Omar", ours, Role.ADMIN),
            "noor": people.member("Noor", ours, team=zuid),
            "vera": people.user("Vera"),
            "sam": people.member("Sam", theirs, team=people.team(theirs, "Wijkteam Anderstad")),
            "tess": people.member("Tess", theirs, Role.TRAINER),
            "petra": people.user("Petra", is_superuser=True),
            "kees": people.user("Kees"),
        }
        self.cast["kees"].groups.add(ensure_content_root().authors)
        self._leave(self.cast["vera"])

    def _leave(self, vera: User) -> None:
        """Her roles ran out by themselves: no signal has taken her out of the groups yet."""
        for role in (Role.TRAINER, Role.ADMIN):
            membership = people.membership(vera, self.voorbeeldstad, role)
            type(membership).objects.filter(pk=membership.pk).update(ended_on=date(2021, 1, 1))
        root = ensure_content_root(self.voorbeeldstad)
        vera.groups.set([root.authors, root.administrators])

    def _sign_in(self) -> dict[str, str]:
        found = {}
        for name, user in self.cast.items():
            client = Client()
            client.force_login(user)
            found[name] = client.cookies["sessionid"].value
        return found

    def browser(self, name: str) -> Client:
        """A fresh browser of somebody, signed in; of nobody for `visitor` and `guest`. A fault is an answer, not an exception."""
        client = Client(raise_request_exception=False)
        client.handler = self._handler  # building the middleware anew for each would cost more than most requests
        if name == "guest":
            client.cookies[COOKIE] = self._guest
        elif name != "visitor":
            client.cookies["sessionid"] = self._sessions[name]
        return client

    # --- What they own ---

    def organisation(self, name: str) -> Organisation | None:
        return None if name == "core" else getattr(self, name)

    def _shelf(self, name: str) -> Shelf:
        owner, word, draft = self.organisation(name), self.words[name], self.drafts[name]
        shut, open_question = (
            cms.question(organisation=owner, title=f"{word} vraag"),
            cms.question("open", organisation=owner, title=f"{word} open vraag"),
        )
        draft_question = cms.question(organisation=owner, title=f"{draft} vraag", publish=False)
        term = cms.publish_now(cms.term(f"{word} begrip", organisation=owner))
        image, document = (
            cms.image(owner, f"{word} tekening"),
            cms.document(owner, f"{word} formulier", f"formulier-{name}.txt"),
        )
        body = [
            ("text", f"<h2>{word} kop</h2><p>{word} tekst.</p>"),
            ("question", {"question": shut}),
            ("question", {"question": open_question}),
            ("prompt", {"question": "3", "text": f"<p>{word} spiegelvraag?</p>"}),
            ("poll", {"question": f"{word} peiling?", "about": "", "choices": ["Vaak", "Nooit"], "unnamed": False}),
            ("local", {"slot": self.slot}),
            ("figure", {"image": image, "alt": "Een vlak", "decorative": False, "caption": ""}),
            ("download", {"document": document, "title": "Formulier"}),
        ]
        lesson_fields = {"title": f"{word} les", "slug": "les", "body": body}
        test = [("question", shut)]
        module = cms.module(
            owner,
            title=f"{word} module",
            slug=f"{name}-module",
            lessons=[lesson_fields],
            publish=True,
            test_questions=test,
            test_draw=1,
        )
        lesson = LessonPage.objects.child_of(module).get()
        shut, lesson, module = (cms.publish_now(item) for item in (shut, lesson, module))  # with revisions to ask for
        draft_module = cms.module(owner, title=f"{draft} module", slug=f"{name}-concept", lessons=[])
        draft_lesson = cms.lesson(
            draft_module, title=f"{draft} les", slug="les", body=[("text", f"<p>{draft} tekst.</p>")]
        )
        case = cases.case(
            owner,
            publish=True,
            title=f"{word} casus",
            slug=f"{name}-casus",
            document=_case_document(word),
        )
        draft_case = cases.case(
            owner,
            title=f"{draft} casus",
            slug=f"{name}-conceptcasus",
            document=cases.document(notice=f"{draft} melding."),
        )
        for page in (draft_module, draft_lesson, draft_case):
            page.save_revision()
        draft_question.save_revision()
        blocks = {
            "single": str(lesson.body[1].id),
            "open": str(lesson.body[2].id),
            "prompt": str(lesson.body[3].id),
            "poll": str(lesson.body[4].id),
        }
        shelf = Shelf(
            root=ensure_content_root(owner),
            module=module,
            lesson=lesson,
            draft_module=ModulePage.objects.get(pk=draft_module.pk),
            draft_lesson=LessonPage.objects.get(pk=draft_lesson.pk),
            question=shut,
            draft_question=Question.objects.get(pk=draft_question.pk),
            term=term,
            image=image,
            document=document,
            case=case,
            draft_case=draft_case,
            blocks=blocks,
        )
        if owner is not None:
            shelf.local = cms.local_text(owner, self.slot, text=f"<p>{word} plaatselijk.</p>")
            shelf.draft_local = cms.local_text(
                owner, self.spare_slot, text=f"<p>{draft} plaatselijk.</p>", publish=False
            )
            shelf.draft_local.save_revision()
        return shelf

    def _upload(self, name: str) -> None:
        """A picture on its way into the studio."""
        picture = self.shelves["core"].image.file
        with picture.open() as file:
            kind = ContentType.objects.get_for_model(Image)
            UploadedFile.objects.create(
                uploaded_by_user=self.cast[name], for_content_type=kind, file=ContentFile(file.read(), "los.png")
            )

    def _delivery(self, name: str) -> Delivery:
        """A package that waits for its author's word."""
        by = self.cast[{"core": "kees", "voorbeeldstad": "edith", "anderstad": "tess"}[name]]
        item = {
            "file": "lessons/01-les.md",
            "name": "les les",
            "what": "changed",
            "difference": f"-a\n+{self.drafts[name]}",
        }
        outcome = {"module": {"title": f"{self.drafts[name]} module"}, "items": [item], "problems": []}
        return Delivery.objects.create(
            root=self.shelves[name].root,
            by=by,
            name="module.zip",
            data=b"PK",
            state=DeliveryState.SHOWN,
            outcome=outcome,
            brought_at=timezone.now(),
            begun_at=timezone.now(),
        )

    # --- What they did ---

    def _record(self, name: str) -> Record:
        user, core = self.cast[name], self.shelves["core"]
        text = f"{self.private[name]} schreef ik."
        standing = self.standing(name)
        lesson, entry = memory.edition(standing.lessons[0]["edition"]), standing.lessons[0]
        asked = rendering.block_of(lesson, core.blocks["open"], "question") or {}
        prompt = rendering.block_of(lesson, core.blocks["prompt"], "prompt") or {}
        question = memory.edition(asked["edition"])
        actions.answer_question(standing, lesson, asked["id"], question, {}, by=user, key=uuid.uuid4(), text=text)
        reflected = actions.write_reflection(self.standing(name), lesson, prompt, text, by=user, key=uuid.uuid4())
        assert entry["slug"] == "les"
        attempt = practice.start_attempt(standing.edition, by=user, key=uuid.uuid4())
        following, leave, help_asked = self._follow(name)
        return Record(
            following=following,
            leave=leave,
            asked=help_asked,
            entry=reflected,
            draft=self._draft(user, text),
            intention=intentions.make(
                self._earlier(user, text), by=user, when=text, then=text, follow_up_on=date(2026, 12, 31)
            ),
            closed=self._closed(user, text),
            attempt=attempt,
            refreshing=self._refreshing(name),
            run=self._run(name, "bel-aan", "verder"),
            open_run=self._run(name, "terug", "bel-aan", anew=True),
            sharing=self._sharing(name),
            kept=self._kept(name),
            by_hand=self._by_hand(name, f"{self.private[name]} oefende ik."),
            question=self._question(name),
            exports={"": self._export(name), "failed": self._failed(name), "past": self._failed(name, days=-1)},
            trials=self._trials(name),
            sessions=self._team_sessions(name),
            agreement=self._agreement(name),
            certificate=self._certificate(name),
        )

    def _certificate(self, name: str) -> Certificate:
        """Of a module that says nothing of its owner: whoever has the address of the check page may read its title."""
        completion = certificates.completed(self.cast[name], f"af-{name}")
        organisation = self.anderstad if name == "sam" else self.voorbeeldstad
        return certify.take(completion, by=self.cast[name], issuer=organisation)

    def _refreshing(self, name: str) -> RefresherRound:
        """What was answered two months ago comes back now."""
        user, lesson = self.cast[name], memory.edition(self.standing(name).lessons[0]["edition"])
        asked = rendering.block_of(lesson, self.shelves["core"].blocks["single"], "question") or {}
        question = memory.edition(asked["edition"])
        response = {"answer": question.content["options"][0]["id"]}
        made = {"by": user, "key": uuid.uuid4()}
        actions.answer_question(self.standing(name), lesson, asked["id"], question, response, **made)
        Answer.objects.filter(user=user, key=made["key"]).update(created_at=timezone.now() - timedelta(days=60))
        refreshers.choose(Rhythm.MONTH, by=user)
        return refreshers.begin("meldcode", by=user, key=uuid.uuid4())

    def _team_sessions(self, name: str) -> dict[str, Session]:
        user, word = self.cast[name], self.carded[name]
        over = sessions.at("choose", user)
        self._card(over, user, f"{word} durf ik niet te vragen.")
        over = sessions.moved(over, "agree", user)
        sessions.agreed(over, user, f"{word} gebeurt")
        over = sessions.clicked(course.close, over, user)
        going = sessions.at("choose", user)
        self._card(going, user, f"{word} deel ik.")
        seated = sessions.at("scale", user)
        doors.join(seated, by=user)
        polled = sessions.at("talk", user)
        doors.join(polled, by=user)
        polled = polling.put(polled, by=user, key=uuid.uuid4(), asks=f"{word} vraag ik?", choices=["Dit", "Dat"])
        states = {"seated": seated, "talking": sessions.at("talk", user), "polled": polled}
        return {"": going, "prepared": sessions.prepared(user), "over": over} | states

    def _agreement(self, name: str) -> Agreement:
        user = self.cast[name]
        return sessions.agreed(sessions.at("agree", user), user, f"{self.carded[name]} weer gebeurt", owner=user)

    def _card(self, session: Session, user: User, text: str) -> None:
        sessions.Browser(session, user).draw().card(text)

    def _trials(self, name: str) -> dict[str, Remark]:
        """Drafts without a word of their owner's, which a learner may meet here alone."""
        user, author = self.cast[name], self.cast["tess" if name == "sam" else "edith"]
        owner = self.anderstad if name == "sam" else self.voorbeeldstad
        module = cms.module(owner, title="Om te lezen", slug=f"proef-{name}")
        cms.lesson(module, title="Een les om te lezen", body=[("text", "<p>Een alinea.</p>")])
        asked = {"by": author, "people": [user.uuid], "until": timezone.localdate() + timedelta(days=14), "asks": "Hm?"}
        stopped = self._remark(name, trials.keep(module, **asked))
        trials.stop(stopped.group, by=author)
        return {"stopped": stopped, "": self._remark(name, trials.keep(module, **asked))}

    def _remark(self, name: str, group: TrialGroup) -> Remark:
        (part,) = parts_of(group.module)
        block = str(LessonPage.objects.get(uuid=part.uuid).body[0].id)
        said = {"block": block, "beside": "Een alinea.", "text": f"{self.remarked[name]} merk ik op."}
        return trials.remark(group, part, by=self.cast[name], key=uuid.uuid4(), **said)

    def _earlier(self, user: User, text: str) -> Entry:
        """An entry begun in the mirror itself, with words at a dimension too."""
        about = mirror.About(prompt="Vrije tekst")
        return mirror.write(Words(text, {"personal": text}), by=user, key=uuid.uuid4(), about=about)

    def _closed(self, user: User, text: str) -> Intention:
        """An intention that was looked back at, with words for how it went."""
        made = intentions.make(
            self._earlier(user, text), by=user, when=text, then=text, follow_up_on=date(2026, 12, 31)
        )
        return intentions.close(made, by=user, outcome="partly", said=text)

    def _draft(self, user: User, text: str) -> Draft:
        place = "/spiegel/vraag/4/schrijven/"
        fields = {"text": text, "personal": text}
        return drafts.keep(uuid.uuid4(), by=user, seen=0, place=place, path=place, fields=fields)

    def _sharing(self, name: str) -> Sharing:
        """The withdrawn share first, then the one that is past: with one colleague alone, each makes room for the next."""
        user, until = self.cast[name], timezone.localdate() + timedelta(days=14)
        entry = self._written(name, f"{self.shared[name]} liet ik lezen.")
        running, ended, withdrawn = (self.cast[who] for who in SHARED_WITH[name])
        third, said = sharing.share(entry, by=user, person=withdrawn.uuid, until=until), {}
        said["withdrawn"] = self._say(third, SHARED_WITH[name][2], name)
        sharing.withdraw(third, by=user)
        second = sharing.share(entry, by=user, person=ended.uuid, until=until)
        said["ended"] = self._say(second, SHARED_WITH[name][1], name)
        Share.objects.filter(pk=second.pk).update(until=timezone.localdate() - timedelta(days=1))
        first = sharing.share(entry, by=user, person=running.uuid, until=until)
        said["running"] = self._say(first, SHARED_WITH[name][0], name)
        self._say(first, name, name)
        first, second, third = (Share.objects.get(pk=one.pk) for one in (first, second, third))
        return Sharing(entry, first, second, third, said)

    def _say(self, share: Share, by: str, owner: str) -> Comment:
        return sharing.comment(share, by=self.cast[by], key=uuid.uuid4(), text=f"{self.said[owner, by]} zei ik.")

    def _written(self, name: str, text: str) -> Entry:
        about = mirror.About(prompt="<p>Wat schoof je op?</p>", question=4)
        return mirror.write(Words(text, {"normative": text}), by=self.cast[name], key=uuid.uuid4(), about=about)

    def _kept(self, name: str) -> uuid.UUID:
        """A line in the dossier of which the text is gone."""
        entry = self._written(name, f"{self.private[name]} gooide ik weg.")
        mirror.delete(entry, by=self.cast[name], keep_activity=True)
        return entry.pk

    def _by_hand(self, name: str, text: str) -> OwnActivity:
        """A line of intervision, complete."""
        facts = Facts(kind="intervision", on=date(2026, 1, 15), minutes=90, people=4, no_hierarchy=True)
        return dossier.add(uuid.uuid4(), facts, DossierWords(text, text, text), by=self.cast[name])

    def _question(self, name: str) -> Confirmation:
        """A colleague's intervision, at which they say this learner was."""
        colleague = SHARED_WITH[name][0]
        line = self._by_hand(colleague, "Incidentmethode")
        return dossier.ask(line.pk, self.cast[name].uuid, by=self.cast[colleague])

    def _export(self, name: str) -> Export:
        """Their mirror as a file, ready to be fetched."""
        made = exports.ask(uuid.uuid4(), by=self.cast[name], kind=MARKDOWN, chosen={})
        exports.build(made.pk)  # where no worker did yet
        return Export.objects.get(pk=made.pk, state="ready")

    def _failed(self, name: str, *, days: int = 1) -> Export:
        """A file that could not be made, to be asked for again until a day; a day that is past hides it."""
        now = timezone.now()
        fields = {"kind": MARKDOWN, "asked_at": now, "expires_at": now + timedelta(days=days)}
        return Export.objects.create(user=self.cast[name], key=uuid.uuid4(), state="failed", failure="fault", **fields)

    def _run(self, name: str, *choices: str, anew: bool = False) -> Run:
        """A play of the core's case, with private words for a reason at its first decision."""
        user, text = self.cast[name], f"{self.private[name]} dacht ik."
        live = memory.edition(Taught.objects.get(pk=self.shelves["core"].case.uuid).live_line.head_id)
        run = runs.begin(live, by=user, key=uuid.uuid4(), anew=anew)
        for number, choice in enumerate(choices, 1):
            now = playing(viewer_of(user), run.pk)
            assert now is not None
            runs.take(now, number=number, taken=choice, by=user, key=uuid.uuid4(), reason=text if number == 1 else "")
        return Run.objects.get(pk=run.pk)

    def standing(self, name: str) -> queries.Standing:
        """Where somebody stands in the core's module."""
        found = queries.standing(viewer_of(self.cast[name]), "core-module")
        assert found is not None
        return found
