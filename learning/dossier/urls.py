"""/dossier/"""

from django.urls import path

from learning.dossier import views

app_name = "dossier"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("activiteiten.csv", views.download, name="csv"),
    path("<uuid:source>/minuten/", views.minutes, name="minutes"),
    path("<uuid:source>/verwijderen/", views.delete, name="delete"),
]
