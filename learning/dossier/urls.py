"""/dossier/"""

from django.urls import path

from learning.dossier.views import lines, sessions

app_name = "dossier"
urlpatterns = [
    path("", lines.overview, name="overview"),
    path("activiteiten.csv", lines.download, name="csv"),
    path("sessies/<uuid:session>/", sessions.session, name="session"),
    path("<uuid:source>/minuten/", lines.minutes, name="minutes"),
    path("<uuid:source>/verwijderen/", lines.delete, name="delete"),
]
