"""/ and /leren/"""

from django.urls import path

from learning.journey.views import cases, lessons, modules, polls, tests

app_name = "journey"
urlpatterns = [
    path("", modules.front, name="home"),
    path("casussen/spel/<uuid:run>/spiegel/<slug:place>/", cases.reflect, name="case-reflect"),
    path("leren/", modules.catalogue, name="catalogue"),
    path("leren/<slug:module>/", modules.module, name="module"),
    path("leren/<slug:module>/beginnen/", modules.begin, name="begin"),
    path("leren/<slug:module>/overstappen/", modules.move_over, name="move-over"),
    path("leren/<slug:module>/toets/", tests.start, name="test"),
    path("leren/<slug:module>/toets/beginnen/", tests.begin, name="test-begin"),
    path("leren/<slug:module>/toets/<uuid:attempt>/", tests.attempt, name="attempt"),
    path("leren/<slug:module>/toets/<uuid:attempt>/inleveren/", tests.hand_in, name="hand-in"),
    path("leren/<slug:module>/toets/<uuid:attempt>/<int:number>/", tests.question, name="attempt-question"),
    path("leren/<slug:module>/<slug:lesson>/", lessons.lesson, name="lesson"),
    path("leren/<slug:module>/<slug:lesson>/afronden/", lessons.finish_lesson, name="finish"),
    path("leren/<slug:module>/<slug:lesson>/antwoord/<slug:block>/", lessons.answer, name="answer"),
    path("leren/<slug:module>/<slug:lesson>/peiling/<slug:block>/", polls.vote, name="vote"),
    path("leren/<slug:module>/<slug:lesson>/spiegel/<slug:block>/", lessons.reflect, name="reflect"),
    path("leren/<slug:module>/<slug:lesson>/editie/<int:number>/", lessons.lesson_edition, name="lesson-edition"),
    path(
        "leren/<slug:module>/<slug:lesson>/editie/<int:number>/antwoord/<slug:block>/",
        lessons.earlier_answer,
        name="earlier-answer",
    ),
]
