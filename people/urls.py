"""One's own pages."""

from django.urls import path

from people import views
from people.access import views as access
from people.administration import views as administration
from people.calendars import views as calendars
from people.exports import views as exports
from people.invitations import views as invitations
from people.leaving import views as leaving
from people.openid import views as openid
from people.retention import views as retention

app_name = "people"
urlpatterns = [
    path("profiel/", views.profile, name="profile"),
    path("profiel/gegevens/", exports.data, name="data"),
    path("profiel/wie-keek/", access.log, name="access"),
    path("profiel/bewaren/", retention.kept, name="kept"),
    path("profiel/bewaren/langer/", retention.keep_longer, name="keep-longer"),
    path("profiel/agenda/", calendars.calendar, name="calendar"),
    path("agenda/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("profiel/verwijderen/", leaving.leave, name="leave"),
    path("tot-ziens/", leaving.goodbye, name="goodbye"),
    path("meenemen/<uuid:export>/", exports.progress, name="export"),
    path("meenemen/<uuid:export>/bestand/", exports.file, name="export-file"),
    path("meenemen/<uuid:export>/opnieuw/", exports.again, name="export-again"),
    path("meenemen/<uuid:export>/verwijderen/", exports.delete, name="export-delete"),
    path("beheer/mensen/", administration.organisations, name="organisations"),
    path("beheer/mensen/<slug:organisation>/", administration.members, name="members"),
    path("beheer/mensen/<slug:organisation>/bewaren/", retention.terms, name="retention"),
    path("beheer/mensen/<slug:organisation>/bewaren/<slug:kind>/", retention.term, name="retention-term"),
    path("beheer/mensen/<slug:organisation>/bewaren/<slug:kind>/terug/", retention.term_back, name="retention-back"),
    path("beheer/mensen/<slug:organisation>/uitnodigen/", invitations.invite, name="invite"),
    path("beheer/mensen/<slug:organisation>/uitnodigingen/", invitations.invitations, name="invitations"),
    path("beheer/mensen/<slug:organisation>/uitnodigen/lijst/", invitations.invite_list, name="invite-list"),
    path(
        "beheer/mensen/<slug:organisation>/uitnodigingen/lijst/<uuid:invitation>/terug/",
        invitations.undo_list,
        name="invite-list-undo",
    ),
    path(
        "beheer/mensen/<slug:organisation>/uitnodigingen/<uuid:invitation>/opnieuw/",
        invitations.again,
        name="invitation-again",
    ),
    path(
        "beheer/mensen/<slug:organisation>/uitnodigingen/<uuid:invitation>/intrekken/",
        invitations.withdraw,
        name="invitation-withdraw",
    ),
    path("beheer/mensen/<slug:organisation>/<uuid:person>/", administration.person, name="person"),
    path("beheer/mensen/<slug:organisation>/<uuid:person>/rol/", administration.give, name="role-give"),
    path(
        "beheer/mensen/<slug:organisation>/<uuid:person>/rol/<int:term>/eindigen/", administration.end, name="role-end"
    ),
    path(
        "beheer/mensen/<slug:organisation>/<uuid:person>/rol/<int:term>/verplaatsen/",
        administration.move,
        name="role-move",
    ),
    path("welkom/<str:token>/", invitations.welcome, name="welcome"),
    path("accounts/via/", openid.overview, name="openid-list"),
    path("accounts/via/nieuw/", openid.new, name="openid-new"),
    path("accounts/via/koppelen/", openid.join, name="openid-join"),
    path("accounts/via/weg/", openid.remove, name="openid-remove"),
    path("accounts/via/dienst/<slug:service>/", openid.begin, name="openid-begin"),
    path("accounts/via/dienst/<slug:service>/terug/", openid.back, name="openid-back"),
    path("privacy/", views.privacy, name="privacy"),
]
