"""The cases of the course: what a reader would stumble over and the checker does not look for."""

from pathlib import Path

import pytest

from cases_library.engine.format import Case
from cases_library.engine.reading import read_json

FILES = sorted((Path(__file__).parents[2] / "content" / "cases").glob("*.json"))


def plain_texts(case: Case) -> list[str]:
    """Every text that is shown as it stands, where a scene's body and passages are Markdown."""
    choices = [choice for scene in case.scenes for choice in scene.choices]
    return [
        case.notice,
        *(text for choice in choices for text in (choice.text, choice.consequence, choice.debrief)),
        *(text for fact in case.facts for text in (fact.text, fact.debrief)),
        *(scene.debrief for scene in case.scenes),
        *(answer.reason for answer in case.panel),
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_marks_stand_in_texts_that_are_shown_as_they_are(file):
    assert [text for text in plain_texts(read_json(file.read_bytes())) if "*" in text or "_" in text] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_ending_says_by_itself_that_the_child_was_seen(file):
    """A child who walks past at the end was not seen on the way there."""
    case = read_json(file.read_bytes())
    endings = [scene for scene in case.scenes if scene.is_ending and "child-seen" in scene.tags]
    assert [scene.key for scene in endings if "child-speaks" not in scene.tags] == []
