"""Files that are asked for: one effect per key, one at a time, sealed, overtaken, failed and cleared away."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from people.exports import actions, kinds, queries
from people.exports.kinds import Kind, Made
from people.exports.models import Export, State
from people.keys import vault
from people.refusal import Conflict
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db
KIND = "proef"
WORDS = b"Ik schreef Kanarie-4b1c."


@pytest.fixture(autouse=True)
def proof(monkeypatch):
    """A kind of file of this test's own; its making can be replaced."""
    made = Kind(key=KIND, title="Proef", name="proef", page="people:data", make=lambda user, chosen: Made(WORDS, "md"))
    monkeypatch.setitem(kinds._kinds, KIND, made)
    return made


def making(monkeypatch, make):
    monkeypatch.setitem(kinds._kinds, KIND, Kind(key=KIND, title="Proef", name="proef", page="people:data", make=make))


def ask(user, key=None, **chosen):
    return actions.ask(key or uuid.uuid4(), by=user, kind=KIND, chosen=chosen)


def ready(user):
    made = ask(user)
    actions.build(made.pk)
    return Export.objects.get(pk=made.pk)


def later(export, **ago):
    """As if it had been asked for, or begun, so long ago."""
    then = timezone.now() - timedelta(**ago)
    Export.objects.filter(pk=export.pk).update(asked_at=then, begun_at=then)


def test_a_file_is_sealed_under_its_owners_key_and_bound_to_its_row(asha, ben):
    one, other = ready(asha), ready(ben)
    assert (one.state, one.size, WORDS in bytes(one.sealed)) == (State.READY, len(WORDS), False)
    assert actions.opened(one, by=asha) == WORDS
    for export, person in ((one, ben), (Export(pk=other.pk, sealed=one.sealed), asha)):
        with pytest.raises(vault.Unreadable):
            actions.opened(export, by=person)


def test_it_is_kept_for_a_day(asha):
    made = ready(asha)
    assert made.expires_at - made.ready_at == timedelta(hours=24)


def test_the_same_key_is_the_same_file_and_for_another_a_conflict(asha):
    key = uuid.uuid4()
    first = ask(asha, key)
    assert ask(asha, key).pk == first.pk
    with pytest.raises(Conflict):
        ask(asha, key, question=3)


def test_one_is_under_way_at_a_time_and_each_person_has_their_own(asha, ben):
    first = ask(asha)
    assert (ask(asha, question=3).pk, ask(ben).pk == first.pk) == (first.pk, False)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one(asha):
    made = at_once([lambda: ask(asha) for _ in range(8)])
    assert {one.pk for one in made} == set(Export.objects.values_list("pk", flat=True))
    assert Export.objects.count() == 1


def test_a_task_carries_a_number_and_nothing_else(asha, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    made = ask(asha, question=3)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [str(made.pk)], "kwargs": {}}


def test_the_worker_makes_what_stands_in_its_queue(asha, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    made = ask(asha)
    queued = DBTaskResult.objects.get()
    queued.task.call(*queued.args_kwargs["args"], **queued.args_kwargs["kwargs"])
    assert Export.objects.get(pk=made.pk).state == State.READY


def test_a_file_is_made_once_however_often_the_worker_is_told(asha, monkeypatch):
    calls = []
    making(monkeypatch, lambda user, chosen: calls.append(1) or Made(WORDS, "md"))
    made = ask(asha)
    for _ in range(3):
        actions.build(made.pk)
    assert calls == [1]


@pytest.mark.parametrize("fault", [RuntimeError("Kanarie"), ValueError("Kanarie"), MemoryError(), KeyError("Kanarie")])
def test_whatever_goes_wrong_the_row_says_failed_and_no_line_says_a_word(asha, monkeypatch, caplog, fault):
    caplog.set_level(0)

    def broken(user, chosen):
        raise fault

    making(monkeypatch, broken)
    made = ask(asha)
    actions.build(made.pk)
    assert (Export.objects.get().state, Export.objects.get().sealed) == (State.FAILED, None)
    assert f"failed={type(fault).__name__}" in caplog.text
    assert "Kanarie" not in caplog.text


@pytest.mark.parametrize("state", [State.ASKED, State.BUSY])
def test_one_whose_worker_died_can_be_asked_again_after_ten_minutes(asha, state):
    made = ask(asha)
    Export.objects.update(state=state, begun_at=timezone.now())
    actions.ask_again(made, by=asha)
    assert Export.objects.get().state == state
    later(made, minutes=11)
    assert queries.is_stalled(Export.objects.get())
    actions.ask_again(made, by=asha)
    assert (Export.objects.get().state, queries.is_stalled(Export.objects.get())) == (State.ASKED, False)
    actions.build(made.pk)
    assert Export.objects.get().state == State.READY


def test_a_worker_that_was_overtaken_keeps_nothing(asha, monkeypatch):
    def slow(user, chosen):
        later(Export.objects.get(), minutes=11)
        actions.ask_again(Export.objects.get(), by=asha)
        return Made(b"te laat", "md")

    making(monkeypatch, slow)
    made = ask(asha)
    actions.build(made.pk)
    assert (Export.objects.get().state, Export.objects.get().sealed) == (State.ASKED, None)


def test_one_that_was_thrown_away_while_it_was_made_stays_away(asha, monkeypatch):
    def thrown(user, chosen):
        actions.delete(Export.objects.get(), by=asha)
        return Made(WORDS, "md")

    making(monkeypatch, thrown)
    actions.build(ask(asha).pk)
    assert Export.objects.count() == 0


def test_nobody_asks_again_for_or_deletes_anothers(asha, ben):
    made = ready(asha)
    Export.objects.update(state=State.FAILED, sealed=None, ready_at=None)
    actions.ask_again(made, by=ben)
    actions.delete(made, by=ben)
    assert Export.objects.get().state == State.FAILED


def test_a_failed_one_waits_while_another_is_under_way(asha):
    failed = ready(asha)
    Export.objects.update(state=State.FAILED, sealed=None, ready_at=None)
    ask(asha)
    with pytest.raises(Conflict):
        actions.ask_again(failed, by=asha)


def test_past_its_day_it_is_not_there_and_then_cleared_away(asha, ben):
    old, young = ready(asha), ready(ben)
    Export.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert queries.own_export(asha.pk, old.pk) is None
    said = StringIO()
    call_command("prune_exports", stdout=said)
    assert (said.getvalue().strip(), list(Export.objects.all())) == ("1 deleted.", [young])


def test_one_that_nobody_made_is_cleared_away_too(asha):
    made = ask(asha)
    Export.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    actions.build(made.pk)  # the worker looks first
    assert Export.objects.count() == 0


def test_a_row_that_says_ready_holds_a_file(asha):
    made = ask(asha)
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=made.pk).update(state=State.READY)


def test_the_list_does_not_fetch_the_files(asha):
    ready(asha)
    with connection.execute_wrapper(
        lambda run, sql, *rest: run(sql, *rest) if '"sealed"' not in sql else pytest.fail(sql)
    ):
        assert [one.size for one in queries.own_exports(asha.pk)] == [len(WORDS)]
