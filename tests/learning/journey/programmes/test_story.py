"""A year of an onboarding, told by its days: leave, a late start, a leap day, clocks that change, a changed module, a new round."""

import re
import uuid
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from learning.journey.programmes.models import Following
from people.reminders.digests import send
from tests.factories import cms, programmes

pytestmark = pytest.mark.django_db


def states(client, page) -> dict[str, str]:
    """What stands beside each step."""
    return {one["title"]: one["status"] for phase in client.get(page).context["phases"] for one in phase["steps"]}


def mailed() -> list[str]:
    """To whom today's mails go, and of how many things each tells. None of them names a colleague."""
    send()
    bodies = {one.to[0].split("@")[0]: one.body for one in mail.outbox}
    assert len(bodies) == len(mail.outbox)
    assert not any("Asha de Vries" in body for body in bodies.values())
    mail.outbox.clear()
    return sorted(f"{name}: {len(re.findall('^- ', body, re.MULTILINE))}" for name, body in bodies.items())


def titles(client, page, part) -> list[str]:
    """Who and what stands in one part of the lead's page."""
    return [
        getattr(one, "title", getattr(one, "programme", "")) for one in getattr(client.get(page).context["page"], part)
    ]


def test_a_year(on, programme, module, noord, asha, ben, farah, lotte):  # noqa: PLR0915  a year is long
    as_asha, as_ben, as_farah, as_lotte = (Client() for _ in range(4))

    def day(when: date, hour: int = 7) -> None:
        """Another day, on which everybody signs in anew."""
        on(when, hour)
        for client, person in ((as_asha, asha), (as_ben, ben), (as_farah, farah), (as_lotte, lotte)):
            client.force_login(person)

    team = f"/mijn-team/{noord.uuid}/"

    # A week before her first day, Lotte gives Asha the programme. Nobody is late before it began.
    day(date(2027, 12, 6))
    gift = {"programme": programme.pk, "person": asha.uuid, "first_day": "2027-12-13", "mentor": farah.uuid}
    assert as_lotte.post(f"{team}programma/", gift).status_code == 302
    page = f"/programma/{Following.objects.get(user=asha).pk}/"
    assert states(as_asha, page) == {
        "Acute route": "Uiterlijk 16 december 2027",
        "Meldcode": "Uiterlijk 10 januari 2028",
        "Meelopen": "Uiterlijk 10 januari 2028",
        "Vrijgave": "Na wat ervoor komt",
        "Eerste spiegel": "Uiterlijk 7 februari 2028",
        "Tweede spiegel": "Vanaf 15 mei 2028",
    }
    assert titles(as_lotte, team, "not_begun") == []

    # Her first day, a Monday: the mail of the week tells of Thursday. Lotte sees that she has not begun, and so does Asha.
    day(date(2027, 12, 13))
    assert mailed() == ["asha: 1"]
    assert titles(as_lotte, team, "not_begun") == ["Inwerken"]
    assert as_asha.get("/profiel/wat-mijn-teamleider-ziet/").context["teams"][0]["page"].not_begun != ()

    # She says that it is done; Farah hears of it, without a name, and signs. On Thursday there is nothing left to say.
    day(date(2027, 12, 14))
    task = programmes.number("Acute route")
    as_asha.post(f"{page}stap/{task}/", {"what": "done"})
    assert mailed() == ["farah: 1"]
    day(date(2027, 12, 15))
    assert as_farah.get("/begeleiden/").context["waiting"][0].name == "Asha de Vries"
    as_farah.post(f"{page.replace('programma', 'begeleiden')}{task}/", {"what": "sign"})
    assert states(as_asha, page)["Acute route"] == "Klaar, 15 december 2027"
    day(date(2027, 12, 16))
    assert mailed() == []

    # Ben was given the programme a week late: his dates count from that day.
    day(date(2027, 12, 20))
    as_lotte.post(f"{team}programma/", gift | {"person": ben.uuid})
    ben_page = f"/programma/{Following.objects.get(user=ben).pk}/"
    assert states(as_ben, ben_page)["Acute route"] == "Uiterlijk 23 december 2027"
    as_ben.post(f"{ben_page}verder/", {"what": "end"})

    # Ten days of leave move everything after them by ten days, past Ascension Day where that is no working day.
    as_asha.post(f"{page}verlof/", {"first_day": "2027-12-24", "last_day": "2028-01-02"})
    assert states(as_asha, page) | {} == {
        "Acute route": "Klaar, 15 december 2027",
        "Meldcode": "Uiterlijk 20 januari 2028",
        "Meelopen": "Uiterlijk 20 januari 2028",
        "Vrijgave": "Na wat ervoor komt",
        "Eerste spiegel": "Uiterlijk 17 februari 2028",
        "Tweede spiegel": "Vanaf 26 mei 2028",
    }
    day(date(2027, 12, 27))
    assert mailed() == []

    # She finishes the module a day before its day. Of the other step she hears on the day itself.
    day(date(2028, 1, 19))
    as_asha.post("/leren/meldcode/beginnen/")
    as_asha.post("/leren/meldcode/les/afronden/")
    assert states(as_asha, page)["Meldcode"] == "Klaar, 19 januari 2028"
    day(date(2028, 1, 20))
    assert mailed() == ["asha: 1"]

    # It stays undone. Lotte can see it; her mail says so only a week after Asha was told, and once.
    day(date(2028, 1, 21))
    assert titles(as_lotte, team, "late") == ["Meelopen"]
    assert states(as_asha, page)["Meelopen"] == "Was afgesproken voor 20 januari 2028"
    day(date(2028, 1, 26))
    assert mailed() == []
    day(date(2028, 1, 27), hour=8)
    assert mailed() == ["lotte: 1"]
    day(date(2028, 1, 28))
    assert mailed() == []

    # They agree on the leap day, and it is no longer late. On that day she is told, does it, and Farah signs.
    step = programmes.number("Meelopen")
    number = Following.objects.get(user=asha).pk
    as_lotte.post(f"{team}{number}/{step}/", {"what": "date", "due_on": "2028-02-29"})
    assert titles(as_lotte, team, "late") == []
    assert states(as_asha, page)["Meelopen"] == "Uiterlijk 29 februari 2028"
    day(date(2028, 2, 16))
    as_asha.post("/spiegel/vraag/3/schrijven/", {"text": "Ik wachtte te lang.", "key": uuid.uuid4()})
    assert states(as_asha, page)["Eerste spiegel"] == "Klaar, 16 februari 2028"
    day(date(2028, 2, 29))
    assert mailed() == ["asha: 1"]
    as_asha.post(f"{page}stap/{step}/", {"what": "done"})
    as_farah.post(f"/begeleiden/{number}/{step}/", {"what": "sign"})

    # Now the release is hers to do: its day went by while it waited, so she sees that, and Lotte does.
    assert states(as_asha, page)["Vrijgave"] == "Was afgesproken voor 27 januari 2028"
    release = programmes.number("Vrijgave")
    as_asha.post(f"{page}stap/{release}/", {"what": "done"})
    assert titles(as_lotte, team, "late") == []
    as_farah.post(f"/begeleiden/{number}/{release}/", {"what": "back"})
    assert "wil dit eerst bespreken" in as_asha.get(page).content.decode()
    as_asha.post(f"{page}stap/{release}/", {"what": "done"})
    as_farah.post(f"/begeleiden/{number}/{release}/", {"what": "sign"})

    # The night on which clocks go forward: nothing comes twice. A changed module takes nothing away.
    for hour in (1, 4):
        day(date(2028, 3, 26), hour=hour)
        assert mailed() == []
    lesson = module.get_children().get().specific
    lesson.change, lesson.body = "material", [("text", "<h2>Anders</h2><p>Dit is nieuw.</p>")]
    cms.publish_now(lesson)
    assert states(as_asha, page)["Meldcode"] == "Klaar, 19 januari 2028"

    # The programme gets a step more. She chooses to go over; what she did counts.
    programmes.programme(
        programmes.step("Acute route", days=3),
        programmes.step("Meldcode", "module", weeks=4, of="meldcode"),
        programmes.step("Meelopen", weeks=4),
        programmes.step("Vrijgave", weeks=5, needs="all"),
        programmes.step("Eerste spiegel", "reflection", weeks=8),
        programmes.step("Kennismaken", weeks=20),
        programmes.step("Tweede spiegel", "reflection", weeks=26, opens=programmes.opens(22)),
    )
    assert "Kennismaken" not in states(as_asha, page)
    assert "Er is een nieuwere versie" in as_asha.get(page).content.decode()
    as_asha.post(f"{page}verder/", {"what": "over"})
    now = states(as_asha, page)
    assert (now["Kennismaken"], now["Meelopen"]) == ("Uiterlijk 11 mei 2028", "Klaar, 29 februari 2028")

    # She did that elsewhere before: she asks not to have to, Lotte agrees, and both of them can read who decided.
    meet = programmes.number("Kennismaken")
    as_asha.post(f"{page}stap/{meet}/", {"what": "exempt", "why": "before"})
    assert titles(as_lotte, team, "exempting") == ["Kennismaken"]
    as_lotte.post(f"{team}{number}/{meet}/", {"what": "grant"})
    assert states(as_asha, page)["Kennismaken"] == "Hoeft niet"
    assert "Vrijstelling van Lotte de Vries" in as_asha.get(page).content.decode()

    # The second time in the mirror opens in May; a text of April is none. Then all that had to be done is done.
    day(date(2028, 4, 20))
    as_asha.post("/spiegel/vraag/4/schrijven/", {"text": "Ik luisterde beter.", "key": uuid.uuid4()})
    day(date(2028, 5, 26))
    assert states(as_asha, page)["Tweede spiegel"] == "Uiterlijk 22 juni 2028"
    day(date(2028, 6, 20))
    as_asha.post("/spiegel/vraag/3/schrijven/", {"text": "Ik wacht niet meer.", "key": uuid.uuid4()})
    assert "Alles wat moest, is klaar" in as_asha.get(page).content.decode()
    assert as_lotte.get(team).context["page"].late == ()

    # A year after the first day a new round begins. The first stays as it was; what was learned then is asked again.
    day(date(2028, 12, 13))
    again = as_asha.post(f"{page}verder/", {"what": "again"})["Location"]
    assert states(as_asha, page)["Meldcode"] == "Klaar, 19 januari 2028"
    assert states(as_asha, again)["Meldcode"] == "Uiterlijk 10 januari 2029"
    assert "Ronde 2" in as_asha.get(again).content.decode()
    as_asha.post(f"{again}stap/{programmes.number('Meldcode')}/", {"what": "done"})
    assert states(as_asha, again)["Meldcode"] == "Klaar, 13 december 2028"
    assert Following.objects.filter(user=asha).count() == 2
