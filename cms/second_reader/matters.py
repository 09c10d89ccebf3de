"""What the studio's first page tells of reading for each other: what one is asked to read, and how it stands with what one asked."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.permissions import Author
from cms.second_reader.queries import Reading, unsettled
from cms.studio import Matter, Matters
from people.models import Organisation, User


def matters(user: User, author: Author) -> Iterator[Matters]:
    """Nothing where the organisation does not publish with four eyes."""
    ours = {pk for pk in (*author.organisation_ids, author.local_organisation_id) if pk is not None}
    asked = Organisation.objects.filter(pk__in=ours, two_person_approval=True).values_list("pk", flat=True)
    readings = unsettled(user, set(asked)) if ours else []
    yield Matters(
        _("Een collega vraagt je om na te lezen"), [Matter(one.title, one.url, _by(one)) for one in readings if one.may_decide]
    )  # fmt: skip
    yield Matters(
        _("Wat je liet nalezen"),
        [Matter(one.title, one.url, _stands(one), one.state == "sent-back") for one in readings if one.is_mine],
    )


def _by(one: Reading) -> str:
    return _("%(who)s vraagt het je") % {"who": one.asked_by} if one.asked_by else _("wacht op een lezer")


def _stands(one: Reading) -> str:
    return _("terug, met een opmerking") if one.state == "sent-back" else _("wacht op een collega")
