"""What is taken along is readable by its owner alone, in the reply that hands it over: no row, file, log or address holds a word of it."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from learning.reflection.taking import as_pdf
from people.exports.models import Export
from tests.architecture.world import CAST, World
from tests.learning.reflection import kept
from tests.privacy.oracle import Oracle
from tests.privacy.test_stored import Heard

pytestmark = [pytest.mark.slow]
OWN, OTHERS, DRAFT = "zqmeegenomen7", "zqvaneenander7", "zqconcept7"
TOKENS = [OWN, OTHERS, DRAFT]
KINDS = ["mirror-markdown", "mirror-json", *(["mirror-pdf"] if as_pdf.is_available() else [])]


class Taken:
    """A world in which Asha took all of it along, in every form, with what was logged meanwhile and the replies that held it."""

    def __init__(self) -> None:
        self.world = World()
        self.asha, ben = self.world.cast["asha"], self.world.cast["ben"]
        shared = kept.share(kept.write(self.asha, f"{OWN} schreef ik.", dimensions={"personal": OWN}), ben)
        kept.comment(shared, ben, f"{OTHERS} zei Ben.")
        kept.drafts.keep(
            uuid.uuid4(), by=self.asha, seen=0, place="vraag-3", path="/spiegel/", fields={"text": f"{DRAFT} nog niet"}
        )
        Export.objects.filter(user=self.asha, state="failed").delete()  # there may be five
        self.browser = self.world.browser("asha")
        with Heard() as heard:
            self.replies = [self._ask("/spiegel/meenemen/", form=kind) for kind in KINDS]
            self.replies.append(self._ask("/profiel/gegevens/"))
        self.lines = heard.lines

    def _ask(self, page: str, **form: str):
        address = self.browser.post(page, {"key": uuid.uuid4(), **form}).headers["Location"]
        return self.browser.get(f"{address}bestand/")


@pytest.fixture
def taken(transactional_db: None, tmp_path: Path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield Taken()


def test_words_taken_along_are_readable_nowhere(taken: Taken, tmp_path: Path):
    oracle = Oracle([*TOKENS, *taken.world.private.values()])
    assert [reply.status_code for reply in taken.replies] == [200] * len(taken.replies)
    assert all(Oracle(TOKENS).finds(reply.content) == TOKENS for reply in taken.replies[:2])
    assert Export.objects.filter(user=taken.asha, sealed__isnull=False).count() == len(taken.replies) + 1

    assert oracle.in_tables() == []
    assert oracle.in_database_files() == []
    assert oracle.in_files(tmp_path) == []
    assert oracle.in_files(Path(settings.DATA_DIR)) == []
    assert len(taken.lines) > 20
    assert [line for line in taken.lines if oracle.finds(line)] == []
    assert oracle.finds(*(str(reply.headers) for reply in taken.replies)) == []
    assert all("no-store" in reply.headers["Cache-Control"] for reply in taken.replies)


def test_nobody_else_meets_a_file_and_after_a_day_nobody_does(taken: Taken):
    addresses = [
        f"/meenemen/{one.pk}/{part}" for one in Export.objects.filter(user=taken.asha) for part in ("", "bestand/")
    ]
    for who in CAST:
        wanted = 200 if who == "asha" else 404
        browser = taken.world.browser(who)
        assert {browser.get(address).status_code for address in addresses} == {wanted}, who
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert {taken.browser.get(address).status_code for address in addresses} == {404}


def test_a_file_that_was_thrown_away_is_gone_from_the_bytes(taken: Taken):
    from tests.privacy.oracle import database_files

    stored = [bytes(one.sealed)[:64] for one in Export.objects.filter(user=taken.asha)]
    for one in Export.objects.filter(user=taken.asha):
        taken.browser.post(f"/meenemen/{one.pk}/verwijderen/")
    files = [path.read_bytes() for path in database_files()]
    assert [raw for raw in stored if any(raw in file for file in files)] == []


def test_a_day_later_asking_for_another_clears_it_from_the_table(taken: Taken):
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        browser = taken.world.browser("asha")
        browser.force_login(taken.asha)
        browser.post("/profiel/gegevens/", {"key": uuid.uuid4()})
        assert Export.objects.count() == 1
