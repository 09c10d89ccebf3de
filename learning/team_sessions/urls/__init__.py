"""/sessies/ and /meedoen/, in pieces by screen; each piece is a list of its own."""

from learning.team_sessions.leading import urls as leading
from learning.team_sessions.phone import urls as phone
from learning.team_sessions.urls import paper, polls

app_name = "team_sessions"
urlpatterns = [*leading.urlpatterns, *paper.urlpatterns, *phone.urlpatterns, *polls.urlpatterns]
