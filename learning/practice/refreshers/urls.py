"""/opfrissen/"""

from django.urls import path

from learning.practice.refreshers import views

app_name = "refreshers"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("beginnen/", views.begin, name="begin"),
    path("stoppen/", views.stop, name="stop"),
    path("verwijderen/", views.delete, name="delete"),
    path("<uuid:of_round>/", views.round_of, name="round"),
    path("<uuid:of_round>/<int:number>/", views.question, name="question"),
]
