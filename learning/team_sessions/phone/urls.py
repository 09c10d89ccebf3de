"""/meedoen/ and /sessies/<number>/meedoen/"""

from django.urls import path

from learning.team_sessions.phone.views import carrying, joining, table

_TABLE = "sessies/<uuid:session>/meedoen/"
urlpatterns = [
    path("meedoen/", joining.code, name="code"),
    path("meedoen/meenemen/", carrying.carry, name="carry"),
    path("meedoen/<str:code>/", joining.join, name="join"),
    path(_TABLE, table.phone, name="phone"),
    path(f"{_TABLE}stand/", table.stand, name="phone-stand"),
    path(f"{_TABLE}binnen/", joining.enter, name="phone-enter"),
    path(f"{_TABLE}kaart/", table.card, name="phone-card"),
    path(f"{_TABLE}kaart/terug/", table.card_back, name="phone-card-back"),
    path(f"{_TABLE}schaal/", table.scale, name="phone-scale"),
    path(f"{_TABLE}eigen/", table.note, name="phone-note"),
    path(f"{_TABLE}van-mij/", table.claim, name="phone-claim"),
    path(f"{_TABLE}afspraak/", table.settle, name="phone-settle"),
    path(f"{_TABLE}weg/", joining.leave, name="phone-leave"),
]
