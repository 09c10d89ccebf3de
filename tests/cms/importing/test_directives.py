from hypothesis import given
from hypothesis import strategies as st

from cms.importing.directives import SHAPES, Part, cut


def test_text_and_fences_are_cut_in_order_with_their_lines():
    parts, faults = cut('\nTekst.\n\n::: callout info "Een \\"titel\\""\nBinnen.\n:::\nNa.', 10)
    assert faults == []
    assert parts == [
        Part("text", 11, text="Tekst."),
        Part("callout", 13, words=("info",), quotes=('Een "titel"',), text="Binnen."),
        Part("text", 16, text="Na."),
    ]


def test_every_fault_of_a_fence_names_its_line():
    unknown_nested_stray = "::: onbekend\nx\n:::\n::: steps\n::: quote\nin\n:::\n:::\n:::\n:: :\n :::\n"
    source = unknown_nested_stray + '::: callout info\nx\n:::\n::: quote "open\nx\n:::\n::: exercise "Titel"\n'
    _parts, faults = cut(source, 1)
    assert sorted({line for line, _wrong, _remedy in faults}) == [1, 5, 9, 11, 12, 15, 18]


def test_an_empty_fence_is_refused_where_something_belongs_and_words_where_nothing_does():
    _parts, faults = cut('::: exercise "Titel"\n\n:::\n::: slot crisis\nwoorden\n:::', 1)
    assert [line for line, _wrong, _remedy in faults] == [1, 5]


@given(
    st.lists(
        st.sampled_from(
            ["", "tekst", ":::", *(shape.form for shape in SHAPES.values()), '::: quote "', "::: ?", "  :::"]
        ),
        max_size=20,
    )
)
def test_any_order_of_lines_gives_parts_or_faults_within_the_text(lines):
    parts, faults = cut("\n".join(lines), 1)
    assert all(1 <= part.line <= len(lines) for part in parts)
    assert all(1 <= line <= max(len(lines), 1) + 1 for line, _wrong, _remedy in faults)
