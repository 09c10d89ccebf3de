"""/sessies/<number>/peiling/"""

from django.urls import path

from learning.team_sessions.views import polls

_POLL = "sessies/<uuid:session>/peiling/"
urlpatterns = [
    path(_POLL, polls.poll, name="poll"),
    path(f"{_POLL}openen/", polls.put, name="poll-put"),
    path(f"{_POLL}sluiten/", polls.close, name="poll-close"),
    path(f"{_POLL}stem/", polls.vote, name="poll-vote"),
]
