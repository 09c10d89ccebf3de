"""What a trainer sees of their own questions, tests and lessons: from five people, never who, and only of their own."""

import pytest
from django.urls import reverse

from cms.editions import memory
from cms.permissions import author_of
from learning.practice.items.counting import count
from learning.practice.items.figures import figures_of_test, lesson_questions, module_figures
from learning.practice.items.stumbling import stumbling
from learning.practice.models import AttemptCount, PlaceCount
from people.small_numbers import Share, may_move
from tests.factories import people
from tests.learning.classroom import answer, blocks, finish, lessons_of, live, module_of, path, send, wrong
from tests.learning.items import answer_first, choice_question, come, hand_in, with_test
from tests.learning.journey.test_closing_test import hand_in as hand_in_by_hand
from tests.learning.journey.test_closing_test import save, start
from tests.learning.test_budgets import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(voorbeeldstad):
    return with_test(voorbeeldstad, "De eerste", "De tweede", "De derde")


def figures_page(client, module):
    return client.get(reverse("practice_module_figures", args=[module.pk]))


def shown(client, module):
    reply = figures_page(client, module)
    assert reply.status_code == 200
    return reply.content.decode()


def many(module):
    """Forty people: the second question turned round, and D chosen by nobody."""
    hand_in(module, "A", "B", "A", times=15)
    hand_in(module, "B", "A", "B", times=15)
    hand_in(module, "A", "A", "A", times=5)
    hand_in(module, "C", "B", "C", times=5)


# --- Counting -------------------------------------------------------------------------------------


def test_handing_in_a_first_test_is_counted_once_with_its_questions(as_asha, module):
    for right in (False, True):
        attempt = start(as_asha, module)
        for position in (1, 2):
            save(as_asha, module, attempt, position, right=right)
        hand_in_by_hand(as_asha, module, attempt)
    row = AttemptCount.objects.get()
    assert (row.line_id, row.length, row.people, row.counted) == (live(module).line_id, 3, 1, 0)
    assert (row.counts["people"], row.counts["right"]) == (1, 0)
    assert sorted(len(one.get("parts", {})) for one in row.counts["questions"].values()) == [0, 1, 1]


def test_a_first_answer_counts_and_a_later_one_does_not(as_asha, as_ben, voorbeeldstad):
    module = module_of([("question", {"question": choice_question(voorbeeldstad)})], organisation=voorbeeldstad)
    (lesson,) = lessons_of(module)
    block = blocks(lesson)[0]
    answer(as_asha, lesson, 0, wrong(block))
    answer(as_asha, lesson)
    answer(as_ben, lesson)
    finish(as_ben, lesson)
    line, options = live(lesson).line_id, memory.edition(block["edition"]).content["options"]
    counted = {row.place.split("/")[-1]: (row.people, row.part) for row in PlaceCount.objects.filter(line_id=line)}
    places = dict(zip((one["id"] for one in options), [(2, 1), (2, 1), (2, 0), (2, 0)], strict=True))
    assert counted == {"begun": (2, 0), "done": (1, 0), "@goed": (2, 1), **places}
    of_module = PlaceCount.objects.filter(line_id=live(module).line_id).values_list("place", "people")
    assert dict(of_module) == {"begun": 2, "done": 1}


def test_a_prompt_passed_by_begins_a_lesson_once(as_asha):
    prompt = ("prompt", {"question": "3", "text": "<p>Wanneer stelde je het uit?</p>"})
    (lesson,) = lessons_of(module := module_of([prompt, ("text", "<p>Verder.</p>")]))
    for _ in range(2):
        send(as_asha, path(module, lesson, "spiegel", blocks(lesson, "prompt")[0]), {"skip": "1"})
    assert PlaceCount.objects.get(line_id=live(lesson).line_id, place="begun").people == 1


def test_what_is_shown_moves_in_the_database_as_the_rule_says(voorbeeldstad):
    """The statement writes the rule out; this holds the two against each other, person by person."""
    (lesson,) = lessons_of(module_of([("text", "<p>Lees.</p>")]))
    line, part, shown_now = live(lesson).line_id, 0, (0, 0)
    for whole, took in enumerate("10000 11111 01111 10101 00000 11011 0".replace(" ", ""), 1):
        count([(line, "plek")], took=["plek"] if took == "1" else [])
        part += int(took)
        shown_now = (part, whole) if may_move(part, whole, *shown_now) else shown_now
        row = PlaceCount.objects.get(line_id=line, place="plek")
        assert (row.part, row.people, row.shown_part, row.shown_people) == (part, whole, *shown_now)


def test_counters_point_at_nobody():
    assert {field.name for field in PlaceCount._meta.fields} == {
        "id", "line", "place", "people", "part", "shown_people", "shown_part",
    }  # fmt: skip
    assert {field.name for field in AttemptCount._meta.fields} == {
        "id", "line", "length", "people", "counts", "counted", "shown", "counted_at",
    }  # fmt: skip


# --- What may be seen -----------------------------------------------------------------------------


def test_four_people_are_no_figure_and_nine_are_those_of_five(module):
    hand_in(module, "A", "B", "A", times=4)
    assert figures_of_test(live(module)).counted_at is None
    hand_in(module, "A", "B", "A")
    five = figures_of_test(live(module))
    assert (five.people, five.questions[0].figures.right, five.reliability) == (5, Share(60, 1), None)
    hand_in(module, "B", "A", "B", times=4)
    assert figures_of_test(live(module)) == five


def test_of_people_who_all_answered_alike_only_a_bound_shows(module):
    hand_in(module, "A", "A", "B", times=60)
    rights = [one.figures.right for one in figures_of_test(live(module)).questions]
    assert rights == [Share(95, 1), Share(95, 1), Share(5, -1)]


def test_correlations_wait_for_thirty_people(module):
    for _ in range(5):
        hand_in(module, "A", "B", "A", times=3)
        hand_in(module, "B", "A", "B", times=2)
    hand_in(module, "A", "A", "B")
    hand_in(module, "B", "B", "B", times=3)
    assert [one.figures.item_rest for one in figures_of_test(live(module)).questions] == [None] * 3
    hand_in(module, "A", "A", "A")
    found = figures_of_test(live(module))
    assert found.questions[1].figures.item_rest < 0 < found.questions[0].figures.item_rest
    assert found.reliability[0] == "KR-20"


def test_a_module_counts_lessons_in_steps_of_five(voorbeeldstad):
    module = module_of([("text", "<p>Een.</p>")], [("text", "<p>Twee.</p>")], organisation=voorbeeldstad)
    first, second = lessons_of(module)
    come(first, begun=23, done=12)
    come(second, begun=4, done=3)
    found = module_figures(live(module)).lessons
    assert [(one.begun, one.done) for one in found] == [(20, 10), (0, 0)]


def test_a_lesson_tells_what_was_chosen_at_first(voorbeeldstad):
    module = module_of([("question", {"question": choice_question(voorbeeldstad)})], organisation=voorbeeldstad)
    (lesson,) = lessons_of(module)
    answer_first(lesson, "AABBA" * 8)
    (question,) = lesson_questions(live(lesson))
    assert question.figures.right == Share(60)
    assert [part.share for part in question.figures.parts] == [Share(60), Share(40), Share(5, -1), Share(5, -1)]


def test_an_open_question_is_counted_nowhere(as_asha):
    from tests.factories import cms

    (lesson,) = lessons_of(module_of([("question", {"question": cms.question("open")})]))
    answer(as_asha, lesson)
    assert lesson_questions(live(lesson)) == ()
    assert set(PlaceCount.objects.filter(line_id=live(lesson).line_id).values_list("place", flat=True)) == {"begun"}


@pytest.mark.parametrize("crowd", [10, 400])
def test_figures_are_read_in_as_many_statements_however_many_people(django_assert_num_queries, module, crowd):
    hand_in(module, "A", "B", "A", times=crowd)
    edition = live(module)
    module_figures(edition)
    with django_assert_num_queries(3):
        module_figures(edition)


# --- In the studio --------------------------------------------------------------------------------


def test_before_five_people_a_page_says_so_and_shows_nothing(as_edith, module):
    hand_in(module, "A", "B", "A", times=4)
    page = shown(as_edith, module)
    assert "Nog te weinig mensen" in page
    assert "De gebruikelijke statistiek" not in page
    assert "%" not in page[page.index("Waar mensen stoppen") :]


def test_a_trainer_reads_in_plain_words_what_to_look_at(as_edith, module):
    many(module)
    page = shown(as_edith, module)
    wanted = (
        "Ongeveer 40 mensen",
        "50 % had dit goed.",
        "juist vaker fout: kijk de sleutel na",
        "Bijna niemand kiest ‘D is fout’",
        '<th scope="row">De tweede</th>',
        "KR-20",
    )
    assert [words for words in wanted if words not in page] == []


def test_another_organisations_trainer_finds_nothing_and_a_teammate_neither(
    as_tess, as_edith, as_kees, as_asha, module
):
    question = choice_question(module.owner_root.organisation)
    addresses = [
        reverse("practice_module_figures", args=[module.pk]),
        reverse("practice_question_figures", args=[question.pk]),
    ]
    clients = {"edith": as_edith, "tess": as_tess, "kees": as_kees, "asha": as_asha}
    told = {who: [client.get(one).status_code for one in addresses] for who, client in clients.items()}
    assert told == {"edith": [200, 200], "tess": [404, 404], "kees": [404, 404], "asha": [404, 404]}


def test_the_core_sees_its_question_in_its_own_lessons_and_not_in_a_municipalitys(as_kees, voorbeeldstad):
    question = choice_question(title="Van de kern")
    ours = module_of([("question", {"question": question})])
    theirs = module_of([("question", {"question": question})], organisation=voorbeeldstad)
    for module in (ours, theirs):
        answer_first(lessons_of(module)[0], "AB" * 10)
    page = as_kees.get(reverse("practice_question_figures", args=[question.pk])).content.decode()
    titles = [lessons_of(module)[0].title for module in (ours, theirs)]
    assert [f"In de les ‘{title}’" in page for title in titles] == [True, False]


def test_figures_are_one_click_from_the_module_its_lesson_and_the_question(as_edith, module):
    question = choice_question(module.owner_root.organisation)
    address = reverse("practice_module_figures", args=[module.pk])
    for page in (module, lessons_of(module)[0]):
        assert address in as_edith.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = as_edith.get(reverse("wagtailsnippets_cms_question:edit", args=[question.pk])).content.decode()
    assert reverse("practice_question_figures", args=[question.pk]) in form


@pytest.mark.parametrize(("who", "sees"), [("edith", True), ("tess", False), ("kees", False), ("omar", False)])
def test_the_first_page_lists_where_people_stumble(request, sign_in, module, who, sees):
    many(module)
    page = sign_in(request.getfixturevalue(who)).get("/studio/").content.decode()
    assert ("Waar deelnemers over struikelen" in page, "kijk de sleutel na" in page) == (sees, sees)


def test_the_first_page_lists_lessons_that_many_do_not_finish(as_edith, voorbeeldstad):
    module = module_of([("question", {"question": choice_question(voorbeeldstad)})], organisation=voorbeeldstad)
    (lesson,) = lessons_of(module)
    come(lesson, begun=30, done=15)
    answer_first(lesson, "B" * 20)
    page = as_edith.get("/studio/").content.decode()
    assert f"{reverse('practice_module_figures', args=[module.pk])}#les-{lesson.uuid}" in page
    assert ("veel mensen maken deze les niet af" in page, "niet vaker dan wie gokt" in page) == (True, True)


def test_nobody_who_answered_is_named_anywhere(as_edith, sign_in, voorbeeldstad, module):
    """Five real people with names of their own, through the door, and what the trainer then gets."""
    crowd = [people.member(f"Zeldzaam{number}", voorbeeldstad, last_name="Onmiskenbaar") for number in range(5)]
    for one in crowd:
        client = sign_in(one)
        attempt = start(client, module)
        save(client, module, attempt)
        hand_in_by_hand(client, module, attempt)
    page = shown(as_edith, module)
    assert ("Ongeveer 5 mensen" in page, "Zeldzaam" in page, "Onmiskenbaar" in page) == (True, False, False)


@pytest.mark.parametrize("modules", [1, 3])
def test_the_first_pages_list_costs_the_same_however_many_modules(
    django_assert_max_num_queries, edith, voorbeeldstad, modules
):
    for _ in range(modules):
        many(with_test(voorbeeldstad, "Een", "Twee", "Drie"))
        asks = [("question", {"question": choice_question(voorbeeldstad)})]
        answer_first(lessons_of(module_of(asks, organisation=voorbeeldstad))[0], "B" * 20)
    author = author_of(edith)
    assert len(stumbling(author)) == 2 * modules
    with django_assert_max_num_queries(7):
        stumbling(author)


# --- What it costs --------------------------------------------------------------------------------


def test_a_first_answer_is_saved_in_at_most_five_statements(as_asha, as_ben, voorbeeldstad):
    """The first of somebody in a module, which others have met, is the dearest there is: five, its counters among them."""
    asks = [("question", {"question": choice_question(voorbeeldstad)}) for _ in range(2)]
    module = module_of(asks, organisation=voorbeeldstad)
    (lesson,) = lessons_of(module)
    for number in (0, 1):
        answer(as_ben, lesson, number)
    as_asha.get(path(module, lesson))
    costs = []
    for number in (0, 1):
        with counted() as statements:
            answer(as_asha, lesson, number)
        costs.append(len(statements.of_transaction))
    assert costs == [5, 4]
