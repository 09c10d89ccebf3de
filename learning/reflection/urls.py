"""/spiegel/"""

from django.urls import path

from learning.reflection.views import entries, taking

app_name = "reflection"
urlpatterns = [
    path("", entries.overview, name="overview"),
    path("meenemen/", taking.take, name="take"),
    path("meenemen/papier/", taking.paper, name="paper"),
    path("verwijderen/", taking.wipe, name="wipe"),
    path("<uuid:entry>/", entries.entry, name="entry"),
    path("<uuid:entry>/verwijderen/", entries.delete, name="delete"),
]
