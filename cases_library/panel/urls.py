"""A panellist's addresses."""

from django.urls import path

from cases_library.panel import views

app_name = "panel"
urlpatterns = [
    path("<str:token>/", views.answer, name="answer"),
    path("<str:token>/intrekken/", views.withdraw, name="withdraw"),
]
