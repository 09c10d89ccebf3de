"""/spiegel/"""

from django.urls import path

from learning.reflection import views

app_name = "reflection"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:entry>/", views.entry, name="entry"),
    path("<uuid:entry>/verwijderen/", views.delete, name="delete"),
]
