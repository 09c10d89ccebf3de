"""One's own pages."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("profiel/", views.profile, name="profile"),
    path("privacy/", views.privacy, name="privacy"),
]
