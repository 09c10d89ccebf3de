"""Every lesson of all five modules as a learner opens it: whole, light, and nothing for axe or a phone to complain of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import acts
from tests.journeys.browser import PART, looked_at
from tests.journeys.conftest import Enter
from tests.journeys.stage import Site, running_site
from tests.journeys.test_weight import MOST_BYTES, MOST_REQUESTS, Wire

MODULES = ("meldcode", "opdracht", "kwaliteitskader", "samenwerken", "wijkteam-noord")
PICTURES = ("/media/", "/images/")


@pytest.fixture(scope="module")
def whole_course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[str]]]:
    """A site of its own, so that no other journey meets what only this one needs."""
    with running_site(tmp_path_factory.mktemp("course") / "data") as site:
        yield site, [path for name in MODULES for path in site.ask(acts.import_module, name)]


@pytest.mark.whole
def test_every_lesson_of_every_module_can_be_read_everywhere(enter: Enter, whole_course):
    site, lessons = whole_course
    assert {path.split("/")[2] for path in lessons} == {
        path.name for path in Path("content").iterdir() if (path / "module.json").exists()
    }
    reader = enter(person=site.ask(acts.someone, "asha"), at=site)
    wire, cost, wrong = Wire.of(reader), {}, []
    for path in lessons:
        wire.urls.clear()
        answer = reader.page.goto(path, wait_until="networkidle")
        assert answer is not None, path
        assert answer.status == 200, path
        cost |= wire.travelled
        asked = {
            url: cost[url] for url in wire.urls.values() if url in cost and not any(one in url for one in PICTURES)
        }
        if sum(asked.values()) > MOST_BYTES or len(asked) > MOST_REQUESTS:
            wrong.append(f"{path}: {sum(asked.values())} bytes, {len(asked)} requests")
        wrong += [f"{path}: {line}" for line in looked_at(reader.page, ways=PART)]
    assert not wrong, "\n".join(wrong)
