"""Beginning a module: who may, what it takes, and that looking begins nothing."""

import pytest
from django.apps import apps
from django.db import connections

from learning.journey.models import Completion, Enrolment
from tests.concurrency import at_once
from tests.factories import cms
from tests.learning.classroom import PROMPT, answer, asks, blocks, finish, lessons_of, live, module_of, path

pytestmark = pytest.mark.django_db


def messages_of(reply) -> list[str]:
    return [str(message) for message in reply.context["messages"]]


def test_beginning_opens_the_first_lesson(as_asha):
    module = module_of(asks("single"))
    reply = as_asha.post(path(module, "beginnen"))
    assert (reply.status_code, reply.headers["Location"]) == (302, path(module, *lessons_of(module)))


def test_beginning_notes_the_line_that_is_live(as_asha, asha):
    module = module_of(asks("single"))
    as_asha.post(path(module, "beginnen"))
    enrolment = Enrolment.objects.get()
    assert (enrolment.user, enrolment.module_id, enrolment.line_id) == (asha, module.uuid, live(module).line_id)


def test_beginning_again_changes_nothing(as_asha):
    module = module_of(asks("single"))
    for _ in range(3):
        as_asha.post(path(module, "beginnen"))
    assert Enrolment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_beginning_in_many_tabs_at_once_begins_once(asha, sign_in):
    module = module_of(asks("single"))
    tabs = [sign_in(asha) for _ in range(8)]
    statuses = at_once([lambda tab=tab: tab.post(path(module, "beginnen")).status_code for tab in tabs])
    assert (statuses, Enrolment.objects.count()) == ([302] * 8, 1)


def test_answering_begins_by_itself(as_asha, asha):
    module = module_of(asks("single"))
    answer(as_asha, *lessons_of(module))
    assert Enrolment.objects.get().user == asha


# --- Prerequisites --------------------------------------------------------------------------------


@pytest.fixture
def two_modules():
    first = module_of([("text", "<p>Eerst.</p>")], title="Eerst dit")
    then = module_of(asks("single"))
    then.prerequisites.set([first])
    return first, cms.publish_now(then)


def test_a_module_waits_for_what_comes_first(as_asha, two_modules):
    _first, then = two_modules
    reply = as_asha.post(path(then, "beginnen"), follow=True)
    assert (messages_of(reply), Enrolment.objects.count()) == (["Rond eerst af: Eerst dit."], 0)


@pytest.mark.parametrize("done", [False, True])
def test_what_comes_first_opens_the_next_when_it_is_completed(as_asha, two_modules, done):
    first, then = two_modules
    if done:
        finish(as_asha, *lessons_of(first))
    as_asha.post(path(then, "beginnen"))
    assert Enrolment.objects.filter(module_id=then.uuid).exists() is done


def test_an_answer_does_not_slip_past_what_comes_first(as_asha, two_modules):
    _first, then = two_modules
    reply = answer(as_asha, *lessons_of(then))
    assert (reply.status_code, Enrolment.objects.count()) == (422, 0)
    assert "Rond eerst af: Eerst dit." in reply.content.decode()


def test_finishing_does_not_slip_past_what_comes_first(as_asha, two_modules):
    _first, then = two_modules
    cms.lesson(then, publish=True, slug="zonder-vraag")
    finish(as_asha, lessons_of(then)[1])
    assert Enrolment.objects.count() == 0


def test_who_began_goes_on_when_a_prerequisite_is_added_later(as_asha):
    module = module_of(asks("single"))
    as_asha.post(path(module, "beginnen"))
    module.prerequisites.set([module_of([("text", "<p>Nieuw.</p>")])])
    cms.publish_now(module)
    assert answer(as_asha, *lessons_of(module)).status_code == 200


# --- Whose modules --------------------------------------------------------------------------------


def addresses(module) -> list[str]:
    lesson = lessons_of(module)[0]
    return [path(module), path(module, lesson), path(module, lesson, "editie", 1), path(module, "toets")]


@pytest.fixture
def of_voorbeeldstad(voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad)
    return cms.module(
        voorbeeldstad,
        publish=True,
        lessons=[{"body": asks("single")}],
        test_questions=[("question", question)],
        test_draw=1,
    )


def test_a_member_reads_the_modules_of_the_own_organisation(as_asha, of_voorbeeldstad):
    assert [as_asha.get(address).status_code for address in addresses(of_voorbeeldstad)] == [200] * 4


def test_somebody_elsewhere_does_not_know_them(as_sam, of_voorbeeldstad):
    assert [as_sam.get(address).status_code for address in addresses(of_voorbeeldstad)] == [404] * 4


def test_somebody_elsewhere_writes_nothing_in_them(as_sam, of_voorbeeldstad):
    lesson = lessons_of(of_voorbeeldstad)[0]
    posts = [
        as_sam.post(path(of_voorbeeldstad, *rest))
        for rest in (("beginnen",), ("overstappen",), (lesson, "afronden"), ("toets", "beginnen"))
    ]
    assert [reply.status_code for reply in (*posts, answer(as_sam, lesson))] == [404] * 5
    assert Enrolment.objects.count() == 0


def test_a_visitor_is_sent_to_sign_in_whether_it_exists_or_not(visitor, of_voorbeeldstad):
    there = [visitor.get(address) for address in addresses(of_voorbeeldstad)]
    nowhere = visitor.get("/leren/bestaat-niet/")
    assert [reply.status_code for reply in (*there, nowhere)] == [302] * 5
    assert nowhere.headers["Location"] == "/accounts/login/?next=/leren/bestaat-niet/"


def test_the_catalogue_lists_what_one_may_read(as_asha, as_sam, of_voorbeeldstad):
    shared = module_of(asks("single"))
    titles = [[card["title"] for card in client.get("/leren/").context["modules"]] for client in (as_asha, as_sam)]
    assert titles == [[shared.title, of_voorbeeldstad.title], [shared.title]]


@pytest.fixture
def namesakes(as_asha, voorbeeldstad):
    """A module of the core that asha began, and one of her organisation that came to the same address."""
    core = module_of(asks("single"), title="Van de kern")
    as_asha.post(path(core, "beginnen"))
    return core, cms.module(voorbeeldstad, slug=core.slug, title="Van ons", publish=True)


def test_begun_work_stays_within_reach_whatever_comes_at_its_address(as_asha, namesakes):
    assert as_asha.get(path(namesakes[0])).context["content"]["title"] == "Van de kern"


def test_at_a_shared_address_the_own_organisations_module_comes_first(as_ben, as_sam, namesakes):
    titles = [client.get(path(namesakes[0])).context["content"]["title"] for client in (as_ben, as_sam)]
    assert titles == ["Van ons", "Van de kern"]


def test_at_a_shared_address_the_cores_module_is_back_when_the_own_is_taken_offline(as_ben, namesakes):
    namesakes[1].unpublish()
    assert as_ben.get(path(namesakes[0])).context["content"]["title"] == "Van de kern"


# --- Looking writes nothing -----------------------------------------------------------------------


def _rows() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"journey", "practice", "reflection", "keys"}
    }


def test_looking_writes_nothing(as_asha):
    module = module_of(asks("single", "open"), test_questions=[("question", cms.question())], test_draw=1)
    before = _rows()
    for address in ("/", "/leren/", "/spiegel/", "/begrippen/", *addresses(module)):
        assert as_asha.get(address).status_code == 200
    assert _rows() == before


def test_looking_sends_no_writing_statement(as_asha):
    module = module_of(asks("single", "open"))
    as_asha.post(path(module, "beginnen"))
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql.lstrip("(").split()[0])  # PostgreSQL puts the parts of a union in brackets
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note), connections["keys"].execute_wrapper(note):
        for address in ("/", "/leren/", path(module), path(module, *lessons_of(module))):
            as_asha.get(address)
    assert set(statements) == {"SELECT"}


@pytest.mark.parametrize("rest", ["beginnen", "overstappen", "toets/beginnen"])
def test_a_writing_address_cannot_be_read(as_asha, rest):
    module = module_of(asks("single"))
    assert as_asha.get(f"{path(module)}{rest}/").status_code == 405


def test_passing_a_prompt_by_does_not_slip_past_what_comes_first(as_asha, two_modules):
    _first, then = two_modules
    lesson = cms.lesson(then, publish=True, body=[PROMPT])
    reply = as_asha.post(path(then, lesson, "spiegel", blocks(lesson, "prompt")[0]), {"skip": "1"})
    assert (reply.status_code, Enrolment.objects.count()) == (422, 0)


def test_completing_is_nobodys_but_ones_own(as_asha, as_ben):
    module = module_of([("text", "<p>Kort.</p>")])
    as_ben.post(path(module, "beginnen"))
    finish(as_asha, *lessons_of(module))
    assert [one.enrolment.user.first_name for one in Completion.objects.select_related("enrolment__user")] == ["Asha"]


def test_the_date_of_a_source_never_ends_in_two_full_stops(as_asha):
    sources = [
        ("source", {"key": key, "title": "Het kader", "publisher": "NJi", "date": date})
        for key, date in (("een", "z.j."), ("twee", "2024"), ("drie", ""))
    ]
    shown = as_asha.get(path(module_of([("text", "<p>Kort.</p>")], sources=sources))).content.decode()
    assert ("NJi, z.j.</li>" in shown, "NJi, 2024.</li>" in shown, "NJi.</li>" in shown) == (True, True, True)


def test_a_page_says_whose_it_is_to_the_script_that_signs_in_again(as_asha, asha):
    """In the remembered frame of a lesson too: a script must not go on with somebody else's sign-in."""
    (lesson,) = lessons_of(module_of([("text", "<p>Kort.</p>")]))
    for address in ("/", path(lesson.get_parent(), lesson)):
        assert f'data-person="{asha.uuid}"' in as_asha.get(address).content.decode()


def test_modules_stand_in_the_order_in_which_somebody_new_meets_them(as_asha, voorbeeldstad):
    for theme, title in (
        ("samenwerken", "A"),
        ("lokaal", "B"),
        ("meldcode", "C"),
        ("opdracht", "D"),
        ("kwaliteitskader", "E"),
    ):
        cms.module(voorbeeldstad if theme == "lokaal" else None, publish=True, theme=theme, title=title)
    assert [card["title"] for card in as_asha.get("/leren/").context["modules"]] == ["D", "C", "E", "A", "B"]
