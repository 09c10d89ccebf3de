"""/sessies/<number>/stream"""

from django.urls import path

from learning.team_sessions.live import views

urlpatterns = [path("sessies/<uuid:session>/stream", views.stream, name="stream")]
