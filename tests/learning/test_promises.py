"""Authors and a learner at work together, in random order, held against a model that knows nothing of the database.

What is promised (docs/architecture.md): what someone saw can be shown again, and nothing an author does loses, resets or
completes anybody's work.
"""

import random
import uuid

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from cms.models import Change, Edition, LessonPage, Line, ModulePage, Question
from learning.journey.models import Completion, Enrolment, Progress
from learning.practice.models import Answer
from learning.reflection.models import Entry
from tests.factories import cms
from tests.learning.classroom import PROMPT, asks, lessons_of, module_of, path, send
from tests.learning.questions import right_form, wrong_form

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
STEPS = 30
Asked = tuple[int, int]
"""A lesson that a line of the module asks: its place among the three, and the number of its own line."""
AUTHOR = (
    "edit",
    "edit_materially",
    "edit_question",
    "edit_question_materially",
    "take_lesson_offline",
    "take_module_offline",
    "put_back",
    "try_to_delete",
)
LEARNER = ("study", "study", "study", "answer", "answer_again", "reflect", "finish", "read", "move_over")


class School:
    """The doings, and the model: which lines there are, which one the learner is on, what they did and saw."""

    def __init__(self, chance: random.Random, client) -> None:
        self.chance, self.client = chance, client
        self.module = module_of(
            *[[("text", f"<p>Woord-0-{place}.</p>"), *asks("single"), PROMPT] for place in range(3)]
        )
        self.lessons = lessons_of(self.module)
        self.questions = list(Question.objects.order_by("pk"))
        self.words = 0
        # The model.
        self.lines = [1, 1, 1]
        self.offline: set[int] = set()
        self.module_offline = False
        self.module_lines = [self._asked()]
        self.own_line = 1
        self.answers: dict[str, tuple[str, int]] = {}
        self.texts: dict[str, str] = {}
        self.met: dict[Asked, set[str]] = {}
        self.finished: set[Asked] = set()
        self.completed: set[int] = set()
        self.seen: dict[Asked, str] = {}
        client.post(path(self.module, "beginnen"))

    def _key(self) -> str:
        """A save's key, by the same chance as the doings, so that a seed tells the same story every time."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    # --- The model ---

    def _asked(self) -> list[Asked]:
        return [(place, line) for place, line in enumerate(self.lines) if place not in self.offline]

    def _module_follows(self) -> None:
        if not self.module_offline and self._asked() != self.module_lines[-1]:
            self.module_lines.append(self._asked())

    @property
    def own(self) -> list[Asked]:
        """The lessons (place, line) that the learner's edition of the module asks."""
        return self.module_lines[self.own_line - 1]

    # --- What authors do ---

    def _publish(self, item, *, material: bool = False, **fields) -> None:
        item = type(item).objects.get(pk=item.pk)
        for name, value in fields.items():
            setattr(item, name, value)
        item.change = Change.MATERIAL if material else Change.MINOR
        cms.publish_now(item)

    def edit(self, *, material: bool = False) -> None:
        place = self.chance.choice([place for place in range(3) if place not in self.offline])
        page = LessonPage.objects.get(pk=self.lessons[place].pk)
        self.words += 1
        page.body[0] = ("text", type(page.body[0].value)(f"<p>Woord-{self.words}-{place}.</p>"))
        self._publish(page, material=material, body=page.body)
        self.lines[place] += material
        self._module_follows()

    def edit_materially(self) -> None:
        self.edit(material=True)

    def edit_question(self, *, material: bool = False) -> None:
        place = self.chance.choice(range(3))
        self.words += 1
        self._publish(self.questions[place], material=material, stem=f"Vraag {self.words}")
        if place not in self.offline:
            self.lines[place] += material
            self._module_follows()

    def edit_question_materially(self) -> None:
        self.edit_question(material=True)

    def take_lesson_offline(self) -> None:
        live = [place for place in range(3) if place not in self.offline]
        if len(live) > 1:
            place = self.chance.choice(live)
            LessonPage.objects.get(pk=self.lessons[place].pk).unpublish()
            self.offline.add(place)
            self._module_follows()

    def take_module_offline(self) -> None:
        ModulePage.objects.get(pk=self.module.pk).unpublish()
        self.module_offline = True

    def put_back(self) -> None:
        if self.offline:
            place = self.chance.choice(sorted(self.offline))
            self._publish(self.lessons[place])
            self.offline.remove(place)
            self._module_follows()
        self._publish(self.module)
        self.module_offline = False
        self._module_follows()

    def try_to_delete(self) -> None:
        item = self.chance.choice([*self.lessons, *self.questions, self.module])
        with pytest.raises(ProtectedError), transaction.atomic():
            type(item).objects.get(pk=item.pk).delete()

    # --- What the learner does ---

    def _here(self, asked: Asked | None) -> tuple[Asked, LessonPage, Edition]:
        asked = asked or self.chance.choice(self.own)
        head = Line.objects.get(taught_id=self.module.uuid, major=self.own_line).head
        lesson = self.lessons[asked[0]]
        (entry,) = [one for one in head.content["lessons"] if one["slug"] == lesson.slug]
        return asked, lesson, Edition.objects.get(pk=entry["edition"])

    def study(self) -> None:
        """A lesson from beginning to end, one that is still to do when there is one."""
        asked = self.chance.choice([one for one in self.own if one not in self.finished] or self.own)
        for doing in (self.answer, self.reflect, self.read, self.finish):
            doing(asked)

    def answer(self, asked: Asked | None = None) -> None:
        asked, lesson, edition = self._here(asked)
        block = next(block for block in edition.content["blocks"] if block["type"] == "question")
        question, key = Edition.objects.get(pk=block["edition"]), self._key()
        form = self.chance.choice([right_form, wrong_form])(question.content)
        assert send(self.client, path(self.module, lesson, "antwoord", block), form, key=key).status_code == 200
        self.answers[key] = (form["answer"][0], question.pk)
        self.met.setdefault(asked, set()).add(block["id"])

    def answer_again(self) -> None:
        """A retry of a save that was acknowledged long ago, under its own key."""
        if self.answers:
            key = self.chance.choice(sorted(self.answers))
            kept = Answer.objects.get(key=key)
            lesson = LessonPage.objects.get(uuid=kept.lesson.taught_id)
            form = {"answer": kept.response["answer"], "edition": str(kept.question.uuid)}
            reply = send(self.client, path(self.module, lesson, "antwoord", kept.block), form, key=key)
            assert reply.status_code in {200, 404}  # 404: the learner's edition has that lesson no more

    def reflect(self, asked: Asked | None = None) -> None:
        asked, lesson, edition = self._here(asked)
        block = next(block for block in edition.content["blocks"] if block["type"] == "prompt")
        key = self._key()
        text = f"Woorden {key}"
        assert (
            send(self.client, path(self.module, lesson, "spiegel", block), {"text": text}, key=key).status_code == 200
        )
        self.texts[key] = text
        self.met.setdefault(asked, set()).add(block["id"])

    def finish(self, asked: Asked | None = None) -> None:
        asked, lesson, edition = self._here(asked)
        assert self.client.post(path(self.module, lesson, "afronden")).status_code == 302
        wanted = {block["id"] for block in edition.content["blocks"] if block["type"] in {"question", "prompt"}}
        if asked in self.finished or wanted <= self.met.get(asked, set()):
            self.finished.add(asked)
            if set(self.own) <= self.finished:
                self.completed.add(self.own_line)

    def read(self, asked: Asked | None = None) -> None:
        asked, lesson, edition = self._here(asked)
        page = self.client.get(path(self.module, lesson)).content.decode()
        word = next(block["html"] for block in edition.content["blocks"] if block["type"] == "text")
        assert word in page
        if asked in self.met:
            self.seen[asked[0], edition.number] = word

    def move_over(self) -> None:
        self.client.post(path(self.module, "overstappen"))
        if not self.module_offline:
            self.own_line = len(self.module_lines)

    # --- What must be so ---

    def works(self) -> list:
        """Everything the learner left behind."""
        return [
            list(model.objects.order_by("pk").values()) for model in (Enrolment, Progress, Completion, Answer, Entry)
        ]

    def hold(self) -> None:
        assert {str(row.key): (row.response["answer"], row.question_id) for row in Answer.objects.all()} == self.answers
        assert {str(key) for key in Entry.objects.values_list("key", flat=True)} == set(self.texts)
        places = {lesson.uuid: place for place, lesson in enumerate(self.lessons)}
        rows = list(Progress.objects.values_list("line__taught_id", "line__major", "finished_at", "items"))
        assert {(places[taught], major) for taught, major, finished_at, _ in rows if finished_at} == self.finished
        assert {(places[taught], major): set(items) for taught, major, _, items in rows} == self.met
        assert set(Completion.objects.values_list("line__major", flat=True)) == self.completed
        assert Enrolment.objects.get().line.major == self.own_line
        states = [row["state"] for row in self.client.get(path(self.module)).context["rows"]]
        assert [state == "done" for state in states] == [asked in self.finished for asked in self.own]

    def everything_seen_can_be_seen_again(self) -> None:
        for (place, number), word in self.seen.items():
            reply = self.client.get(path(self.module, self.lessons[place], "editie", number))
            assert (reply.status_code, word in reply.content.decode()) == (200, True)
        for entry in Entry.objects.all():
            assert self.texts[str(entry.key)] in self.client.get(f"/spiegel/{entry.pk}/").content.decode()


@pytest.mark.parametrize(
    "seed",
    [
        0,
        *(pytest.param(seed, marks=pytest.mark.whole) for seed in range(1, 5)),
        *(pytest.param(seed, marks=pytest.mark.faults) for seed in range(5, 60)),
    ],
)
def test_nothing_is_lost_reset_or_completed_whatever_authors_do(as_asha, seed):
    chance = random.Random(seed)
    school = School(chance, as_asha)
    for _ in range(STEPS):
        doing = chance.choice(chance.choice([AUTHOR, LEARNER, LEARNER]))
        before = school.works()
        getattr(school, doing)()
        if doing in AUTHOR:
            assert school.works() == before, doing
        school.hold()
    school.everything_seen_can_be_seen_again()
