import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import Revision, Site

from cms.checks.deciding import checked_whole
from cms.demo import core_modules, make_local_texts
from cms.importing.package import read_package
from cms.local import notes
from cms.models import ContentRoot, Edition, Imported, LessonPage, LocalText, ModulePage, Slot
from cms.reflection_questions import current
from learning.journey import queries
from learning.journey.management.commands import seed_demo
from learning.journey.models import Completion, Enrolment, Progress
from learning.practice.models import Answer
from learning.reflection.models import Comment, Draft, Entry, Intention, Opening, Share
from people.demo import demo_user, make_people
from people.models import Membership, Organisation, Profession, Role, Team, User
from people.viewer import viewer_of

pytestmark = pytest.mark.django_db
CONTENT = Path(settings.BASE_DIR) / "content"
MODULES = core_modules(CONTENT)
COUNTED = (
    User,
    Membership,
    Team,
    Edition,
    Revision,
    Imported,
    LocalText,
    Enrolment,
    Progress,
    Completion,
    Answer,
    Entry,
    Intention,
    Draft,
    Share,
    Opening,
    Comment,
)


def _counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.fixture
def everyone(db):
    return make_people(settings.DEMO_PASSWORD)


@pytest.fixture
def local_texts(everyone):
    slots = {slot.key: slot for module in MODULES for slot in read_package(module)[0].slots.values()}
    Slot.objects.bulk_create(Slot(key=slot.key, **slot.says()) for slot in slots.values())
    return make_local_texts(Organisation.objects.get(slug="voorbeeldstad"), by=demo_user("edith"))


@pytest.mark.slow
@pytest.mark.whole
def test_the_demo_shows_people_under_way_and_a_second_time_changes_nothing(capsys, client):
    folders = MODULES
    call_command("seed_demo", verbosity=0)
    asha, noor = (queries.standing(viewer_of(demo_user(name)), "meldcode") for name in ("asha", "noor"))
    assert [asha.state(lesson) for lesson in asha.lessons[:4]] == ["done", "done", "busy", "new"]
    assert noor.is_complete
    assert Completion.objects.get().enrolment_id == noor.enrolment_id
    assert Enrolment.objects.count() == 2
    assert [one.number for one in current().values() if one.edition_number == 1] == list(range(1, 11))
    assert _modules(client, "edith") == _modules(client, "petra") == ["Voorbeeld: zo dragen wij een gezin over"]
    core = {json.loads((folder / "module.json").read_text())["slug"] for folder in folders}
    assert set(ModulePage.objects.live().values_list("slug", flat=True)) == core | {"wijkteam-noord"}
    site = Site.objects.get()
    assert f"http://{site.hostname}:{site.port}" == settings.SITE_URL
    assert _problems_in([*folders, CONTENT / "wijkteam-noord"]) == []

    _change_by_hand(LessonPage.objects.first())
    before = _counts()
    call_command("seed_demo")
    assert _counts() == before
    assert capsys.readouterr().out == "zelf veranderd, blijft zo: les waarom-een-meldcode\n" + _ALREADY


def _problems_in(folders):
    """Errors and warnings of the checks in these modules, as they stand on the site (docs/how-to/check-content.md)."""
    slugs = [json.loads((folder / "module.json").read_text())["slug"] for folder in folders]
    modules = ModulePage.objects.filter(slug__in=slugs)
    assert modules.count() == len(slugs)
    return [finding for module in modules for one in checked_whole(module) for finding in one.problems]


def _modules(client, name):
    """The modules of Voorbeeldstad as the studio lists them for somebody."""
    client.force_login(demo_user(name))
    root = ContentRoot.objects.get(organisation__slug="voorbeeldstad")
    html = client.get(f"/studio/pages/{root.pk}/").content.decode()
    return [page.title for page in ModulePage.objects.child_of(root) if page.title in html]


_ALREADY = "De demo is er al; er is niets veranderd.\n"


def _change_by_hand(page):
    """As an author does, and then the makers bring out another text of the same lesson."""
    page.summary = "Met de hand."
    page.save_revision(user=demo_user("petra")).publish(user=demo_user("petra"))
    Imported.objects.filter(path__endswith=f"/les/{page.slug}").update(source="the makers' earlier text")


def test_everyone_of_the_cast_is_there_with_their_role(everyone):
    roles = {
        name: sorted(viewer_of(demo_user(name)).roles)
        for name in ("asha", "ben", "farah", "lotte", "edith", "omar", "sam", "tess", "petra")
    }
    assert roles == {
        "asha": [Role.PROFESSIONAL], "ben": [Role.PROFESSIONAL], "farah": [Role.PROFESSIONAL], "lotte": [Role.LEAD],
        "edith": [Role.TRAINER], "omar": [Role.ADMIN], "sam": [Role.PROFESSIONAL], "tess": [Role.TRAINER], "petra": [],
    }  # fmt: skip


def test_petra_alone_administers_the_platform(everyone):
    assert [user.first_name for user in User.objects.filter(is_superuser=True)] == ["Petra"]


def test_wijkteam_noord_is_a_team_of_some_size_with_one_youth_nurse(everyone):
    members = User.objects.filter(memberships__team__name="Wijkteam Noord")
    assert members.count() >= 8
    assert members.filter(profession=Profession.YOUTH_NURSE).count() == 1


def test_a_password_is_set_once_and_stays_what_somebody_made_of_it(everyone):
    asha = demo_user("asha")
    assert asha.check_password(settings.DEMO_PASSWORD)
    asha.set_password("iets-heel-anders")
    asha.save()
    assert make_people(settings.DEMO_PASSWORD) == []
    assert demo_user("asha").check_password("iets-heel-anders")


def test_one_slot_is_empty_and_one_text_is_past_its_date(local_texts):
    texts = LocalText.objects.filter(live=True)
    assert [(slot.key, slot.safety) for slot in Slot.objects.exclude(pk__in=texts.values("slot"))] == [
        ("vertrouwenspersoon", False)
    ]
    found = notes(Organisation.objects.get(slug="voorbeeldstad").pk, [text.slot.key for text in texts])
    assert [key for key, note in found.items() if note.is_outdated] == ["letselduiding"]


def test_anderstad_has_no_local_texts(local_texts):
    assert not LocalText.objects.filter(organisation__slug="anderstad").exists()


def test_local_texts_hold_no_telephone_numbers_but_the_national_ones(local_texts):
    texts = LocalText.objects.values_list("text", flat=True)
    assert {number for text in texts for number in re.findall(r"[\d][\d -]+\d", text.replace(".00", ""))} - {"17"} == {
        "112",
        "0800-2000",
    }


def test_production_is_refused_unless_said_out_loud(settings, monkeypatch):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed_demo", verbosity=0)
    assert not User.objects.exists()
    monkeypatch.setattr(seed_demo.Command, "_content", lambda self: [])
    monkeypatch.setattr(seed_demo.Command, "_progress", lambda self: [])
    call_command("seed_demo", verbosity=0, yes_this_is_a_demo=True)
    assert User.objects.exists()
