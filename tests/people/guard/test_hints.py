"""The hint of a form: once, with a choice, never in the way, and not a letter of the text touched without being asked."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from people.guard.hints import MOST, Finding, asks_to_replace, hint_for, replaced

TEXTS = {"reason": "Ik vond  Fatima stil.\r\n", "action": "Ik bel 06-12345678."}


def test_a_hint_names_field_words_kind_and_suggestion():
    assert hint_for(TEXTS, {}).findings == (
        Finding("reason", "Fatima", "naam", "[naam]"),
        Finding("action", "06-12345678", "telefoonnummer", "[telefoonnummer]"),
    )


def test_the_same_words_are_named_once():
    assert len(hint_for({"text": "Ik zag Fatima, en Fatima zag mij."}, {}).findings) == 1


def test_there_is_no_hint_where_there_is_nothing():
    assert hint_for({"text": "Ik was te snel."}, {}) is None


def test_there_is_no_hint_for_a_name_that_may_stand():
    assert hint_for({"text": "Ik zag Yara."}, {}, exempt=["Yara"]) is None


@pytest.mark.parametrize("post", [{"guard_seen": "1"}, {"guard_keep": "1"}, {"guard_replace": "all"}])
def test_whoever_saw_the_hint_or_chose_gets_no_second(post):
    assert hint_for(TEXTS, post) is None


def test_a_long_list_is_cut_and_the_rest_counted():
    names = ["Fatima", "Kevin", "Sanne", "Thijs", "Aylin", "Ruben", "Demi", "Youssef", "Noor", "Bram"]
    hint = hint_for({"text": ", ".join(f"en {name}" for name in names)}, {})
    assert (len(hint.shown), hint.more) == (MOST, len(names) - MOST)


def test_replacing_touches_nothing_but_what_was_found():
    assert replaced(TEXTS, {"guard_replace": "all"}) == {
        "reason": "Ik vond  [naam] stil.\r\n",
        "action": "Ik bel [telefoonnummer].",
    }


def picked(*picks: str, rest: bool = False) -> QueryDict:
    post = QueryDict(mutable=True)
    post["guard_replace"] = "picked"
    post.setlist("guard_pick", list(picks))
    if rest:
        post["guard_rest"] = "1"
    return post


@pytest.mark.parametrize(
    ("post", "reason", "action"),
    [
        (picked("reason:Fatima"), "[naam]", "06-12345678"),
        (picked("action:06-12345678"), "Fatima", "[telefoonnummer]"),
        (picked("reason:Fatima", "action:06-12345678"), "[naam]", "[telefoonnummer]"),
        (picked("action:Fatima", "reason:06-12345678", rest=True), "Fatima", "06-12345678"),
        (picked(), "Fatima", "06-12345678"),
    ],
    ids=["the name", "the number", "both", "neither: of another field", "nothing"],
)
def test_only_what_is_ticked_is_replaced(post, reason, action):
    assert replaced(TEXTS, post) == {"reason": f"Ik vond  {reason} stil.\r\n", "action": f"Ik bel {action}."}


def test_a_tick_sends_its_words_without_the_line_ends_that_browsers_change():
    assert Finding("text", "Fatima\r\nEl  Amrani", "naam", "[naam]").pick == "text:Fatima El Amrani"


@pytest.mark.parametrize("rest", [True, False])
def test_what_a_long_hint_does_not_list_has_one_tick(rest):
    names = ["Fatima", "Kevin", "Sanne", "Thijs", "Aylin", "Ruben", "Demi", "Youssef", "Noor", "Bram"]
    text = replaced({"text": ", ".join(f"en {name}" for name in names)}, picked("text:Kevin", rest=rest))["text"]
    assert [name not in text for name in names] == [name == "Kevin" or (rest and name in names[8:]) for name in names]


def test_what_was_replaced_is_not_found_again():
    texts = {"text": "Fatima (9), geb. 12-03-2014, Kerkstraat 12, 111222333, a@b.nl, de moeder van Sem."}
    assert hint_for(replaced(texts, {"guard_replace": "all"}), {}) is None


@pytest.mark.parametrize("post", [{}, {"guard_replace": "none"}, {"guard_keep": "1"}])
def test_nothing_is_replaced_unasked(post):
    assert replaced(TEXTS, post) == TEXTS
    assert not asks_to_replace(post)


def test_names_that_may_stand_are_not_replaced():
    assert replaced({"text": "Yara en Sem"}, {"guard_replace": "all"}, exempt=["Yara"]) == {"text": "Yara en [naam]"}


class TestComponent:
    def html(self, **props):
        return render_to_string("components/guard_hint.html", props)

    def test_it_can_be_answered_without_a_script(self):
        html = self.html(findings=hint_for(TEXTS, {}).shown)
        assert '<input type="hidden" name="guard_seen" value="1">' in html
        assert 'type="submit" name="guard_replace" value="picked"' in html
        assert html.count('<input type="checkbox" name="guard_pick"') == 2
        assert 'type="submit" name="guard_keep" value="1"' in html
        assert "Wij hebben nog niets bewaard. Jij kiest." in html

    def test_one_finding_names_its_replacement_on_the_button(self):
        html = self.html(findings=hint_for({"text": "Ik zag Fatima."}, {}).shown)
        assert 'name="guard_replace" value="all"><span>Vervang door ‘[naam]’' in html
        assert "checkbox" not in html

    def test_what_was_typed_is_escaped(self):
        html = self.html(findings=[Finding("text", "<b>Fatima</b>", "naam", "[naam]")])
        assert "‘&lt;b&gt;Fatima&lt;/b&gt;’" in html

    def test_after_replacing_it_asks_to_read_on(self):
        html = self.html(replaced=True)
        assert "De woorden zijn vervangen." in html
        assert 'name="guard_seen"' in html
        assert "<button" not in html
