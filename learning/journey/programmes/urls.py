"""/programma/, /begeleiden/, /hulp-vragen/ and what one's lead sees"""

from django.urls import path

from learning.journey.programmes import views

app_name = "programmes"
urlpatterns = [
    path("programma/", views.overview, name="overview"),
    path("programma/beginnen/<slug:programme>/", views.begin, name="begin"),
    path("programma/<uuid:following>/", views.way, name="way"),
    path("programma/<uuid:following>/stap/<uuid:step>/", views.step, name="step"),
    path("programma/<uuid:following>/verlof/", views.leave, name="leave"),
    path("programma/<uuid:following>/verlof/<uuid:leave>/weg/", views.leave_delete, name="leave-delete"),
    path("programma/<uuid:following>/verder/", views.settle, name="settle"),
    path("programma/<uuid:following>/leerverslag/", views.report, name="report"),
    path("begeleiden/", views.mentor, name="mentor"),
    path("begeleiden/<uuid:following>/<uuid:step>/", views.sign, name="sign"),
    path("hulp-vragen/", views.ask_help, name="help"),
    path("profiel/wat-mijn-teamleider-ziet/", views.seen, name="seen"),
]
