"""Looking at links to other sites: never unless it is on, never at a private address, a bounded number of times."""

from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from cms.checks import tasks
from cms.checks.deciding import checked
from cms.checks.outside import MOST_STEPS, fault_of, is_open
from cms.editions import signals
from cms.models import OutsideLink
from tests.factories import cms

OPEN = ["93.184.216.34", "2606:2800:220:1::1"]
CLOSED = [
    "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "geen", "",
]  # fmt: skip


@pytest.mark.parametrize("numeric", OPEN)
def test_the_open_internet_may_be_asked(numeric):
    assert is_open(numeric)


@pytest.mark.parametrize("numeric", CLOSED)
def test_what_is_private_or_local_is_never_asked(numeric):
    assert not is_open(numeric)


class _Web:
    """A web of made answers, which remembers what it was asked."""

    def __init__(self, answers, hosts=None):
        self.answers, self.hosts, self.asked = answers, hosts or {}, []

    def resolve(self, host, port):
        return self.hosts.get(host, ["93.184.216.34"])

    def ask(self, parts, numeric, seconds):
        self.asked.append((parts.geturl(), numeric))
        answer = self.answers[parts.geturl()]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def fault(self, address):
        return fault_of(address, resolve=self.resolve, ask=self.ask)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ((200, ""), ""), ((403, ""), ""), ((405, ""), ""), ((404, ""), "antwoord 404"), ((500, ""), "antwoord 500"),
        (TimeoutError(), "geen antwoord"), (OSError(), "geen antwoord"), ((302, ""), ""),
    ],
)  # fmt: skip
def test_an_answer_is_judged(answer, fault):
    assert _Web({"https://x.nl/a": answer}).fault("https://x.nl/a") == fault


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x.nl/",
        "file:///etc/passwd",
        "https://u:p@x.nl/",
        "http://x.nl:8080/",
        "https://x.nl:22/",
        "https:///",
        "http://binnen.nl/",
    ],
)
def test_what_is_no_ordinary_address_is_not_asked(address):
    web = _Web({}, {"binnen.nl": ["93.184.216.34", "10.0.0.1"]})
    assert web.fault(address) != ""
    assert web.asked == []


def test_a_redirect_is_checked_again():
    web = _Web({"https://x.nl/": (302, "http://binnen.nl/geheim")}, {"binnen.nl": ["127.0.0.1"]})
    assert web.fault("https://x.nl/") == "geen adres op het open internet"
    assert [url for url, _numeric in web.asked] == ["https://x.nl/"]


def test_a_redirect_is_followed_a_few_times():
    web = _Web({"https://x.nl/": (301, "/b"), "https://x.nl/b": (200, "")})
    assert web.fault("https://x.nl/") == ""
    round_and_round = _Web({"https://x.nl/": (301, "/")})
    assert round_and_round.fault("https://x.nl/") == "stuurt te vaak door"
    assert len(round_and_round.asked) == MOST_STEPS


@pytest.fixture
def lesson(voorbeeldstad):
    links = " ".join(f'<a href="https://x{number}.nl/">x</a>' for number in range(3))
    return cms.lesson(cms.module(voorbeeldstad), publish=True, body=[("text", f"<p>{links}</p>")])


def _rules(page):
    return [one.rule for one in checked(page).findings if one.rule.startswith("outside")]


@pytest.mark.django_db
def test_off_nothing_is_asked_and_the_form_says_so(lesson, monkeypatch):
    monkeypatch.setattr(tasks, "fault_of", lambda address: pytest.fail("asked"))
    assert tasks.look_from(lesson.pk) == 0
    (found,) = [one for one in checked(lesson).findings if one.rule == "outside-unseen"]
    assert (found.what, found.why) == (
        "Links naar buiten: niet gecontroleerd (3).",
        "Deze site vraagt niets aan andere sites; dat staat uit.",
    )
    with pytest.raises(CommandError):
        call_command("check_outside_links")


@pytest.mark.django_db
def test_on_a_few_are_asked_once_a_week_and_what_is_broken_is_found(lesson, monkeypatch, settings):
    settings.CHECK_OUTSIDE_LINKS = True
    asked = []
    monkeypatch.setattr(
        tasks, "fault_of", lambda address: asked.append(address) or ("antwoord 404" if "x0" in address else "")
    )
    monkeypatch.setattr(tasks, "MOST_ADDRESSES", 2)
    assert tasks.look_from(lesson.pk) == 2
    assert _rules(lesson) == ["outside-link", "outside-unseen"]
    assert tasks.look_from(lesson.pk) == 1
    assert tasks.look_from(lesson.pk) == 0
    assert asked == [f"https://x{number}.nl/" for number in range(3)]
    assert OutsideLink.objects.filter(fault="").count() == 2


@pytest.mark.django_db
def test_publishing_puts_the_task_ready_with_a_number_alone(
    lesson, settings, django_capture_on_commit_callbacks, monkeypatch
):
    settings.CHECK_OUTSIDE_LINKS = True
    ready = []
    monkeypatch.setattr(signals, "look_outside", SimpleNamespace(enqueue=lambda *args: ready.append(args)))
    with django_capture_on_commit_callbacks(execute=True):
        cms.publish_now(lesson)
    assert ready == [(lesson.pk,)]
