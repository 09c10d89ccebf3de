"""What reading and saving may cost, in statements on both databases. BEGIN, COMMIT and SAVEPOINT are not counted."""

from contextlib import ExitStack, contextmanager

import pytest
from django.db import connections
from django.utils import timezone

from tests.factories import cms, people
from tests.learning.classroom import PROMPT, answer, asks, blocks, finish, lessons_of, module_of, path, right, send

pytestmark = pytest.mark.django_db
_NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")
OPEN_WORDS = {"answer": "Ik vraag door."}


class Statements(list[str]):
    """The statements sent, in order; those between the first and last write of the content database apart."""

    @property
    def of_transaction(self) -> list[str]:
        inside = [number for number, sql in enumerate(self) if not sql.startswith("SELECT") or "FOR UPDATE" in sql]
        return self[inside[0] : inside[-1] + 1] if inside else []


@contextmanager
def counted():
    found = Statements()

    def note(execute, sql, params, many, context):
        if not sql.startswith(_NOT_COUNTED):
            found.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as wrappers:
        for alias in ("default", "keys"):
            wrappers.enter_context(connections[alias].execute_wrapper(note))
        yield found


@pytest.fixture
def lesson(voorbeeldstad):
    """Text, three questions (one open), a prompt, a local slot that is filled, and a term."""
    slot, word = cms.slot("acute-route", safety=True), cms.term("signaal")
    cms.local_text(voorbeeldstad, slot)
    body = [
        ("text", "<p>Een signaal.</p>"),
        *asks("single", "multiple", "open"),
        PROMPT,
        ("local", {"slot": slot}),
        ("glossary", {"terms": [word]}),
    ]
    return lessons_of(module_of(body, [("text", "<p>Verder.</p>")]))[0]


@pytest.fixture
def page(lesson) -> str:
    return path(lesson.get_parent(), lesson)


def read(client, page) -> Statements:
    with counted() as statements:
        assert client.get(page).status_code == 200
    return statements


def warm(client, lesson, page) -> None:
    """The process has met the editions, and the reader has begun."""
    answer(client, lesson)
    read(client, page)


def test_a_lesson_is_read_in_five_statements(as_asha, lesson, page):
    warm(as_asha, lesson, page)
    assert len(read(as_asha, page)) == 5


def test_a_lesson_not_begun_is_read_in_four_statements(as_asha, as_ben, lesson, page):
    warm(as_ben, lesson, page)
    assert len(read(as_asha, page)) == 4


@pytest.mark.parametrize("answers", [3, 300])
def test_a_lesson_is_read_in_five_statements_however_often_somebody_answered(as_asha, lesson, page, answers):
    from learning.practice.models import Answer

    warm(as_asha, lesson, page)
    for number in range(3):
        answer(as_asha, lesson, number)
    kept = (
        Answer.objects.filter(block=blocks(lesson)[0]["id"])
        .values("user", "lesson", "block", "question", "response", "correct")
        .first()
    )
    fields = {f"{name}_id" if name in {"user", "lesson", "question"} else name: value for name, value in kept.items()}
    import uuid

    Answer.objects.bulk_create(
        Answer(key=uuid.uuid4(), created_at=timezone.now(), **fields) for _ in range(answers - 3)
    )
    assert len(read(as_asha, page)) == 5


@pytest.mark.parametrize("members", [5, 60])
def test_a_lesson_is_read_in_five_statements_however_many_people_there_are(
    as_asha, sign_in, voorbeeldstad, noord, lesson, page, members
):
    for number in range(members):
        colleague = people.member(f"Collega{number}", voorbeeldstad, team=noord)
        if number < 5:
            answer(sign_in(colleague), lesson)
    warm(as_asha, lesson, page)
    assert len(read(as_asha, page)) == 5


@pytest.mark.parametrize("questions", [1, 12])
def test_a_lesson_is_read_in_four_statements_however_many_questions_it_holds(as_asha, questions):
    (lesson,) = lessons_of(module_of(asks(*["single"] * questions)))
    page = path(lesson.get_parent(), lesson)
    for number in range(questions):
        answer(as_asha, lesson, number)
    read(as_asha, page)
    assert len(read(as_asha, page)) == 4


# --- Saving ---------------------------------------------------------------------------------------


def save(client, lesson, number=0, form=None, **keywords) -> Statements:
    block = blocks(lesson)[number]
    address, form = path(lesson.get_parent(), lesson, "antwoord", block), form or right(block)
    with counted() as statements:
        assert send(client, address, form, **keywords).status_code in {200, 302}
    return statements


@pytest.mark.parametrize("in_place", [True, False])
def test_an_answer_is_saved_in_seven_statements_three_of_them_in_its_transaction(as_asha, lesson, page, in_place):
    warm(as_asha, lesson, page)
    statements = save(as_asha, lesson, in_place=in_place)
    assert (len(statements), len(statements.of_transaction)) == (7, 3)


def test_an_open_answer_is_saved_in_eight_statements(as_asha, lesson, page):
    warm(as_asha, lesson, page)
    save(as_asha, lesson, 2, OPEN_WORDS)
    statements = save(as_asha, lesson, 2, OPEN_WORDS)
    assert (len(statements), len(statements.of_transaction)) == (8, 3)


def test_a_reflection_is_saved_in_seven_statements(as_asha, lesson, page):
    warm(as_asha, lesson, page)
    address = path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0])
    send(as_asha, address, {"text": "Eerste woorden."})
    with counted() as statements:
        send(as_asha, address, {"text": "Ik stelde het uit."})
    assert (len(statements), len(statements.of_transaction)) == (7, 2)


def test_a_reflection_whose_form_keeps_drafts_is_saved_in_eight_statements(as_asha, lesson, page):
    warm(as_asha, lesson, page)
    address = path(lesson.get_parent(), lesson, "spiegel", blocks(lesson, "prompt")[0])
    send(as_asha, address, {"text": "Eerste woorden."})
    with counted() as statements:
        send(as_asha, address, {"text": "Ik stelde het uit.", "version": "3"})
    assert (len(statements), len(statements.of_transaction)) == (8, 2)


# --- Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("modules", [1, 12])
@pytest.mark.parametrize(("address", "statements"), [("/", 7), ("/leren/", 5)])
def test_home_and_catalogue_cost_the_same_however_many_modules(as_asha, modules, address, statements):
    for _ in range(modules):
        finish(as_asha, *lessons_of(module_of([("text", "<p>Kort.</p>")])))
    read(as_asha, address)
    assert len(read(as_asha, address)) == statements


@pytest.mark.parametrize("lessons", [1, 10])
def test_a_module_costs_the_same_however_many_lessons(as_asha, lessons):
    module = module_of(*[[("text", "<p>Kort.</p>")]] * lessons)
    finish(as_asha, lessons_of(module)[0])
    read(as_asha, path(module))
    assert len(read(as_asha, path(module))) == 5


# --- And never at the cost of rights ----------------------------------------------------------------


def test_a_role_taken_away_ends_reading_at_the_next_request(as_asha, asha, lesson, page):
    warm(as_asha, lesson, page)
    asha.memberships.update(ended_on=timezone.localdate())
    assert as_asha.get(page).status_code == 404


def test_a_local_text_reaches_its_own_organisation_alone(as_asha, as_sam, lesson, page):
    assert ["Bel 030" in client.get(page).content.decode() for client in (as_asha, as_sam, as_asha)] == [
        True,
        False,
        True,
    ]


def test_a_page_remembered_for_one_shows_nothing_of_them_to_the_next(as_asha, as_ben, lesson, page):
    warm(as_asha, lesson, page)
    shown = as_ben.get(page).content.decode()
    assert ("Asha" in shown, "Ben" in shown, " checked" in shown) == (False, True, False)


def test_a_mark_in_an_authors_words_is_not_filled_in(as_asha):
    """Pages keep the places of a reader's own values by control characters; an author's text may hold none."""
    module = cms.module(
        publish=True, lessons=[{"title": "Les \x02csrf\x03", "summary": "\x02name\x03", "slug": "de-les"}]
    )
    page = as_asha.get(f"/leren/{module.slug}/de-les/").content.decode()
    assert ("<h1>Les csrf</h1>" in page, '<p class="lead">name</p>' in page) == (True, True)
