"""/sessies/ and /meedoen/, in pieces by screen; each piece is a list of its own."""

from django.urls import URLPattern

app_name = "team_sessions"
urlpatterns: list[URLPattern] = []
