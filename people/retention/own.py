"""What this room, and the libraries below it, keep for a term."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, PageLogEntry, UploadedFile

from people.access.actions import oldest
from people.access.models import Access
from people.exports.models import Export
from people.invitations.models import Invitation, InvitedList
from people.models import Membership
from people.reminders.models import Digest
from people.retention.kinds import Fixed, Kind, Part, register
from people.retention.sweeping import delete
from people.retention.terms import ACCOUNT, INVITATIONS, LOG, MEMBERSHIP, REMINDERS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ACCOUNTS = Kind(
    name="accounts",
    title=_("Account zonder organisatie"),
    what=_(
        "Wie nergens meer bij hoort, houdt het account en de spiegel nog zo lang. Dan volgt een mail, en na nog eens"
        " 30 dagen wissen we alles."
    ),
    term=ACCOUNT,
    tables=frozenset({"people.User"}),
)
_KINDS = (
    ACCOUNTS,
    Kind(
        name="memberships",
        title=_("Rollen die voorbij zijn"),
        what=_("Dat iemand een rol had, in welk team, en van wanneer tot wanneer."),
        term=MEMBERSHIP,
        tables=frozenset({"people.Membership"}),
        parts=(
            Part(
                rows=Membership.objects.exclude(ended_on=None).all,
                since="ended_on",
                organisation="organisation",
                person="user",
            ),
        ),
    ),
    Kind(
        name="reminders",
        title=_("Verstuurde herinneringen"),
        what=_("Op welke dag een mail ging over wat eraan kwam, en waarover. De mail zelf bewaren we niet."),
        term=REMINDERS,
        tables=frozenset({"people.Digest", "people.Reminder"}),
        parts=(Part(rows=Digest.objects.all, since="day", person="user"),),
    ),
    Kind(
        name="invitations",
        title=_("Uitnodigingen die voorbij zijn"),
        what=_("Wie is uitgenodigd, met welk e-mailadres en voor welke rol."),
        term=INVITATIONS,
        tables=frozenset({"people.Invitation", "people.InvitedList"}),
        parts=(
            Part(
                rows=Invitation.objects.exclude(ended_at=None).all,
                since="ended_at",
                organisation="organisation",
                person="member",
            ),
            Part(rows=Invitation.objects.filter(ended_at=None).all, since="expires_at", organisation="organisation"),
            Part(rows=InvitedList.objects.all, since="made_at", organisation="organisation"),
        ),
    ),
)


def told() -> None:
    """Tell of every kind of this room."""
    for kind in _KINDS:
        register(kind)
    for name, title, long, table, rows in (
        ("access", _("Wie er naar je keek"), _("een jaar"), "people.Access", _access),
        ("exports", _("Bestanden om mee te nemen"), _("24 uur"), "people.Export", _exports),
        ("sign-ins", _("Ingelogd blijven"), _("12 uur"), "sessions.Session", _sign_ins),
        ("confirmations", _("Bevestigen van een e-mailadres"), _("drie dagen"), "account.EmailConfirmation", _confirmations),
        ("editing", _("Wie in de studio aan een pagina werkt"), _("een uur"), "wagtailadmin.EditingSession", _editing),
        ("forms", _("Formulieren van de studio die niet af zijn"), _("een dag"), "wagtailadmin.FormState", _forms),
    ):  # fmt: skip
        register(_rows(name, title, long, table, rows))
    register(
        Fixed(
            name="uploads",
            title=_("Bestanden voor de studio die niet af zijn"),
            long=lambda: _("een dag"),
            tables=frozenset({"wagtailcore.UploadedFile"}),
            count=lambda: len(_left_uploads()),
            end=_end_uploads,
        )
    )
    register(
        Fixed(
            name="log",
            title=_("Logboek van de studio"),
            long=_log_kept,
            tables=frozenset({"wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"}),
            count=lambda: sum(rows.count() for rows in _log()),
            end=lambda: sum(delete(rows) for rows in _log()),
        )
    )


def _rows(
    name: str, title: "StrOrPromise", long: "StrOrPromise", table: str, rows: Callable[[], QuerySet[Any]]
) -> Fixed:
    return Fixed(
        name=name,
        title=title,
        long=lambda: long,
        tables=frozenset({table}),
        count=lambda: rows().count(),
        end=lambda: delete(rows()),
    )


def _access() -> QuerySet[Any]:
    return Access.objects.filter(day__lt=oldest(timezone.localdate()))


def _exports() -> QuerySet[Any]:
    return Export.objects.filter(expires_at__lte=timezone.now())


def _sign_ins() -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=timezone.now())


def _confirmations() -> QuerySet[Any]:
    return EmailConfirmation.objects.all_expired()


def _editing() -> QuerySet[Any]:
    return EditingSession.objects.stale()


def _forms() -> QuerySet[Any]:
    return FormState.objects.stale()


def _log_kept() -> str:
    return _now("%(long)s; wie de site beheert, kiest dit") % {"long": LOG.said(settings.LOG_MONTHS)}


def _log() -> Iterator[QuerySet[Any]]:
    """What stands in Wagtail's two logs for longer than the operator keeps it."""
    first = LOG.cutoff(timezone.localdate(), settings.LOG_MONTHS)
    before = timezone.make_aware(datetime.combine(first, time.min))
    return (log.objects.filter(timestamp__lt=before) for log in (PageLogEntry, ModelLogEntry))


def _left_uploads() -> list[UploadedFile]:
    """Uploads that nobody finished in a day, by the age of their file; one whose file is gone is of no use."""
    before = timezone.now() - timedelta(days=1)
    return [one for one in UploadedFile.objects.all() if not _is_there(one) or _modified(one) < before]


def _is_there(one: UploadedFile) -> bool:
    return bool(one.file) and one.file.storage.exists(one.file.name)


def _modified(one: UploadedFile) -> datetime:
    found: datetime = one.file.storage.get_modified_time(one.file.name)
    return found


def _end_uploads() -> int:
    left = _left_uploads()
    for one in left:
        one.file.delete(save=False)
        one.delete()
    return len(left)
