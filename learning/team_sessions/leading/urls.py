"""/sessies/: a team's sessions, and what who leads does."""

from django.urls import path

from learning.team_sessions.leading.views import preparing, screen, sessions, steering

_ONE = "sessies/<uuid:session>/"
_LEAD = f"{_ONE}begeleiden/"
urlpatterns = [
    path("sessies/", sessions.overview, name="overview"),
    path("sessies/nieuw/", preparing.prepare, name="prepare"),
    path("sessies/bewaren/", sessions.keep, name="keep"),
    path(_ONE, sessions.session, name="session"),
    path(f"{_ONE}afspraken/", sessions.settle, name="settle"),
    path(f"{_ONE}kaart-weg/", sessions.remove, name="remove"),
    path(f"{_ONE}annuleren/", preparing.cancel, name="cancel"),
    path(f"{_ONE}begeleiders/", preparing.facilitators, name="facilitators"),
    path(f"{_ONE}scherm/", screen.screen, name="screen"),
    path(f"{_ONE}scherm/stand/", screen.stand, name="screen-stand"),
    path(_LEAD, steering.lead, name="lead"),
    path(f"{_LEAD}stand/", steering.stand, name="lead-stand"),
    path(f"{_LEAD}beginnen/", steering.begin, name="lead-begin"),
    path(f"{_LEAD}stap/", steering.move, name="lead-move"),
    path(f"{_LEAD}tijd/", steering.extend, name="lead-extend"),
    path(f"{_LEAD}code/", steering.code, name="lead-code"),
    path(f"{_LEAD}kaart/", steering.card, name="lead-card"),
    path(f"{_LEAD}afspraak/", steering.agree, name="lead-agree"),
    path(f"{_LEAD}oefenen/", steering.pretend, name="lead-pretend"),
    path(f"{_LEAD}afronden/", steering.close, name="lead-close"),
]
