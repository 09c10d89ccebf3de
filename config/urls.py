"""Where every address leads."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from cms import views as cms
from cms.page_choosing import browse
from cms.search.views import search
from config import health

handler500 = "config.errors.server_error"


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """A page of a library that this site does not offer."""
    raise Http404


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path(".well-known/security.txt", health.security_txt, name="security-txt"),
    path("", include("learning.journey.urls")),
    path("", include("learning.journey.programmes.urls")),
    path("mijn-team/", include("learning.journey.leading.urls")),
    path("casussen/", include("learning.practice.urls")),
    path("proef/", include("learning.practice.trials.urls")),
    path("opfrissen/", include("learning.practice.refreshers.urls")),
    path("spiegel/", include("learning.reflection.urls")),
    path("", include("learning.team_sessions.urls")),
    path("", include("learning.dossier.certificates.urls")),
    path("dossier/", include("learning.dossier.urls")),
    path("panel/", include("cases_library.panel.urls")),
    path("", include("people.urls")),
    path("begrippen/", cms.glossary, name="glossary"),
    path("zoeken/", search, name="search"),
    path("echte-zorg/", cms.real_concern, name="real-concern"),
    re_path(r"^media/(?P<path>.+)$", cms.media, name="media"),
    # Accounts come from an administrator: no sign-up, and no change of address by oneself.
    path("accounts/signup/", closed),
    path("accounts/email/", closed),
    path("accounts/confirm-email/", closed),
    path("accounts/confirm-email/<str:key>/", closed),
    path("accounts/", include("allauth.urls")),
    # Of the studio: its own door, which knows no second factor and no limit; its trials of error pages; and making snippets while choosing.
    path("studio/login/", closed),
    re_path(r"^studio/password_reset/", closed),
    re_path(r"^studio/(?:failwhale|test404)/$", closed),
    re_path(r"^studio/snippets/choose/\w+/\w+/create/$", closed),
    path("studio/choose-page/", browse, name="studio_choose_page"),
    path("studio/", include(wagtailadmin_urls)),
    # Of Wagtail's public side two addresses, both behind our door; its own door, and passwords for single pages and files, are not offered.
    re_path(r"^documents/(\d+)/(.*)$", cms.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        closed,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("_util/login/", closed, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        closed,
        name="wagtailcore_authenticate_with_password",
    ),
]
if settings.DEBUG:
    from people.styleguide import styleguide

    urlpatterns += [
        path("styleguide/", styleguide, name="styleguide"),
        path("styleguide/<slug:page>/", styleguide, name="styleguide-page"),
    ]
urlpatterns.append(re_path(serve_pattern, cms.page, name="wagtail_serve"))
