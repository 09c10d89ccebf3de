import pytest
from django.utils import timezone

from learning.reflection import demo, queries
from learning.reflection import sharing_queries as sharing
from learning.reflection.models import Comment, Draft, Entry, Intention, Opening, Share
from learning.reflection.overview_queries import ratings
from people.demo import demo_user, make_people
from people.guard import find
from tests.learning.reflection.years import begin, write

pytestmark = pytest.mark.django_db
MODELS = (Entry, Draft, Intention, Share, Opening, Comment)


@pytest.fixture
def people(db):
    make_people("een-wachtwoord-voor-de-demo")
    return demo_user("asha"), demo_user("ben")


def _rows():
    return {model.__name__: sorted(model.objects.values_list()) for model in MODELS}


def test_the_demo_shows_a_mirror_with_years_in_it(people):
    asha, ben = people
    assert demo.make_mirrors() == ["spiegel van Asha Yilmaz: 9 teksten", "spiegel van Ben de Boer: 2 teksten"]
    written, now = list(queries.own_entries(asha.pk)), timezone.now()
    assert len(written) == 9
    assert {entry.question for entry in written} == {2, 3, 5, 9, 10}
    assert [bool(entry.dimensions) for entry in written].count(True) == 2
    assert (now - written[-1].created_at).days in {424, 425}
    assert [one.rating for one in ratings(asha.pk, 3)] == [2, 3, 4]
    assert Draft.objects.get().saved_at < now
    assert queries.own_entries(ben.pk).count() == 2


def test_the_demos_intentions_are_one_looked_back_on_and_one_due_today(people):
    asha, _ben = people
    demo.make_mirrors()
    closed, due = sorted(queries.own_intentions(asha.pk), key=lambda one: one.created_at)
    assert (closed.outcome, closed.created_at) == ("partly", closed.entry.created_at)
    assert closed.created_at < closed.closed_at < due.created_at
    assert (due.outcome, due.follow_up_on) == ("", timezone.localdate())
    waiting = queries.glance(asha.pk, on=timezone.localdate()).waiting
    assert [one.kind for one in waiting] == [queries.INTENTION, queries.DRAFT]
    assert queries.glance(asha.pk, on=timezone.localdate()).unread == 1


def test_the_demos_two_share_with_each_other(people):
    asha, ben = people
    demo.make_mirrors()
    (given,) = sharing.sharing_of(asha.pk, queries.own_entries(asha.pk)[0])
    assert (given.name, given.state, len(given.openings)) == ("Ben de Boer", sharing.RUNNING, 1)
    assert [(said.name, said.text) for said in given.comments] == [("Ben de Boer", demo.COMMENT)]
    assert given.openings[0] < given.comments[0].at < timezone.now()
    assert [(one.name, one.opened) for one in sharing.received(asha.pk)] == [("Ben de Boer", False)]
    assert [(one.name, one.opened) for one in sharing.received(ben.pk)] == [("Asha Yilmaz", True)]


def test_an_entry_shows_its_ratings_over_time_and_the_way_to_all_at_its_question(people, client):
    asha, _ben = people
    demo.make_mirrors()
    client.force_login(asha)
    latest = next(one for one in queries.own_entries(asha.pk) if one.question == 3)
    alone = next(one for one in queries.own_entries(asha.pk) if one.question == 10)
    first, other = (client.get(f"/spiegel/{one.pk}/").content.decode() for one in (latest, alone))
    assert ("3 keer ingevuld" in first, "door de tijd" in first, "door de tijd" in other) == (True, True, False)
    assert ['href="/spiegel/vraag/3/">Alles' in first, 'href="/spiegel/vraag/10/">Alles' in other] == [True, True]


@pytest.mark.parametrize("path", ["/spiegel/", "/spiegel/vraag/3/", "/spiegel/gedeeld/"])
def test_where_a_shared_text_stands_nothing_says_that_only_one_sees_it(people, client, path):
    asha, _ben = people
    demo.make_mirrors()
    client.force_login(asha)
    assert "Alleen jij" not in client.get(path).content.decode()


def test_the_demos_mirrors_are_made_once(people):
    demo.make_mirrors()
    before = _rows()
    assert demo.make_mirrors() == []
    assert _rows() == before


@pytest.mark.parametrize("name", ["asha", "ben"])
@pytest.mark.parametrize("act", ["writes", "drafts"])
def test_what_somebody_wrote_themselves_is_left_alone(people, name, act):
    someone = demo_user(name)
    if act == "writes":
        write(someone, timezone.now())
    else:
        begin(someone, "2026-01-01", "Ik begon")
    before = _rows()
    assert demo.make_mirrors() == []
    assert _rows() == before


def _texts():
    for one in (*demo.ASHA, *demo.BEN):
        yield from (one.text, *one.dimensions.values())
        if one.meant:
            yield from (one.meant.when, one.meant.then, one.meant.said)
    yield from (demo.DRAFT, demo.COMMENT)


@pytest.mark.parametrize("text", list(_texts()))
def test_the_demos_texts_hold_nothing_that_tells_who_a_client_is(text):
    assert find(text) == ()
