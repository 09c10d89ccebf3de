"""What is taken along: all of it, in order, as it was typed; what does not open is named."""

import json
import re
from datetime import date
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from learning.reflection.models import Entry
from learning.reflection.taking import as_markdown
from learning.reflection.taking.as_json import to_json
from learning.reflection.taking.as_markdown import to_markdown
from learning.reflection.taking.choosing import Choice
from learning.reflection.taking.gathering import gather, plain
from learning.reflection.taking.schema import SCHEMA, published
from people.keys import vault
from tests.cases_library.schema import valid
from tests.learning.reflection import kept

GONE = "Deze tekst kan niet worden geopend"


@pytest.fixture
def mirror(db, asha, ben):
    return kept.keep(asha, ben)


def as_data(user, choice=None):
    return json.loads(to_json(gather(user, choice or Choice())))


def as_text(user):
    return to_markdown(gather(user)).decode()


# --- What is in it --------------------------------------------------------------------------------


def test_everything_is_there_oldest_first(asha, mirror):
    data = as_data(asha)
    assert [one["id"] for one in data["entries"]] == [str(mirror.first.pk), str(mirror.second.pk)]
    first = data["entries"][0]
    assert (first["text"], first["prompt"], first["rating"], first["minutes"]) == (
        kept.TEXT,
        "Wanneer stelde je het uit?\nEn toen?",
        2,
        20,
    )
    assert first["question"]["name"] == "Kind"
    assert first["dimensions"] == {"normative": kept.DIMENSION}
    meant = first["intention"]
    assert (meant["when"], meant["then"], meant["outcome"], meant["outcome_text"]) == (
        kept.WHEN,
        kept.THEN,
        "partly",
        kept.SAID,
    )
    assert [(one["place"], one["fields"]) for one in data["drafts"]] == [("Kind", {"text": kept.DRAFT})]


def test_with_whom_it_was_shared_when_it_was_opened_and_what_was_said(asha, mirror):
    (shared,) = as_data(asha)["entries"][0]["shared"]
    assert (shared["with"], len(shared["opened"])) == ("Ben de Vries", 1)
    assert [(one["by"], one["own"], one["text"]) for one in shared["comments"]] == [
        ("Ben de Vries", False, kept.OTHERS),
        ("Asha de Vries", True, kept.OWN),
    ]


def test_of_what_others_shared_only_that_they_did(asha, mirror):
    data = as_data(asha)
    (received,) = data["received"]
    assert (received["by"], received["until"]) == ("Ben de Vries", str(mirror.foreign.until))
    assert [one["text"] for one in received["own_comments"]] == ["Mooi, Ben."]
    assert kept.FOREIGN not in json.dumps(data)
    assert kept.FOREIGN not in as_text(asha)


def test_nobody_gets_anothers(ben, mirror):
    assert kept.TEXT not in json.dumps(as_data(ben))
    assert len(as_data(ben)["entries"]) == 1


@pytest.mark.parametrize(
    ("choice", "entries", "drafts", "received"),
    [
        (Choice(), 2, 1, 1),
        (Choice(question=3), 1, 1, 0),
        (Choice(question=6), 1, 0, 0),
        (Choice(question=9), 0, 0, 0),
        (Choice(since=date(2025, 3, 1), until=date(2025, 3, 1)), 1, 0, 0),
        (Choice(since=date(2025, 3, 2)), 1, 1, 1),
        (Choice(until=date(2025, 2, 28)), 0, 0, 0),
    ],
)
def test_a_choice_narrows(asha, mirror, choice, entries, drafts, received):
    assert Choice.of(choice.chosen) == choice
    data = as_data(asha, choice)
    assert [len(data[name]) for name in ("entries", "drafts", "received")] == [entries, drafts, received]


def test_what_does_not_open_is_named(asha, ben, mirror):
    Entry.objects.filter(pk=mirror.second.pk).update(sealed=mirror.first.sealed)
    vault.erase(ben.uuid)
    data = as_data(asha)
    assert data["not_opened"] == 2
    assert data["entries"][1]["text"] is None
    assert data["entries"][0]["shared"][0]["comments"][0]["text"] is None
    assert as_text(asha).count(GONE) == 2
    assert "2 teksten kunnen niet worden geopend" in as_text(asha)


def test_after_erasure_all_of_it_is_named(asha, mirror):
    vault.erase(asha.uuid)
    data = as_data(asha)
    assert (len(data["entries"]), data["entries"][0]["text"]) == (2, None)
    assert data["entries"][0]["dimensions"] == {"normative": None}
    assert valid(data, SCHEMA, SCHEMA)


@pytest.mark.parametrize("count", [1, 4])
def test_gathering_takes_the_same_statements_however_much_there_is(asha, ben, mirror, count, django_assert_num_queries):
    for _ in range(count):
        kept.comment(kept.share(kept.write(asha), ben), ben, "Ja.")
    # entries, shares, openings, comments, drafts, received and its comments
    with django_assert_num_queries(7):
        gather(asha)


def test_an_empty_mirror_is_a_whole_document(asha):
    assert valid(as_data(asha), SCHEMA, SCHEMA)
    assert "Hier staat niets." in as_text(asha)


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<p>Een</p><p>Twee</p>", "Een\nTwee"),
        ("<ul><li>a</li><li>b &amp; c</li></ul>", "a\nb & c"),
        ("Al plat", "Al plat"),
        ("x<br>y", "x\ny"),
    ],
)
def test_a_prompt_is_read_without_marks(markup, read):
    assert plain(markup) == read


# --- JSON -----------------------------------------------------------------------------------------


def test_the_file_fits_its_published_schema(asha, mirror):
    assert valid(as_data(asha), SCHEMA, SCHEMA)


def test_the_schema_refuses_what_the_reader_would_not_expect(asha, mirror):
    data = as_data(asha)
    for wrong in (
        data | {"format": "leerspiegel-mirror/2"},
        data | {"extra": 1},
        data | {"entries": [data["entries"][0] | {"rating": 6}]},
        data | {"entries": [data["entries"][0] | {"written_at": "gisteren"}]},
        {name: value for name, value in data.items() if name != "drafts"},
    ):
        assert not valid(wrong, SCHEMA, SCHEMA)


def test_the_published_schema_is_this_one(settings):
    assert (settings.BASE_DIR / "static/schema/leerspiegel-mirror-1.schema.json").read_text() == published()


# --- Markdown -------------------------------------------------------------------------------------


def quotes(text: str) -> list[str]:
    """The person's words, as a CommonMark reader finds them in the quotes."""
    found, inside = [], False
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "blockquote_open":
            inside, paragraphs = True, []
        elif token.type == "blockquote_close":
            inside = False
            found.append("\n\n".join(paragraphs))
        elif inside and token.type == "inline":
            paragraphs.append("".join(_read(one) for one in token.children))
        elif inside:
            assert token.type in {"paragraph_open", "paragraph_close"}, token.type
    return found


def _read(token) -> str:
    assert token.type in {"text", "text_special", "hardbreak"}, token.type
    return "\n" if token.type == "hardbreak" else token.content


def folded(text: str) -> str:
    """As it is kept: line ends are one, and empty lines between paragraphs are one."""
    seen = [one for one in text.replace("\r\n", "\n").replace("\r", "\n") if one in "\n\t" or category(one) != "Cc"]
    lines = "".join(seen).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line if line.strip() else "" for line in lines)).strip("\n")


def test_all_words_come_back_from_the_file(asha, mirror):
    found = quotes(as_text(asha))
    assert [folded(kept.TEXT), *kept.WORDS[:4]] == [found[0], *found[1:5]]
    assert set(kept.WORDS) <= set(found)


def test_the_file_has_headings_and_the_table_of_the_charts(asha, mirror):
    tokens = MarkdownIt("commonmark").enable("table").parse(as_text(asha))
    heads = [tokens[place + 1].content for place, one in enumerate(tokens) if one.type == "heading_open"]
    assert heads[0] == "Mijn spiegel"
    assert heads[2] == "1 maart 2025, 10.00 · vraag 3, Kind"
    rows = re.findall(r"^\| (.+) \| (.+) \| (\d) \|$", as_text(asha), re.MULTILINE)
    assert rows == [("3, Kind", "1 maart 2025", "2"), ("6, Zicht", "1 februari 2026", "4")]


MARKED = st.text(
    st.one_of(
        st.sampled_from("\\`*_[]<>&~|#+-=.!(){}:\"'0123456789 \t\n$^@/"), st.characters(exclude_categories=("Cs",))
    )
)


@given(MARKED)
def test_whatever_is_typed_comes_back(text):
    if folded(text):
        assert quotes(as_markdown.words(text)) == [folded(text)]


@pytest.mark.parametrize(
    "text",
    ["# kop", "- punt", "+ punt", "1. een", "12) een", "---", "===", "a\n===", "a\n---", "> citaat", "    code", "```\nx", "&amp;",
     "\\*", "http://x.nl/_a_", "[a](b)", "![a](b)", "<b>", "a  \nb", "a\\\nb", "a\\", "x\n\n\n\ny", "\tx", "~~~", "| a |\n|---|", "a\r\nb"],
)  # fmt: skip
def test_marks_of_markdown_are_only_what_was_typed(text):
    assert quotes(as_markdown.words(text)) == [folded(text)]
