"""/casussen/"""

from django.urls import path

from learning.practice.views import cases, runs

app_name = "practice"
urlpatterns = [
    path("", cases.catalogue, name="catalogue"),
    path("spel/<uuid:run>/", runs.run, name="run"),
    path("spel/<uuid:run>/stap/", runs.step, name="step"),
    path("spel/<uuid:run>/nabespreking/", runs.debrief, name="debrief"),
    path("spel/<uuid:run>/nabespreking/afronden/", runs.finish_debrief, name="debrief-finish"),
    path("spel/<uuid:run>/opnieuw-vanaf/<int:number>/", runs.fork, name="fork"),
    path("spel/<uuid:run>/reden/<int:number>/verwijderen/", runs.delete_reason, name="reason-delete"),
    path("spel/<uuid:run>/verwijderen/", runs.delete, name="run-delete"),
    path("vergelijken/<uuid:run>/<uuid:other>/", runs.compare, name="compare"),
    path("<slug:case>/", cases.case, name="case"),
    path("<slug:case>/beginnen/", cases.begin, name="begin"),
]
