"""A case in a lesson's file: `::: case SLUG`."""

import pytest

from cms.importing.problems import ImportRefused
from cms.importing.writing import import_folder
from cms.models import Edition, LessonPage
from tests.factories.cases import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(content):
    content.lessons["01-kijken"] += "\n::: case aan-de-deur\n:::\n"
    return content


def _case_of(slug="kijken"):
    lesson = LessonPage.objects.get(slug=slug)
    return next(block.value["case"] for block in lesson.body if block.block_type == "case")


def test_a_case_is_placed_where_the_file_says(placed):
    page = case(slug="aan-de-deur", publish=True)
    import_folder(placed.write())
    assert _case_of() == page
    before = Edition.objects.count()
    assert import_folder(placed.write()).is_quiet
    assert Edition.objects.count() == before


def test_an_organisations_own_case_comes_before_the_cores(placed, voorbeeldstad):
    case(slug="aan-de-deur", publish=True)
    own = case(voorbeeldstad, slug="aan-de-deur", publish=True)
    placed.module["slots"] = []
    placed.lessons["01-kijken"] = placed.lessons["01-kijken"].replace("::: slot oefenplek\n:::\n", "")
    import_folder(placed.write(), organisation=voorbeeldstad)
    assert _case_of() == own


@pytest.mark.parametrize("there", ["nothing", "a draft", "another organisation's"])
def test_a_case_that_cannot_be_placed_is_named_with_its_line(placed, anderstad, there):
    if there == "a draft":
        case(slug="aan-de-deur")
    if there == "another organisation's":
        case(anderstad, slug="aan-de-deur", publish=True)
    with pytest.raises(ImportRefused) as refused:
        import_folder(placed.write())
    line = placed.line_of("01-kijken", "::: case")
    assert [(one.file, one.place) for one in refused.value.problems] == [("lessons/01-kijken.md", f"regel {line}")]
    assert not LessonPage.objects.exists()


def test_a_case_is_named_by_its_address_and_nothing_else(content, problems_of):
    content.lessons["01-kijken"] += '\n::: case "Aan de deur"\n:::\n\n::: case Aan_de_deur\n:::\n'
    assert len(problems_of(content)) == 2
