"""What this room, and the libraries below it, hold on somebody: sections for people.holdings."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from people import holdings
from people.access.models import Access
from people.calendars.models import CalendarFeed
from people.invitations.models import Invitation
from people.models import Membership, User
from people.openid.models import Identity
from people.reminders.models import Digest
from people.retention.models import Farewell


def moment(at: datetime | date | None) -> str | None:
    """A time or a day as JSON holds it."""
    return at.isoformat() if at else None


def register() -> None:
    """Tell of every section of this room."""
    told = holdings.register
    told(
        "wie-keek",
        _("Wie keek er"),
        looks,
        tables=frozenset({"people.Access"}),
        why=_("Om je te laten zien wie in je organisatie iets over jou bekeek."),
    )
    told(
        "profiel",
        _("Profiel"),
        profile,
        tables=frozenset(
            {"people.User", "account.EmailAddress", "wagtailusers.UserProfile", "wagtailcore.PageSubscription"}
        ),
        why=_("Om je in te laten loggen en je bij je naam te noemen."),
    )
    told(
        "herinneringen",
        _("Mail over wat eraan kwam"),
        reminders,
        tables=frozenset({"people.Digest", "people.Reminder"}),
        why=_("Om je niet twee keer aan hetzelfde te herinneren. De dagen; nooit wat je schreef."),
    )
    told(
        "agenda",
        _("Je agenda-adres"),
        calendar,
        tables=frozenset({"people.CalendarFeed"}),
        why=_(
            "Om jouw agenda-programma te laten zien wat er voor je aankomt. Het adres zelf bewaren we niet leesbaar."
        ),
    )
    told(
        "uitnodigingen",
        _("Uitnodigingen"),
        invitations,
        tables=frozenset({"people.Invitation", "people.InvitedList"}),
        why=_("Om je bij een organisatie te laten horen."),
    )
    told(
        "lidmaatschappen",
        _("Lidmaatschappen en rollen"),
        memberships,
        tables=frozenset({"people.Membership"}),
        why=_("Om te weten wat je mag zien en doen."),
    )
    told(
        "vertrek",
        _("Na je laatste rol"),
        farewell,
        tables=frozenset({"people.Farewell"}),
        why=_("Om te bewaren wat van jou is nadat je wegging, en je te zeggen tot wanneer."),
    )
    told(
        "tweede-stap",
        _("Tweede stap bij het inloggen"),
        second_factors,
        tables=frozenset({"mfa.Authenticator"}),
        why=_("Om zeker te weten dat jij het bent. De geheimen zelf staan hier niet."),
    )
    told(
        "inlogdiensten",
        _("Inloggen met een dienst"),
        identities,
        tables=frozenset({"people.Identity"}),
        why=_(
            "Om je te herkennen als je inlogt met de dienst van je organisatie. Naam en mail van die dienst vragen we niet."
        ),
    )
    told(
        "geschreven-inhoud",
        _("Inhoud waaraan je werkte"),
        authored,
        tables=frozenset(
            {
                "wagtailcore.Page",
                "wagtailcore.Revision",
                "wagtailcore.Comment",
                "wagtailcore.CommentReply",
                "wagtailcore.WorkflowState",
                "wagtailcore.TaskState",
                "wagtailimages.Image",
                "wagtaildocs.Document",
            }
        ),
        why=_("Om te weten wie welke les of casus schreef. Titels en dagen; de inhoud is van je organisatie."),
    )
    told(
        "logboek",
        _("Logboek van wat je in de studio deed"),
        access_log,
        tables=frozenset({"wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"}),
        why=_("Om na te kunnen gaan wie wat veranderde."),
    )


def profile(user: User) -> dict[str, Any]:
    settings = UserProfile.objects.filter(user=user).first()
    return {
        "e-mailadres": user.email,
        "voornaam": user.first_name,
        "achternaam": user.last_name,
        "beroepsgroep": user.get_profession_display(),
        "eerste_werkdag": moment(user.first_day),
        "weergave": user.get_theme_display(),
        "mail_over_wat_eraan_komt": user.get_reminders_display(),
        "aangemaakt_op": moment(user.date_joined),
        "laatst_ingelogd": moment(user.last_login),
        "nummer": str(user.uuid),
        "adressen": [
            {"adres": one.email, "bevestigd": one.verified, "eerste": one.primary}
            for one in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "instellingen_studio": _settings(settings) if settings else None,
        "berichten_over_paginas": [
            {"pagina": one.page.title, "bij_opmerkingen": one.comment_notifications}
            for one in PageSubscription.objects.filter(user=user).select_related("page").order_by("pk")
        ],
    }


def _settings(one: UserProfile) -> dict[str, Any]:
    names = [field.name for field in one._meta.concrete_fields if field.name not in {"id", "user", "avatar"}]
    return {name: _plain(getattr(one, name)) for name in names} | {"avatar": bool(one.avatar)}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def memberships(user: User) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(user=user).select_related("organisation", "team").order_by("started_on", "pk")
    return [
        {
            "organisatie": one.organisation.name,
            "team": one.team.name if one.team else None,
            "rol": one.get_role_display(),
            "vanaf": moment(one.started_on),
            "tot": moment(one.ended_on),
        }
        for one in rows
    ]


def farewell(user: User) -> dict[str, Any] | None:
    row = Farewell.objects.filter(user=user).select_related("organisation").first()
    if row is None:
        return None
    return {
        "weg_bij": row.organisation.name if row.organisation else None,
        "weg_op": moment(row.left_on),
        "blijft_tot_en_met": moment(row.until),
        "mail_bij_vertrek_op": moment(row.told_on),
        "mail_vooraf_op": moment(row.warned_on),
        "wissen_op": moment(row.erase_on),
    }


def calendar(user: User) -> dict[str, Any] | None:
    feed = CalendarFeed.objects.filter(user=user).first()
    return {"gemaakt_op": moment(feed.made_at)} if feed else None


def looks(user: User) -> list[dict[str, Any]]:
    """Who looked at something of this person, and on which days they looked at others': of these no name."""
    own = Access.objects.filter(user=user).select_related("by").order_by("day", "pk")
    seen = [{"dag": moment(one.day), "wat": one.get_what_display(), "wie": str(one.by or "")} for one in own]
    others = Access.objects.filter(by=user).order_by("day", "pk")
    return seen + [
        {"dag": moment(one.day), "wat": one.get_what_display(), "wie": "jij, bij een ander"} for one in others
    ]


def invitations(user: User) -> list[dict[str, Any]]:
    """Those sent to the address, and those that the person made: of these only that they did."""
    rows = Invitation.objects.filter(Q(email__iexact=user.email) | Q(member=user) | Q(by=user))
    return [
        {
            "organisatie": one.organisation.name,
            "gemaakt_op": moment(one.made_at),
            "door_jou": one.by_id == user.pk,
            "aangenomen_op": moment(one.ended_at) if one.member_id == user.pk else None,
        }
        for one in rows.select_related("organisation")
    ]


def reminders(user: User) -> list[dict[str, Any]]:
    rows = Digest.objects.filter(user=user).prefetch_related("reminders").order_by("day")
    return [
        {"dag": moment(one.day), "verstuurd": moment(one.sent_at), "over": [told.key for told in one.reminders.all()]}
        for one in rows
    ]


def second_factors(user: User) -> list[dict[str, Any]]:
    return [
        {"soort": one.type, "gemaakt_op": moment(one.created_at), "laatst_gebruikt": moment(one.last_used_at)}
        for one in Authenticator.objects.filter(user=user).order_by("pk")
    ]


def identities(user: User) -> list[dict[str, Any]]:
    rows = Identity.objects.filter(user=user)
    return [{"dienst": one.issuer, "nummer_daar": one.subject, "gekoppeld_op": moment(one.made_at)} for one in rows]


def authored(user: User) -> dict[str, Any]:
    owned = Page.objects.filter(Q(owner=user) | Q(locked_by=user)).order_by("pk")
    revisions = Revision.objects.filter(user=user).order_by("created_at", "pk")
    return {
        "paginas": [
            {
                "titel": one.title,
                "gemaakt_op": moment(one.first_published_at),
                "van_jou": one.owner_id == user.pk,
                "door_jou_op_slot": one.locked_by_id == user.pk,
            }
            for one in owned
        ],
        "bewerkingen": [
            {"titel": title, "op": moment(at)}
            for title, at in revisions.values_list("object_str", "created_at").iterator()
        ],
        "opmerkingen": _comments(Comment.objects.filter(user=user).select_related("page").order_by("pk")),
        "reacties": _comments(CommentReply.objects.filter(user=user).order_by("pk")),
        "aangevraagde_beoordelingen": [
            {"op": moment(at), "stand": status}
            for at, status in WorkflowState.objects.filter(requested_by=user).values_list("created_at", "status")
        ],
        "beoordelingen": [
            {"op": moment(at), "stand": status, "toelichting": said}
            for at, status, said in TaskState.objects.filter(finished_by=user).values_list(
                "finished_at", "status", "comment"
            )
        ],
        "afbeeldingen": _files(Image.objects.filter(uploaded_by_user=user).values_list("title", "created_at")),
        "documenten": _files(Document.objects.filter(uploaded_by_user=user).values_list("title", "created_at")),
    }


def _comments(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"tekst": one.text, "op": moment(one.created_at)} for one in rows]


def _files(rows: Iterable[tuple[str, datetime]]) -> list[dict[str, Any]]:
    return [{"titel": title, "op": moment(at)} for title, at in rows]


def access_log(user: User) -> list[dict[str, Any]]:
    found = [
        {"op": moment(at), "wat": action, "waaraan": label}
        for log in (PageLogEntry, ModelLogEntry)
        for at, action, label in log.objects.filter(user=user).values_list("timestamp", "action", "label")
    ]
    return sorted(found, key=lambda one: str(one["op"]))
