from cms.importing.identities import keep_item_ids


def _body(*options):
    return [
        {
            "type": "single",
            "id": "b",
            "value": {"options": [{"type": "item", "id": key, "value": {"text": text}} for key, text in options]},
        }
    ]


def _ids(body):
    return [item["id"] for item in body[0]["value"]["options"]]


def test_the_same_words_keep_their_id_wherever_they_stand():
    assert _ids(keep_item_ids(_body(("n1", "twee"), ("n2", "een")), _body(("o1", "een"), ("o2", "twee")))) == [
        "o2",
        "o1",
    ]


def test_words_mended_in_place_keep_their_id():
    assert _ids(keep_item_ids(_body(("n1", "een!"), ("n2", "twee")), _body(("o1", "een"), ("o2", "twee")))) == [
        "o1",
        "o2",
    ]


def test_an_option_put_in_between_is_new():
    assert _ids(
        keep_item_ids(_body(("n1", "een"), ("n2", "nieuw"), ("n3", "twee")), _body(("o1", "een"), ("o2", "twee")))
    ) == ["o1", "n2", "o2"]


def test_another_kind_of_question_keeps_nothing():
    new, old = _body(("n1", "een")), _body(("o1", "een"))
    old[0]["type"] = "multiple"
    assert keep_item_ids(new, old) == new
