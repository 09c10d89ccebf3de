"""/mijn-team/"""

from django.urls import path

from learning.journey.leading import views

app_name = "leading"
urlpatterns = [
    path("", views.teams, name="teams"),
    path("<uuid:team>/", views.team, name="team"),
    path("<uuid:team>/programma/", views.give, name="give"),
    path("<uuid:team>/hulp/<uuid:asked>/", views.help_asked, name="help"),
    path("<uuid:team>/<uuid:following>/<uuid:step>/", views.decide, name="decide"),
]
