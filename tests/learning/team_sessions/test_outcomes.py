"""What comes out of a session: agreements, minutes, one's own dossier and mirror; and how it ends, and goes."""

import json
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone

from cms.models import Taught
from learning.dossier import actions as dossier
from learning.dossier import hours
from learning.dossier.models import Kind
from learning.dossier.queries import activities
from learning.reflection.models import Entry
from learning.reflection.words import Reader as MirrorReader
from learning.reflection.words import Words
from learning.team_sessions import held, minutes, queries, rules, script, words
from learning.team_sessions.actions import agreeing, cards, course, doors, ending, notes, polling, rehearsing
from learning.team_sessions.models import (
    Agreement,
    Card,
    Keeping,
    Minutes,
    Participation,
    Poll,
    Round,
    Session,
    Standing,
    State,
    Ticket,
)
from learning.team_sessions.phases import Phase
from learning.team_sessions.words import Reader, Resolve
from people import erasure
from people.keys import vault
from people.keys.models import PersonKey
from people.models import User
from people.refusal import Conflict, Refused
from tests.factories import cms, people
from tests.learning.cases import case_edition
from tests.learning.mirror import in_days
from tests.learning.sessions import Browser, at, clicked, moved, opened, prepared

pytestmark = pytest.mark.django_db
WHEN_THEN = Resolve("een ouder wil blijven zitten", "vragen wij het kind toch even apart")


def agreed(session, by, words=WHEN_THEN, **more):
    more = {"due_on": in_days(14), "key": uuid.uuid4()} | more
    return agreeing.agree(session, words, by=by, **more)


def closed(farah, texts=("Ik stel het uit.", "Ik vraag hulp."), **plan):
    session = at("choose", farah, **plan)
    for text in texts:
        Browser(session).draw().card(text)
    session = moved(session, "agree", farah)
    agreed(session, farah, owner=farah)
    return clicked(course.close, Session.objects.get(pk=session.pk), farah)


# --- The words --------------------------------------------------------------------------------------


def test_every_phase_has_its_words():
    assert set(script.LINES) == set(Phase.values)
    silent = {phase for phase, lines in script.LINES.items() if not lines.if_silent}
    assert silent == {Phase.WRITE}, "Where people write, silence is just right."
    everything = " ".join(
        str(one)
        for lines in script.LINES.values()
        for one in (*lines.say, lines.do, lines.participant, lines.big_screen)
    )
    assert "anoniem" not in everything.lower()
    assert len(script.IF_MOVED) == 3
    assert any("0800-2000" in str(line) for line in script.IF_REAL)
    assert "stijl herkennen" in str(script.UNNAMED)


def test_the_scale_has_the_words_of_its_question_or_those_of_all(farah):
    cms.reflection_question(3)
    assert queries.scale(prepared(farah, question=3))[4] == "Hier sta ik op 5."
    assert queries.scale(prepared(farah, question=4))[0] == "Dit is nog nieuw voor mij"


# --- Agreements -------------------------------------------------------------------------------------


def test_the_next_session_opens_with_what_is_open(farah, asha):
    session = at("agree", farah)
    first, other = agreed(session, farah, owner=asha), agreed(session, farah, due_on=in_days(2))
    assert [(one.owner, one.due_on) for one in queries.open_agreements(session.team)] == [
        ("", in_days(2)),
        ("Asha de Vries", in_days(14)),
    ]
    assert b"kind" not in bytes(first.sealed)
    agreeing.settle(other, Standing.BEYOND, by=asha)
    agreeing.settle(other, Standing.BEYOND, by=asha)
    (left,) = queries.open_agreements(session.team)
    assert (left.number, left.when, left.then, left.standing) == (
        first.pk,
        WHEN_THEN.when,
        WHEN_THEN.then,
        Standing.OPEN,
    )
    assert [str(one.standing.label) for one in queries.agreements_of(session)] == ["Buiten onze macht", "Staat open"]


def test_the_same_key_is_one_agreement(farah):
    session, key = at("agree", farah), uuid.uuid4()
    assert agreed(session, farah, key=key) == agreed(session, farah, key=key)
    with pytest.raises(Conflict):
        agreed(session, farah, Resolve("iets", "anders"), key=key)
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (Resolve(" ", "dan"), 1),
        (Resolve("als", ""), 1),
        (Resolve("x" * 301, "dan"), 1),
        (WHEN_THEN, -1),
        (WHEN_THEN, 400),
    ],
)
def test_an_agreement_is_whole_and_has_a_day(farah, words, days):
    with pytest.raises(Refused):
        agreed(at("agree", farah), farah, words, due_on=in_days(days))


def test_other_teams_do_not_settle_it_and_its_owner_is_of_the_organisation(farah, sam, omar):
    session = at("agree", farah)
    with pytest.raises(Refused, match="van je eigen organisatie"):
        agreed(session, farah, owner=sam)
    made = agreed(session, farah)
    for who in (sam, omar):
        with pytest.raises(Refused, match="van een ander team"):
            agreeing.settle(made, Standing.DONE, by=who)


# --- Closing ----------------------------------------------------------------------------------------


def test_closing_keeps_words_without_authors_and_nothing_else(farah, asha):
    session = at("scale", farah)
    for number in range(4):
        browser = Browser(session).draw()
        browser.card(f"Kaart {number}.")
        browser.vote(3)
    doors.join(session, by=asha)
    session = moved(moved(session, "reveal", farah), "again", farah)
    Browser(session).draw().card("Nooit getoond.")
    over = clicked(course.close, session, farah)
    assert (over.state, over.collecting, over.keep_until) == (
        State.CLOSED,
        False,
        ending.months_after(timezone.localdate(), 12),
    )
    assert [model.objects.count() for model in (Card, Round, Ticket)] == [0, 0, 0]
    assert list(Participation.objects.values_list("user__first_name", flat=True)) == ["Asha"]
    found = minutes.minutes_of(over, reader=farah)
    assert sorted(card.text for card in found.cards) == [f"Kaart {number}." for number in range(4)]
    assert (found.people, found.team, found.asks) == (6, "Wijkteam Noord", over.asks)
    assert b"Kaart" not in bytes(Minutes.objects.get().sealed)


def test_minutes_read_well_and_make_no_more_of_words_than_words(farah):
    over = closed(farah, ("# Geen kop [link](http://x) <b>", "twee\nregels"))
    read = minutes.as_markdown(minutes.minutes_of(over, reader=farah)).decode()
    assert read.startswith("# Verslag van Wijkteam Noord\n")
    assert "- \\# Geen kop \\[link\\](http://x) \\<b\\>\n" in read
    assert "- twee regels\n" in read
    assert "- Als een ouder wil blijven zitten, dan vragen wij het kind toch even apart. Farah de Vries, " in read
    data = json.loads(minutes.as_json(minutes.minutes_of(over, reader=farah)))
    assert (data["format"], data["people"], len(data["cards"])) == ("leerspiegel-minutes-1", 2, 2)
    assert set(data["cards"][0]) == {"round", "text"}
    assert data["agreements"][0]["owner"] == "Farah de Vries"


def test_minutes_hold_what_polls_showed_and_no_more(as_farah, farah):
    session = at("talk", farah)
    browsers = [Browser(session) for _number in range(4)]
    for asks, votes in (("Gaan we *nu*?", (1, 1, 2, 1)), ("Met wie?", (2, 2, 2)), ("Nooit gesloten", (1, 2, 1, 2))):
        about = "Los van de kosten." if asks == "Met wie?" else ""
        polling.put(session, by=farah, key=uuid.uuid4(), asks=asks, choices=["ja <nu>", "later"], about=about)
        number = Poll.objects.get(open=True).pk
        for browser, choice in zip(browsers, votes, strict=False):
            polling.vote(browser.participation, number, token=browser.token, key=uuid.uuid4(), choice=choice, over=None)
        if asks != "Nooit gesloten":
            clicked(polling.close, session, farah)
    over = clicked(course.close, session, farah)
    assert Poll.objects.count() == 0

    found = minutes.minutes_of(over, reader=farah)
    read = minutes.as_markdown(found).decode()
    few = "Te weinig antwoorden om te tonen. Bespreek het hardop."
    assert (
        "## Peilingen\n\n**Gaan we \\*nu\\*?**\n\n- ja \\<nu\\>: 3\n- later: 1\n\n**Met wie?**\n\nLos van de kosten.\n\n- ja"
        in read
    )
    assert f"- later\n\n{few}\n" in read
    assert json.loads(minutes.as_json(found))["polls"] == [
        {
            "asks": "Gaan we *nu*?",
            "about": "",
            "choices": [{"text": "ja <nu>", "votes": 3}, {"text": "later", "votes": 1}],
            "votes": 4,
        },
        {
            "asks": "Met wie?",
            "about": "Los van de kosten.",
            "choices": [{"text": "ja <nu>", "votes": None}, {"text": "later", "votes": None}],
            "votes": None,
        },
    ]
    for html in (
        as_farah.get(f"/sessies/{over.pk}/").content.decode(),
        render_to_string("learning/team_sessions/minutes_paper.html", {"minutes": found}),
    ):
        assert "Gaan we *nu*?" in html
        assert "Los van de kosten." in html
        assert html.count(few) == 1
        assert "Nooit gesloten" not in html
    assert "Nooit gesloten" not in read


def test_minutes_from_before_polls_were_kept_still_open(farah):
    over = closed(farah, ("Een kaart.",))
    held = Reader(over).minutes(Minutes.objects.get())
    Minutes.objects.update(sealed=words.seal(over.pk, json.dumps(held["cards"]), words.of_minutes(over.pk)))
    found = minutes.minutes_of(over, reader=farah)
    assert ([card.text for card in found.cards], found.polls) == (["Een kaart."], ())
    cards.remove(over, uuid.UUID(found.cards[0].number), by=farah)
    assert minutes.minutes_of(over, reader=farah).cards == ()


@pytest.mark.parametrize(
    ("who", "reads"),
    [(who, who in {"asha", "farah"}) for who in ("asha", "farah", "lotte", "edith", "omar", "sam", "petra")],
)
def test_minutes_are_the_teams(farah, who, reads, request):
    over = closed(farah)
    assert (minutes.minutes_of(over, reader=request.getfixturevalue(who)) is not None) == reads
    assert minutes.minutes_of(opened(farah), reader=farah) is None


def test_who_was_there_reads_them_too(farah, omar, lotte):
    session = opened(farah)
    doors.join(session, by=omar, with_code=True)
    doors.join(session, by=lotte)
    over = clicked(course.close, Session.objects.get(pk=session.pk), farah)
    assert all(minutes.minutes_of(over, reader=who) is not None for who in (omar, lotte))
    assert rules.at_table(omar, over)
    assert not rules.at_table(people.member("Nieuw", over.team.organisation, team=over.team), over)


def test_minutes_of_an_empty_session_say_so(farah):
    over = clicked(course.close, opened(farah), farah)
    read = minutes.as_markdown(minutes.minutes_of(over, reader=farah)).decode()
    assert "Er zijn geen kaarten gedeeld." in read
    assert "Er is niets afgesproken." in read


def test_a_card_can_go_for_good_after_the_end_too(farah):
    over = closed(farah)
    gone = next(card for card in minutes.minutes_of(over, reader=farah).cards if card.text == "Ik vraag hulp.")
    cards.remove(over, uuid.UUID(gone.number), by=farah)
    assert [card.text for card in minutes.minutes_of(over, reader=farah).cards] == ["Ik stel het uit."]


def test_the_log_tells_what_who_leads_did_and_no_card(farah, caplog, django_capture_on_commit_callbacks):
    session = at("choose", farah)
    Browser(session).draw().card("Gaat over een echt gezin.")
    session = moved(session, "reveal", farah)
    number = Card.objects.get().pk
    with caplog.at_level("INFO", logger="audit"), django_capture_on_commit_callbacks(execute=True):
        cards.remove(session, number, by=farah)
        clicked(course.close, Session.objects.get(pk=session.pk), farah)
    told = [line for line in caplog.messages if line.startswith("action=")]
    where = f"object=team_sessions.Session:{session.pk} result=done origin=- actor={farah.uuid}"
    assert told == [f"action=remove-card {where}", f"action=close {where}"]


def test_of_a_rehearsal_nothing_is_kept(farah):
    session = at("scale", farah, rehearsal=True)
    assert rehearsing.pretend(session, by=farah) == len(script.PRETEND)
    assert rehearsing.pretend(session, by=farah) == 0
    session = moved(session, "reveal", farah)
    assert len(queries.table(session).cards) == len(script.PRETEND)
    assert queries.table(session).rounds[0].distribution == (2, 1, 1, 1, 1)
    agreed(session, farah)
    assert queries.open_agreements(session.team) == ()
    over = clicked(course.close, Session.objects.get(pk=session.pk), farah)
    assert (minutes.minutes_of(over, reader=farah), over.keep_until, Agreement.objects.count()) == (
        None,
        timezone.localdate(),
        0,
    )


def test_pretend_participants_stay_out_of_what_is_real(farah):
    with pytest.raises(Refused, match="oefensessie"):
        rehearsing.pretend(at("scale", farah), by=farah)


# --- How long it stays ------------------------------------------------------------------------------


def test_a_team_says_how_long_it_keeps_sessions(farah, lotte, omar):
    over = closed(farah)
    for who, months in ((lotte, 3), (omar, 6)):
        ending.set_keeping(over.team, months=months, by=who)
        over.refresh_from_db()
        assert over.keep_until == ending.months_after(timezone.localdate(), months)
    with pytest.raises(Refused):
        ending.set_keeping(over.team, months=3, by=farah)
    with pytest.raises(Refused):
        ending.set_keeping(over.team, months=0, by=lotte)
    assert Keeping.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-05", 12, "2027-12-05"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_months_end_where_months_end(day, months, expected):
    assert ending.months_after(type(in_days(0)).fromisoformat(day), months).isoformat() == expected


def test_what_is_over_goes_with_its_key_and_what_was_forgotten_is_closed(farah):
    over, forgotten, running = closed(farah), at("choose", farah), opened(farah)
    Browser(forgotten).draw().card("Nooit getoond.")
    Session.objects.filter(pk=over.pk).update(keep_until=timezone.localdate() - timedelta(days=1))
    Session.objects.filter(pk=forgotten.pk).update(opened_at=timezone.now() - timedelta(days=2))
    out = StringIO()
    call_command("end_sessions", stdout=out)
    assert out.getvalue().strip() == "Closed: 1. Deleted: 1."
    assert ending.sweep() == (0, 0)
    assert list(Session.objects.order_by("created_at").values_list("pk", "state")) == [
        (forgotten.pk, "closed"),
        (running.pk, "open"),
    ]
    assert minutes.minutes_of(Session.objects.get(pk=forgotten.pk), reader=farah).cards == ()
    assert not PersonKey.objects.filter(person=over.pk).exists()
    with pytest.raises(vault.Erased):
        vault.seal(over.pk, "Nog iets.", place="t.c:1")


def test_what_never_began_goes_by_itself_and_by_hand(farah, asha, django_capture_on_commit_callbacks):
    old, planned, mine = (
        prepared(farah),
        prepared(farah, planned_at=timezone.now()),
        prepared(farah, gathers_early=True),
    )
    Session.objects.filter(pk__in=[old.pk, planned.pk]).update(created_at=timezone.now() - timedelta(days=91))
    assert ending.sweep() == (0, 1)
    assert not Session.objects.filter(pk=old.pk).exists()
    Browser(mine, asha).draw().card("Alvast.")
    with pytest.raises(Refused):
        course.cancel(mine, by=asha)
    with django_capture_on_commit_callbacks(execute=True):
        course.cancel(mine, by=farah)
    course.cancel(mine, by=farah)
    assert list(Session.objects.values_list("pk", flat=True)) == [planned.pk]
    with pytest.raises(Refused, match="al begonnen"):
        course.cancel(opened(farah), by=farah)


def test_one_that_does_not_open_keeps_no_other_from_being_closed(farah, monkeypatch):
    shut, other = at("reveal", farah), at("reveal", farah)
    Session.objects.update(opened_at=timezone.now() - timedelta(days=2))
    write = ending._write_minutes

    def refuse(now):
        if now.pk == shut.pk:
            raise Refused
        write(now)

    monkeypatch.setattr(ending, "_write_minutes", refuse)
    assert ending.sweep() == (1, 0)
    states = dict(Session.objects.values_list("pk", "state"))
    assert states == {shut.pk: State.OPEN, other.pk: State.CLOSED}


def test_a_session_that_comes_back_with_a_backup_goes_again(farah):
    over = at("choose", farah)
    Browser(over).draw().card("Al lang gewist.")
    vault.erase(over.pk)
    assert ending.sweep() == (0, 1)
    assert not Session.objects.filter(pk=over.pk).exists()


def test_the_key_of_a_session_is_nobodys_that_left(farah):
    over = closed(farah)
    assert PersonKey.objects.filter(person=over.pk).exists()
    assert erasure.without_account() == []
    Session.objects.all().delete()
    assert erasure.without_account() == [over.pk]


# --- Of oneself -------------------------------------------------------------------------------------


def test_a_note_is_an_entry_in_ones_own_mirror_alone(farah, asha, ben):
    cms.reflection_question(3)
    session = at("write", farah)
    doors.join(session, by=asha)
    key = uuid.uuid4()
    made = notes.write(session, Words("Ik stelde het uit."), by=asha, key=key)
    assert notes.write(session, Words("Ik stelde het uit."), by=asha, key=key) == made
    assert (made.user, made.question, made.asked_id, made.prompt) == (asha, 3, session.edition_id, session.asks)
    assert MirrorReader(asha.uuid).entry(made).text == "Ik stelde het uit."
    with pytest.raises(Refused, match="Doe eerst mee"):
        notes.write(session, Words("Iets."), by=ben, key=uuid.uuid4())
    assert Entry.objects.count() == 1


def test_a_card_that_one_takes_as_ones_own_is_in_ones_mirror_and_nowhere_else(farah, asha):
    session = at("choose", farah)
    browser = Browser(session, asha).draw()
    browser.card("Ik stelde het uit.")
    session = moved(session, "reveal", farah)
    (before,), key = Card.objects.values(), uuid.uuid4()
    claimed = [notes.claim(session, before["uuid"], by=asha, key=key) for _time in range(2)]
    assert MirrorReader(asha.uuid).entry(claimed[0]).text == "Ik stelde het uit."
    assert (claimed[0], Entry.objects.count(), list(Card.objects.values())) == (claimed[1], 1, [before])
    cards.remove(session, before["uuid"], by=farah)
    with pytest.raises(Refused, match="niet meer op tafel"):
        notes.claim(session, before["uuid"], by=asha, key=uuid.uuid4())


def test_a_note_in_a_session_on_a_case_names_the_case(farah, noord, asha):
    edition = case_edition()
    subject = course.Subject(case=edition.taught_id)
    session = clicked(course.begin, course.prepare(noord, subject=subject, by=farah, key=uuid.uuid4()), farah)
    doors.join(session, by=asha)
    made = notes.write(session, Words("Ik zou bellen."), by=asha, key=uuid.uuid4())
    assert (made.lesson_id, made.question, made.prompt) == (
        edition.pk,
        None,
        Taught.objects.get(pk=edition.taught_id).title,
    )


def attended(farah, *people, **plan):
    session = opened(farah, **plan)
    for one in people:
        doors.join(session, by=one)
    Session.objects.filter(pk=session.pk).update(opened_at=timezone.now() - timedelta(minutes=31))
    return clicked(course.close, session, farah)


def test_attendance_goes_into_the_dossier_of_who_wants_it(farah, asha, ben):
    over = attended(farah, asha, ben)
    assert activities(asha.pk) == ()
    (found,) = queries.attended(asha)
    assert (found.session, found.minutes, found.people, found.with_lead) == (over.pk, 31, 2, False)
    dossier.keep_session(over.pk, by=asha, minutes=31, no_hierarchy=False)
    dossier.keep_session(over.pk, by=asha, minutes=31, no_hierarchy=True)
    (line,) = activities(asha.pk)
    assert (line.kind, line.minutes, line.with_whom) == (Kind.CANDIDATE, 31, "Wijkteam Noord, 2 deelnemers")
    assert line.method == "Teamreflectie, werkvorm van 20 minuten"
    assert hours.reflection_minutes([line]) == 31
    assert activities(ben.pk) == ()


def test_it_is_no_candidate_without_confirmation_company_or_minutes_or_with_a_lead(farah, asha, ben, lotte):
    for present, confirmed in (((asha, ben), False), ((asha,), True), ((asha, ben, lotte), True)):
        over = attended(farah, *present)
        kept = dossier.keep_session(over.pk, by=asha, minutes=20, no_hierarchy=confirmed)
        assert (kept.kind, hours.reflection_minutes(activities(asha.pk))) == (Kind.SESSION, 0)
    over = attended(farah, asha, ben)
    kept = dossier.keep_session(over.pk, by=asha, minutes=20, no_hierarchy=True)
    dossier.set_minutes(kept, by=asha, minutes=None)
    kept.refresh_from_db()
    assert (kept.kind, kept.minutes) == (Kind.SESSION, None)


def test_nobody_keeps_a_session_that_they_were_not_in(farah, asha, ben):
    running, over, rehearsed = opened(farah), attended(farah, asha), attended(farah, farah, rehearsal=True)
    doors.join(running, by=ben)
    for session, who in ((running, ben), (over, ben), (rehearsed, farah)):
        with pytest.raises(Refused, match="deed je niet mee"):
            dossier.keep_session(session.pk, by=who, minutes=20, no_hierarchy=True)
    with pytest.raises(Refused, match="hele minuten"):
        dossier.keep_session(over.pk, by=asha, minutes=0, no_hierarchy=True)


def test_what_is_held_on_somebody_tells_where_they_were_and_no_card(farah, asha):
    over = attended(farah, asha)
    found = held.sessions(asha)
    assert [one["over"] for one in found["meegedaan"]] == [over.asks]
    assert (found["begeleid"], found["afspraken"]) == ([], [])
    closed(farah)
    told = held.sessions(farah)
    assert len(told["begeleid"]) == 2
    assert (told["afspraken"][0]["als"], told["afspraken"][0]["stand"]) == (WHEN_THEN.when, "Staat open")
    assert "Ik vraag hulp" not in json.dumps(told)


def test_who_leaves_is_gone_and_the_teams_session_stays(farah, asha):
    session = at("choose", farah)
    browser = Browser(session, asha).draw()
    browser.card("Blijft van het team.")
    agreement = agreed(session, farah, owner=asha)
    User.objects.get(pk=asha.pk).delete()
    session = moved(Session.objects.get(pk=session.pk), "reveal", farah)
    assert [card.text for card in queries.table(session).cards] == ["Blijft van het team."]
    agreement.refresh_from_db()
    assert (agreement.owner, Participation.objects.count()) == (None, 0)
    User.objects.get(pk=farah.pk).delete()
    assert Session.objects.get(pk=session.pk).facilitators.count() == 0
