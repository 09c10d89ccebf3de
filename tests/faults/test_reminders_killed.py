"""Senders of reminders are killed in the middle: nobody gets a mail twice, the rest follow, and what was in flight is listed."""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone

from people.reminders.models import Digest
from tests.factories import people
from tests.faults.test_kills import environment  # noqa: F401  the same: the commands share this worker's databases
from tests.learning.sessions import agreed, at

ROOT = Path(__file__).resolve().parents[2]


def _command(data: Path, variables: dict[str, str], *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_reminders", "--json", *more],
        cwd=ROOT,
        env=os.environ | variables | {"DATA_DIR": str(data)},
        stdout=subprocess.PIPE,
        text=True,
    )


def _delivered(data: Path) -> Counter[str]:
    """How many whole mails lie there for each address; one of which no end was written never left."""
    found: Counter[str] = Counter()
    for file in (data / "mail").glob("*"):
        for one in file.read_text(encoding="utf-8").split("-" * 79 + "\n")[:-1]:
            found[re.search(r"^To: (.*)$", one, re.MULTILINE)[1]] += 1
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("many", "kills"),
    [pytest.param(40, 3, marks=pytest.mark.slow), pytest.param(1000, 20, marks=pytest.mark.faults)],
    ids=["40", "1000"],
)
def test_killed_senders_mail_nobody_twice_and_leave_nobody_out(environment, tmp_path, many, kills):  # noqa: F811
    town = people.organisation("Gemeente Voorbeeldstad")
    team = people.team(town)
    farah = people.member("Farah", town, team=team)
    session = at("agree", farah)
    crowd = [people.member(f"Persoon{number}", town, team=team) for number in range(many)]
    for person in crowd:
        agreed(session, farah, owner=person, due_on=timezone.localdate())
    data, step = tmp_path / "data", many // (kills + 1)

    for number in range(1, kills + 1):
        sender = _command(data, environment)
        while sum(_delivered(data).values()) < number * step and sender.poll() is None:
            time.sleep(0.005)
        assert sender.poll() is None, "it was done before it could be killed"
        sender.kill()
        sender.communicate()
    last = _command(data, environment)
    told = json.loads(last.communicate(timeout=300)[0])

    delivered = _delivered(data)
    unknown = {str(one) for one in Digest.objects.filter(sent_at__isnull=True).values_list("pk", flat=True)}
    assert set(told["in_flight"]) == unknown
    assert len(unknown) <= kills
    in_flight = set(Digest.objects.filter(pk__in=unknown).values_list("user__email", flat=True))
    assert {address for address, count in delivered.items() if count > 1} == set()
    assert {person.email for person in crowd} - delivered.keys() <= in_flight
    assert Digest.objects.count() == many
