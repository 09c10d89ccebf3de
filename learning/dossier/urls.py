"""/dossier/"""

from django.urls import path

from learning.dossier.views import confirming, lines, own, register, sessions, taking

app_name = "dossier"
urlpatterns = [
    path("", lines.overview, name="overview"),
    path("activiteiten.csv", lines.download, name="csv"),
    path("toevoegen/", own.add, name="add"),
    path("eigen/<uuid:source>/", own.own, name="own"),
    path("eigen/<uuid:source>/verwijderen/", own.delete, name="own-delete"),
    path("register/", register.beside, name="register"),
    path("register/kiezen/", register.choose, name="register-choose"),
    path("register/wissen/", register.forget, name="register-forget"),
    path("meenemen/", taking.take, name="take"),
    path("bevestigen/", confirming.questions, name="questions"),
    path("bevestigen/<uuid:question>/", confirming.answer, name="answer"),
    path("<uuid:source>/deelnemers/", confirming.ask, name="ask"),
    path("sessies/<uuid:session>/", sessions.session, name="session"),
    path("<uuid:source>/minuten/", lines.minutes, name="minutes"),
    path("<uuid:source>/verwijderen/", lines.delete, name="delete"),
]
