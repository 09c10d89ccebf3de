"""The demo's people: two invented municipalities, their teams, and who works there. Made once; what somebody changes afterwards stays."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.models import Membership, Organisation, Profession, Role, Team, User

DOMAIN = "demo.example"
VOORBEELDSTAD, ANDERSTAD = "voorbeeldstad", "anderstad"
ORGANISATIONS = {
    VOORBEELDSTAD: ("Gemeente Voorbeeldstad", ("Wijkteam Noord", "Wijkteam Zuid")),
    ANDERSTAD: ("Gemeente Anderstad", ("Wijkteam Centrum",)),
}


@dataclass(frozen=True, kw_only=True)
class Someone:
    """An invented colleague. `days` is how long ago the first working day was."""

    name: str
    last_name: str
    organisation: str = VOORBEELDSTAD
    team: str = ""
    role: Role = Role.PROFESSIONAL
    profession: Profession | None = None
    days: int = 400

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@{DOMAIN}"


NOORD, ZUID, CENTRUM = "Wijkteam Noord", "Wijkteam Zuid", "Wijkteam Centrum"
PEOPLE = (
    Someone(name="Asha", last_name="Yilmaz", team=NOORD, profession=Profession.YOUTH_AND_FAMILY, days=20),
    Someone(name="Ben", last_name="de Boer", team=NOORD, profession=Profession.SOCIAL_WORKER, days=3),
    Someone(name="Farah", last_name="El Idrissi", team=NOORD, profession=Profession.BEHAVIOURAL_SCIENTIST, days=1500),
    Someone(
        name="Lotte", last_name="van Dijk", team=NOORD, role=Role.LEAD, profession=Profession.YOUTH_AND_FAMILY, days=900
    ),
    Someone(
        name="Edith",
        last_name="Jansen",
        team=NOORD,
        role=Role.TRAINER,
        profession=Profession.BEHAVIOURAL_SCIENTIST,
        days=1200,
    ),
    Someone(name="Omar", last_name="Bakkali", role=Role.ADMIN, days=800),
    Someone(name="Noor", last_name="Hendriks", team=NOORD, profession=Profession.YOUTH_NURSE, days=300),
    Someone(name="Joris", last_name="Peters", team=NOORD, profession=Profession.YOUTH_WORKER, days=40),
    Someone(name="Mila", last_name="Kuiper", team=NOORD, profession=Profession.PARENTING_SUPPORT, days=150),
    Someone(name="Hassan", last_name="Demir", team=NOORD, profession=Profession.YOUTH_DOCTOR, days=700),
    Someone(name="Daan", last_name="Smit", team=NOORD, profession=Profession.PRACTICE_SUPPORT, days=60),
    Someone(name="Ilse", last_name="Vos", team=ZUID, role=Role.LEAD, profession=Profession.SOCIAL_WORKER, days=1000),
    Someone(name="Rachid", last_name="Amrani", team=ZUID, profession=Profession.YOUTH_AND_FAMILY, days=500),
    Someone(name="Sanne", last_name="Post", team=ZUID, profession=Profession.YOUTH_AND_FAMILY, days=90),
    Someone(name="Kofi", last_name="Mensah", team=ZUID, profession=Profession.YOUTH_WORKER, days=220),
    Someone(name="Julia", last_name="Nowak", team=ZUID, profession=Profession.YOUTH_NURSE, days=35),
    Someone(
        name="Sam",
        last_name="Willems",
        organisation=ANDERSTAD,
        team=CENTRUM,
        profession=Profession.YOUTH_AND_FAMILY,
        days=30,
    ),
    Someone(
        name="Tess",
        last_name="Mulder",
        organisation=ANDERSTAD,
        role=Role.TRAINER,
        profession=Profession.BEHAVIOURAL_SCIENTIST,
        days=600,
    ),
)
PETRA = Someone(name="Petra", last_name="Visser", organisation="")
"""The platform's administrator, who belongs to no organisation."""


def make_people(password: str) -> list[str]:
    """Make the organisations, teams and people that are not there yet. Answers what was made, in words."""
    made = [line for slug in ORGANISATIONS for line in _make_organisation(slug)]
    known = set(User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    missing = [someone for someone in (PETRA, *PEOPLE) if someone.email not in known]
    if missing:
        hashed = make_password(password)  # one hash for all: hashing takes long, and the password is no secret here
        made += [_make_person(someone, hashed) for someone in missing]
    return made


def demo_user(name: str) -> User:
    """One of the demo's people."""
    return User.objects.get(email=f"{name.lower()}@{DOMAIN}")


def _make_organisation(slug: str) -> list[str]:
    name, teams = ORGANISATIONS[slug]
    organisation, is_new = Organisation.objects.get_or_create(slug=slug, defaults={"name": name})
    made = [f"organisatie {name}"] if is_new else []
    for team in teams:
        _team, is_new = Team.objects.get_or_create(organisation=organisation, name=team)
        made += [f"team {team} ({name})"] if is_new else []
    return made


def _make_person(someone: Someone, hashed: str) -> str:
    today = timezone.localdate()
    user = User(
        email=someone.email,
        first_name=someone.name,
        last_name=someone.last_name,
        profession=someone.profession or "",
        first_day=today - timedelta(days=someone.days) if someone.organisation else None,
        is_superuser=someone is PETRA,
        password=hashed,
    )
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if someone.organisation:
        _make_membership(user, someone, today - timedelta(days=someone.days))
    return f"{user.get_full_name()} <{user.email}>, {_part(someone)}"


def _make_membership(user: User, someone: Someone, started_on: date) -> None:
    organisation = Organisation.objects.get(slug=someone.organisation)
    team = Team.objects.get(organisation=organisation, name=someone.team) if someone.team else None
    Membership.objects.create(user=user, organisation=organisation, team=team, role=someone.role, started_on=started_on)


def _part(someone: Someone) -> str:
    if not someone.organisation:
        return "platformbeheerder"
    return f"{someone.role.label}, {someone.team or ORGANISATIONS[someone.organisation][0]}"
