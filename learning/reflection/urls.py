"""/spiegel/"""

from django.urls import path

from learning.reflection.views import entries, overview, questions, search, timeline

app_name = "reflection"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("vraag/<int:number>/", questions.question, name="question"),
    path("tijdlijn/", timeline.timeline, name="timeline"),
    path("voornemens/", timeline.intentions, name="intentions"),
    path("zoeken/", search.search, name="search"),
    path("<uuid:entry>/", entries.entry, name="entry"),
    path("<uuid:entry>/verwijderen/", entries.delete, name="delete"),
]
