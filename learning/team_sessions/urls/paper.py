"""What of a session goes to paper or into a file."""

from django.urls import path

from learning.team_sessions.views import paper, taking

urlpatterns = [
    path("sessies/<uuid:session>/papier/", paper.paper, name="paper"),
    path("sessies/<uuid:session>/verslag/pdf/", taking.pdf, name="minutes-pdf"),
    path("sessies/<uuid:session>/verslag.<str:form>", taking.file, name="minutes-file"),
]
