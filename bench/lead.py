"""Who leads: `python -m bench.lead FOLDER`, run by bench.live in the product's environment.

Reads one line for each change, the number of a table, and moves that session to its next phase by the product's own action; after the
last phase it begins again at the first. Writes a line of JSON for each: the session, its new version, and when that was committed, by
the clock that all processes of a machine share. Four threads, so that one that wipes does not hold the others up.
"""

import json
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402

from learning.team_sessions.actions import course  # noqa: E402
from learning.team_sessions.models import Session  # noqa: E402
from people.models import User  # noqa: E402

THREADS = 4
_saying = threading.Lock()


class Table:
    """One session and who leads it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.number = uuid.UUID(row["session"])
        self.leader = User.objects.get(pk=row["leader"])
        self.phases = cycle(row["phases"])
        self.version = Session.objects.get(pk=self.number).version
        self.lock = threading.Lock()

    def go_on(self) -> None:
        """Move, and say when it was so."""
        with self.lock, transaction.atomic():
            transaction.on_commit(self.say)  # before what else waits for the commit
            session = Session(pk=self.number)
            self.version = course.move(
                session, to=next(self.phases), by=self.leader, seen=self.version, key=uuid.uuid4()
            ).version

    def say(self) -> None:
        said = {"session": str(self.number), "version": self.version, "at": time.monotonic()}
        with _saying:
            print(json.dumps(said), flush=True)


def main(folder: Path) -> None:
    tables = [Table(row) for row in json.loads((folder / "gathered.json").read_text())["tables"]]
    print(json.dumps({"ready": len(tables)}), flush=True)
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(tables[int(line)].go_on) for line in sys.stdin]
        for one in waiting:
            one.result()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
