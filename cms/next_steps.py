"""What an author is told after publishing a part: what must still be published before anybody can read it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.models import LessonPage, ModulePage


def tell_next(request: HttpRequest, page: Any) -> None:
    """Say beside the message of success that nobody finds a lesson before its module is published."""
    if not isinstance(page, LessonPage):
        return
    module = ModulePage.objects.parent_of(page).filter(live=False).first()
    if module is None:
        return
    to_module = messages.button(reverse("wagtailadmin_pages:edit", args=[module.pk]), _("Open de module"))
    words = _("Deelnemers zien deze les zodra je ook de module ‘%(title)s’ publiceert.") % {"title": module.title}
    messages.info(request, words, [to_module])
