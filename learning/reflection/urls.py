"""/spiegel/"""

from django.urls import path

from learning.reflection.views import entries, shared, sharing

app_name = "reflection"
urlpatterns = [
    path("", entries.overview, name="overview"),
    path("<uuid:entry>/", entries.entry, name="entry"),
    path("<uuid:entry>/verwijderen/", entries.delete, name="delete"),
    path("<uuid:entry>/delen/", sharing.share, name="share"),
    path("gedeeld/", shared.shared_list, name="shared-list"),
    path("gedeeld/<uuid:share>/", shared.shared, name="shared"),
    path("gedeeld/<uuid:share>/intrekken/", sharing.withdraw, name="withdraw"),
    path("gedeeld/<uuid:share>/reactie/", shared.comment, name="comment"),
    path("reactie/<uuid:comment>/verwijderen/", shared.delete_comment, name="comment-delete"),
]
