"""The databases that the tests themselves run on (tests/database.py)."""

import socket
import urllib.request

import pytest
from django.db import connection, connections
from wagtail.models import Page, Site

from people.models import Organisation


@pytest.mark.django_db
def test_a_test_starts_with_what_the_migrations_made():
    assert Page.objects.filter(depth=1).count() == 1
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_nothing_and_takes_nothing_away(turn):
    assert Organisation.objects.count() == 0
    assert Site.objects.count() == 1

    Organisation.objects.create(name="Gemeente", slug="gemeente")
    Site.objects.all().delete()


@pytest.mark.django_db
def test_both_databases_can_be_used():
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_another_thread_holds_open_sees_the_restored_rows(database_copies):
    other = connection.copy()
    try:
        Organisation.objects.create(name="Gemeente", slug="gemeente")
        assert count_organisations(other) == 1

        database_copies["default"].restore()

        assert count_organisations(other) == 0
    finally:
        other.close()


def count_organisations(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_organisation")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("address", ["http://192.0.2.1/", "http://example.org/"])
def test_no_test_reaches_another_machine(address):
    with pytest.raises(RuntimeError, match="A test"):
        urllib.request.urlopen(address, timeout=1)


def test_loopback_and_unix_sockets_work():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    for end in socket.socketpair():
        end.close()
