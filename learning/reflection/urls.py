"""/spiegel/"""

from django.urls import path

from learning.reflection.views import (
    drafts,
    entries,
    intentions,
    overview,
    questions,
    search,
    shared,
    sharing,
    taking,
    timeline,
    writing,
)

app_name = "reflection"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("vraag/<int:number>/", questions.question, name="question"),
    path("tijdlijn/", timeline.timeline, name="timeline"),
    path("voornemens/", timeline.intentions, name="intentions"),
    path("zoeken/", search.search, name="search"),
    path("meenemen/", taking.take, name="take"),
    path("meenemen/papier/", taking.paper, name="paper"),
    path("verwijderen/", taking.wipe, name="wipe"),
    path("schrijven/", writing.write_free, name="write-free"),
    path("vraag/<int:number>/schrijven/", writing.write, name="write"),
    path("concept/", drafts.draft_at, name="draft-at"),
    path("concept/<uuid:draft>/", drafts.draft, name="draft"),
    path("concept/<uuid:draft>/verwijderen/", drafts.draft_delete, name="draft-delete"),
    path("voornemens/<uuid:intention>/", intentions.intention, name="intention"),
    path("voornemens/<uuid:intention>/terugkijken/", intentions.close, name="intention-close"),
    path("voornemens/<uuid:intention>/later/", intentions.postpone, name="intention-postpone"),
    path("voornemens/<uuid:intention>/verwijderen/", intentions.delete, name="intention-delete"),
    path("<uuid:entry>/", entries.entry, name="entry"),
    path("<uuid:entry>/verwijderen/", entries.delete, name="delete"),
    path("<uuid:entry>/voornemen/", intentions.intend, name="intend"),
    path("<uuid:entry>/delen/", sharing.share, name="share"),
    path("gedeeld/", shared.shared_list, name="shared-list"),
    path("gedeeld/<uuid:share>/", shared.shared, name="shared"),
    path("gedeeld/<uuid:share>/intrekken/", sharing.withdraw, name="withdraw"),
    path("gedeeld/<uuid:share>/reactie/", shared.comment, name="comment"),
    path("reactie/<uuid:comment>/verwijderen/", shared.delete_comment, name="comment-delete"),
]
