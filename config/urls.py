"""Where every address leads."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import views as cms
from config import health

handler500 = "config.errors.server_error"


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """A page of a library that this site does not offer."""
    raise Http404


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path(".well-known/security.txt", health.security_txt, name="security-txt"),
    path("", include("learning.journey.urls")),
    path("spiegel/", include("learning.reflection.urls")),
    path("", include("people.urls")),
    path("begrippen/", cms.glossary, name="glossary"),
    path("echte-zorg/", cms.real_concern, name="real-concern"),
    re_path(r"^media/(?P<path>.+)$", cms.media, name="media"),
    # Accounts come from an administrator: no sign-up, and no change of address by oneself.
    path("accounts/signup/", closed),
    path("accounts/email/", closed),
    path("accounts/confirm-email/", closed),
    path("accounts/confirm-email/<str:key>/", closed),
    path("accounts/", include("allauth.urls")),
    path("studio/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEBUG:
    from people.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
urlpatterns.append(path("", include(wagtail_urls)))
