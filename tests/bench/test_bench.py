"""The pieces of `make bench` that can be held to something in seconds; the measuring itself is `make bench`."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bench import live, report, stats
from bench.__main__ import TOKEN, Entrant, figures_of, main, requests_of
from bench.load import KEY_SLOT, Client, WrongReply, run, shot
from bench.peers import count
from bench.phones import Change, Phone, delays
from bench.sameness import OURS_ALONE, as_html, differences
from bench.stats import Slice
from cms.editions.content import DIFFERS
from cms.models import Edition, Kind
from tests.factories import cases, cms
from tests.learning.classroom import lessons_of, module_of


def test_the_median_of_an_even_number_lies_between_the_middle_two():
    assert stats.median([4, 1, 3, 2]) == 2.5
    assert stats.median([9, 1, 5]) == 5


def test_a_quantile_is_a_sample_that_was_measured():
    samples = list(range(1, 101))
    assert stats.quantile(samples, 0.95) == 95
    assert stats.quantile([7], 0.95) == 7


@pytest.mark.parametrize("of", [stats.median, lambda samples: stats.quantile(samples, 0.5)])
def test_no_samples_give_no_number(of):
    with pytest.raises(ValueError, match="no samples"):
        of([])


def test_a_summary_takes_times_from_the_single_client_and_rates_from_rounds():
    alone = [Slice(1, 1.0, (2.0, 4.0)), Slice(1, 1.0, (6.0,))]
    crowd = [Slice(16, 1.0, (50.0,) * 10), Slice(16, 1.0, (50.0,) * 30), Slice(16, 2.0, (50.0,) * 40)]
    summary = stats.summarise(alone + crowd)
    assert (summary.median_ms, summary.p95_ms) == (4.0, 6.0)
    assert (summary.rps_16, summary.rps_16_low, summary.rps_16_high) == (20, 10, 30)


# --- What is reported -------------------------------------------------------------------------------


def _figures(ours_rps: float) -> dict:
    one = {
        "median_ms": 2.0, "p95_ms": 3.0, "rps_1": 500.0, "rps_16": 800.0, "rps_16_low": 700.0, "rps_16_high": 900.0,
        "cpu_ms": 2.0, "statements": 5, "bytes": 30000,
    }  # fmt: skip
    process = {"rss_mb_per_worker": 100.0, "pss_mb_per_worker": 90.0, "start_s": 1.0}
    figures = {
        "lesson": {name: dict(one) for name in ("ours", "bare", "wagtail", "wagtail_lms")},
        "save": {name: dict(one) for name in ("ours", "bare", "wagtail_lms")},
        "process": {name: dict(process) for name in ("ours", "wagtail", "wagtail_lms")},
    }
    figures["lesson"]["ours"]["rps_16"] = ours_rps
    return figures | {"targets": report.judged(figures)}


def test_a_target_is_met_at_its_bound_and_missed_below_it():
    against_wagtail = "lesson page, 16 clients: requests a second against a plain Wagtail site"
    met = {one["target"]: one["met"] for one in _figures(1200.0)["targets"]}
    missed = {one["target"]: one["met"] for one in _figures(1199.0)["targets"]}
    assert met[against_wagtail]
    assert not missed[against_wagtail]


def test_the_table_shows_everyone_and_says_what_was_missed():
    shown = report.table(_figures(1199.0))
    assert all(name in shown for name in report.NAMES.values())
    assert "MISSED   1.50x (at least 1.5x)  lesson page" in shown


def test_what_is_written_has_the_promised_keys():
    one = Entrant("lesson", "ours", _Nowhere(), [], [Slice(1, 1.0, (2.0,)), Slice(16, 1.0, (9.0, 9.0))], [2.5], 30000)
    written = figures_of(one, statements=6)
    assert {"median_ms", "p95_ms", "rps_1", "rps_16", "statements", "bytes"} <= set(written)
    assert (written["median_ms"], written["rps_16"], written["statements"]) == (2.0, 2.0, 6)


class _Nowhere:
    """Stands for a server that is not asked anything."""

    port = 1


# --- The same lesson --------------------------------------------------------------------------------


def test_a_lesson_is_recognised_whatever_the_markup():
    lesson = {
        "blocks": [
            {"type": "text", "html": "<p>Een &amp; ander<br>kind</p>"},
            {"type": "question", "stem": "?", "choices": []},
        ]
    }
    assert differences(lesson, "<main><div>Een &#38; <button>ander</button> kind.</div></main>") == []
    assert differences(lesson, "<main>Een kind</main>") == ["Een&anderkind"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(DIFFERS))
def test_the_peers_get_every_kind_of_block_that_they_have_an_equal_of(kind):
    value: Any = {
        "question": lambda: {"question": cms.question()},
        "case": lambda: {"case": cases.case(publish=True)},
        "prompt": lambda: {"question": "3", "text": "<p>Wanneer?</p>"},
        "poll": lambda: {"question": "Hoe vaak bel jij?", "about": "", "choices": ["Vaak", "Soms"], "unnamed": False},
        "local": lambda: {"slot": cms.slot()},
        "profession": lambda: {"professions": ["jeugdarts"], "title": "Voor jou", "text": "<p>Kijk.</p>"},
        "glossary": lambda: {"terms": [cms.term("signaal")]},
    }[kind]()
    (lesson,) = lessons_of(module_of([("text", "<p>Kijk eerst.</p>"), (kind, value)]))
    compiled = Edition.objects.get(taught_id=lesson.uuid).content["blocks"]
    questions = {one.pk: one.content for one in Edition.objects.filter(taught__kind=Kind.QUESTION)}
    text, other = (as_html(block, questions) for block in compiled)
    assert (text["type"], other is None) == ("text", kind in OURS_ALONE)


# --- The clients ------------------------------------------------------------------------------------


class _Answering(threading.Thread):
    """A server that gives each connection the same bytes for every request, and remembers what it was asked."""

    def __init__(self, reply: bytes) -> None:
        super().__init__(daemon=True)
        self.reply, self.asked = reply, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.start()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while request := connection.recv(65536):
                self.asked.append(request)
                connection.sendall(self.reply)

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


@pytest.fixture
def answering() -> Iterator:
    running: list[_Answering] = []

    def start(reply: bytes) -> _Answering:
        running.append(_Answering(reply))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def fire(answering):
    def once(reply: bytes, **expected) -> bytes:
        server = answering(reply)
        client = Client(server.port, timeout=5)
        try:
            return client.fire(shot("GET", "/", port=server.port, **{"status": 200, "marker": "les"} | expected))[1]
        finally:
            client.close()

    return once


def test_a_reply_is_read_whole_by_length_or_in_chunks(fire):
    assert fire(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nde les") == b"de les"
    assert fire(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nde \r\n3\r\nles\r\n0\r\n\r\n") == b"de les"


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 302 Found\r\nContent-Length: 3\r\n\r\nles",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nLogin",
        b"HTTP/1.1 200 OK\r\n\r\nles",
    ],
    ids=["another status", "no marker", "no length"],
)
def test_a_wrong_reply_is_never_counted(fire, reply):
    with pytest.raises(WrongReply):
        fire(reply)


def test_clients_work_at_the_same_time_and_each_write_has_its_own_key(answering):
    server = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nles")
    body = b"key=" + KEY_SLOT
    one = shot("POST", "/", port=server.port, status=200, marker="les", body=body)
    outcome = run(server.port, [[one], [one]], seconds=0.2)
    assert outcome.clients == 2
    assert 2 <= len(outcome.samples_ms) == len(server.asked) - 2  # each client's first is not counted
    keys = {request.rpartition(b"key=")[2] for request in server.asked}
    assert len(keys) == len(server.asked)
    assert KEY_SLOT not in keys


def test_a_wrong_reply_ends_the_measurement(answering):
    server = answering(b"HTTP/1.1 500 Oops\r\nContent-Length: 3\r\n\r\nles")
    one = shot("GET", "/", port=server.port, status=200, marker="les")
    with pytest.raises(WrongReply, match="gave 500, wanted 200"):
        run(server.port, [[one]], seconds=0.2)


def test_no_session_is_used_by_two_clients():
    visits = [{"session": f"s{number}", "lesson": {"path": "/", "marker": "les"}} for number in range(64)]
    shots = Entrant("lesson", "ours", _Nowhere(), requests_of(visits, "lesson")).shots(16)
    sessions = [[one.raw.split(b"sessionid=")[1].split(b";")[0] for one in mine] for mine in shots]
    assert sum(map(len, sessions)) == len({session for mine in sessions for session in mine}) == 64
    assert TOKEN.encode() in shots[0][0].raw


def test_both_ways_of_sending_put_the_key_in_the_same_slot():
    assert count.KEY_SLOT.encode() == KEY_SLOT


@pytest.mark.parametrize("arguments", [["--rounds", "0"], ["--seconds", "60"]])
def test_an_unbounded_run_is_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert "rounds must be from 1 to 50" in capsys.readouterr().err


# --- Screens of sessions ------------------------------------------------------------------------------


def _phone(session: str, *seen: tuple[int, float]) -> Phone:
    return Phone(1, session, "", listens=False, seen=list(seen))


def test_a_phone_saw_a_change_when_it_had_that_version_or_a_later_one():
    phones = [_phone("a", (1, 10.0), (2, 12.0)), _phone("a", (1, 10.0), (4, 13.5)), _phone("b", (2, 11.5))]
    took, lost = delays([Change("a", 2, 11.0)], phones)
    assert (took, lost) == ([1.0, 2.5], 0)


def test_who_never_saw_a_change_is_lost_and_nobody_is_spared():
    phones = [_phone("a", (1, 10.0)), _phone("a", (3, 10.2))]
    assert delays([Change("a", 2, 10.0), Change("a", 3, 10.1)], phones)[1] == 2


def test_a_goal_of_screens_is_met_at_its_bound_and_missed_above_it():
    one = {"p95_ms": 500.0, "lost": 0, "all_at_once_ms": 1.0, "listeners_killed_ms": 1.0, "process_killed_ms": 5000.1}
    met = {goal["target"]: goal["met"] for goal in live.judged({"stream": one, "poll": one | {"lost": 1}})}
    assert met["with the stream, a change is seen: p95 in ms"]
    assert not met["after one process was killed: the last phone in ms"]
    assert not met["changes that a phone that asks never saw"]
