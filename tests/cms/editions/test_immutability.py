"""An edition is never changed or deleted, whichever road somebody takes; who published it may be forgotten."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cms.models import Edition, Line
from tests.cms.editions.history import live
from tests.factories import cms, people

pytestmark = pytest.mark.django_db
WORDS = "An edition is never changed or deleted"


@pytest.fixture
def edition():
    return live(cms.question())


def test_saving_it_again_is_refused(edition):
    with pytest.raises(RuntimeError, match="publish a new one"):
        edition.save()


@pytest.mark.parametrize(
    "values",
    [
        {"content": {}},
        {"hash": "0" * 64},
        {"number": 9},
        {"note": "Anders"},
        {"uuid": "00000000-0000-0000-0000-000000000001"},
        {"published_at": timezone.now()},
    ],
    ids=lambda values: next(iter(values)),
)
def test_the_database_refuses_another_value(edition, values):
    with pytest.raises(IntegrityError, match=WORDS), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**values)
    assert Edition.objects.filter(pk=edition.pk).values().get() == Edition.objects.values().get()
    assert Edition.objects.get(pk=edition.pk).hash == edition.hash


def test_the_database_refuses_another_line(edition):
    other = Line.objects.create(taught=edition.taught, major=2)
    with pytest.raises(IntegrityError, match=WORDS), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(line=other)


def test_the_database_refuses_another_owner(edition):
    other = live(cms.question())
    with pytest.raises(IntegrityError, match=WORDS), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(taught=other.taught)


def test_the_database_refuses_deletion_without_django(edition):
    with pytest.raises(IntegrityError, match=WORDS), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cms_edition WHERE id = %s", [edition.pk])
    assert Edition.objects.filter(pk=edition.pk).exists()


def test_the_database_refuses_another_author(edition):
    with pytest.raises(IntegrityError, match=WORDS), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(published_by=people.user("Iemand"))


def test_who_published_it_can_be_forgotten(edith):
    question = cms.question(publish=False)
    question.save_revision(user=edith).publish(user=edith)
    edith.delete()
    assert live(question).published_by is None


def test_deleting_what_was_published_is_refused_at_the_row_too(edition):
    with pytest.raises(Exception, match=r"protected|foreign keys|An edition"), transaction.atomic():
        edition.delete()
    assert Edition.objects.filter(pk=edition.pk).exists()
