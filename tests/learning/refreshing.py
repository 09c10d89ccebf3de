"""Somebody who refreshes, through the pages: choosing, beginning a round, and answering the question that it shows."""

import re
import uuid
from typing import Any

from cms.editions import memory
from learning.practice.models import RefresherRound, RefresherTurn
from tests.learning.questions import right_form, wrong_form

HERE = "/opfrissen/"


def choose(client: Any, rhythm: str = "month") -> Any:
    return client.post(HERE, {"rhythm": rhythm})


def page(client: Any) -> str:
    return client.get(HERE).content.decode()


def begin(client: Any, theme: str = "meldcode", key: Any = None) -> Any:
    """Press the button; the address of the round, or of the page that says why not."""
    return client.post(f"{HERE}beginnen/", {"theme": theme, "key": key or uuid.uuid4()})


def begun(client: Any, theme: str = "meldcode") -> str:
    reply = begin(client, theme)
    assert re.fullmatch(r"/opfrissen/[0-9a-f-]{36}/", reply.headers["Location"]), page(client)
    return reply.headers["Location"]


def question_of(address: str) -> dict[str, Any]:
    """The question at an address of a round."""
    _empty, _here, of_round, number, _end = address.split("/")
    turn = RefresherTurn.objects.get(round=of_round, position=number)
    return memory.edition(turn.question_id).content


def answer(client: Any, of_round: str, *, right: bool = True, sure: str = "", **more: Any) -> Any:
    """Answer the question that a round shows now, and see how it went."""
    address = client.get(of_round).headers["Location"]
    content = question_of(address)
    form = {**(right_form if right else wrong_form)(content), "certainty": sure, "key": uuid.uuid4()} | more
    return client.post(address, form, follow=True)


def play(client: Any, of_round: str, *, right: bool = True, sure: str = "") -> int:
    """Answer all that is left of a round; how many that were."""
    count = 0
    while client.get(of_round).status_code == 302:
        assert answer(client, of_round, right=right, sure=sure).status_code == 200
        count += 1
    return count


def home_line(client: Any) -> str:
    found = re.search(
        r'class="refresher-line">.*?<a href="([^"]+)">([^<]+)</a>', client.get("/").content.decode(), re.DOTALL
    )
    return found[2] if found else ""


def last_round() -> RefresherRound:
    return RefresherRound.objects.latest("begun_at")
