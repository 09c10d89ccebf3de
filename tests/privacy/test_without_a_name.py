"""Without a name: once a round was shown, nothing stored ties a card or a ballot to who gave it. The tests that say so can fail."""

import contextlib
import logging
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from learning.team_sessions import codes, models, wiping
from learning.team_sessions.actions import course, polling, showing
from learning.team_sessions.models import Ballot, Card, Drawn, JoinCode, Session, Slip, Ticket
from learning.team_sessions.words import Reader
from people.keys import content_backups
from people.models import User
from tests.learning.sessions import Browser, at, clicked, moved
from tests.privacy.oracle import ALIASES, Oracle

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE, SESSIONS = 12, 12
BOUND = 0.55
"""The mean rank correlation over twelve sessions of twelve scatters around 0 by 0.087; this is more than six times that."""


class Acted:
    """A session of twelve who act one after the other, with everything about them that could be found again."""

    def __init__(self, farah: User) -> None:
        self.session = at("scale", farah)
        self.browsers = [Browser(self.session) for _person in range(PEOPLE)]
        for number, browser in enumerate(self.browsers):
            browser.draw().card(f"{number:02} zqkaart")
            browser.vote(1 + number % 5)
        self.secrets = [one.token for one in self.browsers] + [
            codes.digest_of_ticket(self.session.pk, 1, one.token) for one in self.browsers
        ]
        for model in (Ticket, Slip, Ballot):
            self.secrets += [pk.hex for pk in model.objects.filter(session=self.session).values_list("pk", flat=True)]
        for model in (Slip, Ballot):
            self.secrets += [
                key.hex for key in model.objects.filter(session=self.session).values_list("key", flat=True)
            ]
        self.sealed = [
            bytes(sealed) for sealed in Slip.objects.filter(session=self.session).values_list("sealed", flat=True)
        ]

    def show(self, farah: User) -> "Acted":
        self.session = moved(self.session, "reveal", farah)
        return self

    def as_stored(self) -> list[int]:
        """Who wrote the cards, in the order in which they lie in the table."""
        place = "rowid" if connections["default"].vendor == "sqlite" else "ctid"
        number = Card._meta.pk.get_db_prep_value(self.session.pk, connections["default"])
        with connections["default"].cursor() as cursor:
            cursor.execute(f"SELECT uuid FROM {Card._meta.db_table} WHERE session_id = %s ORDER BY {place}", [number])
            order = [Card._meta.pk.to_python(pk) for (pk,) in cursor.fetchall()]
        return self._writers(order)

    def as_numbered(self) -> list[int]:
        """Who wrote the cards, by their numbers: the order in which everybody sees them."""
        return self._writers(Card.objects.filter(session=self.session).order_by("pk").values_list("pk", flat=True))

    def _writers(self, order: Any) -> list[int]:
        cards, reader = Card.objects.in_bulk(list(order)), Reader(self.session)
        return [int(reader.card(cards[pk])[:2]) for pk in order]

    def left_in_bytes(self) -> list[str]:
        """What of before stands in the files of the databases, as the site left them; nothing for a database that is no file."""
        data = b"".join(file.read_bytes() for file in _files())
        found = Oracle(self.secrets).finds(data)
        return found + [f"a sealed slip, {place}" for place, sealed in enumerate(self.sealed) if sealed in data]


def _files() -> list[Path]:
    """The files of the databases and of their write-ahead logs; on PostgreSQL those of our tables and indexes."""
    found: list[Path] = []
    for alias in ALIASES:
        if connections[alias].vendor == "sqlite":
            path = Path(connections[alias].settings_dict["NAME"])
            found += [file for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]
    return found or _files_of_tables()


def _files_of_tables() -> list[Path]:
    with connections["default"].cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(c.oid) FROM pg_class c"
            " WHERE c.relkind IN ('r', 'i', 't') AND (c.relname LIKE 'team_sessions_%%' OR c.oid IN"
            " (SELECT reltoastrelid FROM pg_class WHERE relname LIKE 'team_sessions_%%'))"
        )
        return [path for (name,) in cursor.fetchall() if (path := Path(name)).exists()]


def correlation(order: list[int]) -> float:
    """How much one order is that of writing (Spearman): 1 when it is, -1 when it is turned round, 0 by chance."""
    size = len(order)
    return 1 - 6 * sum((place - writer) ** 2 for place, writer in enumerate(order)) / (size * (size**2 - 1))


def mean(orders: list[list[int]]) -> float:
    return sum(map(correlation, orders)) / len(orders)


@contextlib.contextmanager
def hearing() -> Any:
    """Every log line, at every level."""
    lines: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.args}")  # type: ignore[method-assign]
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


# --- Orders -----------------------------------------------------------------------------------------


def test_cards_lie_in_no_order_of_writing(farah):
    acted = [Acted(farah).show(farah) for _session in range(SESSIONS)]
    stored, numbered = [one.as_stored() for one in acted], [one.as_numbered() for one in acted]
    assert all(sorted(order) == list(range(PEOPLE)) for order in (*stored, *numbered))
    assert abs(mean(stored)) < BOUND
    assert abs(mean(numbered)) < BOUND
    assert len({tuple(order) for order in stored}) == SESSIONS
    _check_that_one_transaction_wrote_each(acted)


def _check_that_one_transaction_wrote_each(acted: list[Acted]) -> None:
    if connections["default"].vendor != "postgresql":
        return
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT session_id, count(DISTINCT xmin::text) FROM {Card._meta.db_table} GROUP BY session_id")
        assert dict(cursor.fetchall()) == {one.session.pk: 1 for one in acted}


def test_without_the_shuffle_the_order_would_tell(farah, monkeypatch):
    monkeypatch.setattr(showing, "_shuffle", lambda slips: None)
    assert mean([Acted(farah).show(farah).as_stored() for _session in range(2)]) > BOUND


# --- What is left -----------------------------------------------------------------------------------


def test_nothing_of_before_is_left_once_it_is_shown(farah):
    """Another session, still open, lies in the same tables: its rows must not keep the pages of this one as they were."""
    other = Acted(farah)
    acted = Acted(farah)
    assert acted.left_in_bytes() != []
    acted.show(farah)
    assert acted.left_in_bytes() == []
    assert Oracle([*acted.secrets, "zqkaart"]).in_tables() == []
    assert Oracle(["zqkaart"]).in_database_files() == []
    for model in (Ticket, Slip, Ballot):
        assert not model.objects.filter(session=acted.session).exists()
    assert not Drawn.objects.filter(participation__session=acted.session).exists()
    assert Slip.objects.filter(session=other.session).count() == PEOPLE


class Polled:
    """A session of twelve who chose in a poll, with everything about them that could be found again."""

    def __init__(self, farah: User) -> None:
        words = {"asks": "Wanneer lukt dit?", "choices": ["Altijd", "Soms", "Nooit"]}
        self.session = polling.put(at("talk", farah), by=farah, key=uuid.uuid4(), **words)
        self.poll = models.Poll.objects.get(session=self.session)
        self.browsers = [Browser(self.session) for _person in range(PEOPLE)]
        for number, one in enumerate(self.browsers):
            place = {"token": one.token, "key": uuid.uuid4(), "choice": 1 + number % 3}
            polling.vote(one.participation, self.poll.pk, **place)
        ballots, marks = models.PollBallot.objects.all(), models.Polled.objects.all()
        self.secrets = [one.token for one in self.browsers]
        for name in ("ticket", "pk", "key"):
            self.secrets += [getattr(one, "hex", one) for one in ballots.values_list(name, flat=True)]
        self.secrets += [pk.hex for pk in marks.values_list("pk", flat=True)]

    def left(self) -> list[str]:
        return Oracle(self.secrets).finds(b"".join(file.read_bytes() for file in _files()))


def test_nothing_of_a_ballot_is_left_once_its_poll_is_closed(farah, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    with hearing() as lines:
        polled = Polled(farah)
        assert polled.left() != []
        made = content_backups.back_up(tmp_path / "backups")
        clicked(polling.close, polled.session, farah)
    assert polled.left() == []
    assert Oracle(polled.secrets).in_tables() == []
    assert [line for line in lines if Oracle(polled.secrets).finds(line)] == []
    assert models.Poll.objects.get().distribution == [4, 4, 4]
    tables = [model._meta.db_table for model in (models.Poll, models.PollBallot, models.Polled)]
    assert {made.tables[table] for table in tables} == {0}
    assert Oracle(polled.secrets).in_files(tmp_path / "backups") == []


def test_without_the_wiping_the_bytes_would_tell_of_a_poll(farah, monkeypatch):
    monkeypatch.setattr(wiping, "wipe", lambda: True)
    polled = Polled(farah)
    clicked(polling.close, polled.session, farah)
    assert polled.left() != []


def test_without_the_wiping_the_bytes_would_tell(farah, monkeypatch):
    monkeypatch.setattr(wiping, "wipe", lambda: True)
    acted = Acted(farah)
    assert acted.show(farah).left_in_bytes() != []


def test_whoever_reads_meanwhile_holds_up_the_wiping_and_not_the_showing(farah, monkeypatch):
    monkeypatch.setattr(wiping, "_PATIENCE_MS", 100)
    acted = Acted(farah)
    with _reading():
        acted.show(farah)
        assert not Slip.objects.exists()
        assert acted.left_in_bytes() != []
    clicked(course.close, acted.session, farah)
    assert acted.left_in_bytes() == []


def test_whoever_looks_elsewhere_holds_up_the_wiping_too_and_that_is_known(farah, monkeypatch):
    """PostgreSQL carries deleted rows over while anybody's look at the database is older, whatever they look at: the wiping must notice."""
    monkeypatch.setattr(wiping, "_PATIENCE_MS", 300)
    acted = Acted(farah)
    with _reading("people_user"):
        acted.show(farah)
        if connections["default"].vendor == "postgresql":
            assert not wiping.wipe()
            assert acted.left_in_bytes() != []
    assert wiping.wipe()
    assert acted.left_in_bytes() == []


@contextlib.contextmanager
def _reading(table: str = Slip._meta.db_table) -> Any:
    """Somebody else, a backup for instance, who reads everything as it was when they began."""
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN" if other.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SELECT count(*) FROM {table}")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def test_no_log_line_tells_of_a_card_or_a_ballot(farah):
    with hearing() as lines:
        logging.getLogger("proef").debug("zqproef")
        acted = Acted(farah).show(farah)
    numbers = [one.participation.pk for one in acted.browsers]
    told = Oracle([*acted.secrets, *(pk.hex for pk in numbers), *map(str, numbers), "zqkaart"])
    assert len(lines) >= 1
    assert [line for line in lines if told.finds(line)] == []


def test_a_backup_holds_nothing_of_an_open_session_that_could_tell(farah, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    acted = Acted(farah)
    seed = JoinCode.objects.get(session=acted.session)
    made = content_backups.back_up(tmp_path / "backups")
    passing = [
        apps.get_model("team_sessions", name)._meta.db_table
        for name in ("Ticket", "Slip", "Ballot", "Drawn", "Card", "JoinCode")
    ]
    assert {made.tables[table] for table in passing} == {0}
    assert made.tables[Session._meta.db_table] == 1
    told = Oracle([*acted.secrets, seed.digest, seed.seed.hex, codes.code_of(seed.seed)])
    assert told.in_files(tmp_path / "backups") == []
    data = next((tmp_path / "backups").iterdir()).read_bytes()
    assert [sealed for sealed in acted.sealed if sealed in data] == []
