"""The demo's programmes: the core's own, and how far three invented colleagues are with it, through the same actions as everybody's."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from cms.models import Kind, Taught
from learning.journey.programmes import actions
from learning.journey.programmes.files import bring
from learning.journey.programmes.models import Following, Need, Why
from people.demo import demo_user
from people.models import User

_SLUG = "inwerken-in-zes-maanden"
_ROUNDS = (("asha", "farah", 20), ("ben", "farah", 3), ("joris", "noor", 40))
"""Who follows it, who mentors, and how many days ago it began."""


def make_programmes(folder: Path) -> list[str]:
    """Publish the programmes in the folder. Answers what changed, in words."""
    brought = [bring(path) for path in sorted(folder.glob("*.json"))]
    return [f"programma: {one.title}" for one in brought if one.is_new]


def make_rounds() -> list[str]:
    """Give the programme to some. Answers what was made, in words."""
    programme = Taught.objects.get(kind=Kind.PROGRAMME, slug=_SLUG, organisation=None)
    people = {name: demo_user(name) for row in _ROUNDS for name in row[:2]} | {"lotte": demo_user("lotte")}
    new = [row for row in _ROUNDS if not Following.objects.filter(user=people[row[0]]).exists()]
    for name, mentor, days in new:
        _begin(programme, people[name], people[mentor], days, by=people["lotte"])
    if any(name == "asha" for name, _mentor, _days in new):
        _tell(people["asha"], people["farah"])
    if any(name == "joris" for name, _mentor, _days in new):
        _ask(people["joris"])
    return [f"programma van {people[name].get_full_name()}" for name, _mentor, _days in new]


def _begin(programme: Taught, person: User, mentor: User, days: int, *, by: User) -> None:
    following = actions.begin(programme, person, mentor=mentor, by=by)
    Following.objects.filter(pk=following.pk).update(first_day=timezone.localdate() - timedelta(days=days))


def _steps(person: User) -> tuple[Following, dict[str, str]]:
    following = Following.objects.select_related("line__head").get(user=person)
    head = following.line.head
    steps = head.content["steps"] if head else []
    return following, {one["title"]: one["id"] for one in steps}


def _tell(asha: User, farah: User) -> None:
    following, steps = _steps(asha)
    for title in ("Zet de acute route in je telefoon", "Maak je eigen kaart van de wijk"):
        actions.report(following, UUID(steps[title]))
    actions.sign(following, UUID(steps["Zet de acute route in je telefoon"]), by=farah)
    ahead = timezone.localdate() + timedelta(days=30)
    actions.add_leave(following, ahead, ahead + timedelta(days=6))


def _ask(joris: User) -> None:
    following, steps = _steps(joris)
    step = UUID(steps["De Meldcode, met de toets"])
    actions.ask_help(joris, Need.TIME, following=following, step=step)
    actions.ask_exemption(following, UUID(steps["Maak je eigen kaart van de wijk"]), Why.BEFORE)
