"""/spiegel/"""

from django.urls import path

from learning.reflection.views import entries

app_name = "reflection"
urlpatterns = [
    path("", entries.overview, name="overview"),
    path("<uuid:entry>/", entries.entry, name="entry"),
    path("<uuid:entry>/verwijderen/", entries.delete, name="delete"),
]
