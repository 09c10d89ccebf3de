"""The studio's list of cases."""

from typing import ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from cases_library.models import CasePage


def review_words(page: CasePage) -> str:
    """The day before which a case is looked at again, and whether that has gone by."""
    day = date_format(page.review_by, "j F Y")
    return gettext("%(day)s (voorbij)") % {"day": day} if page.review_by < timezone.localdate() else day


class CaseListing(PageListingViewSet):
    """Every case that somebody may write, in one list."""

    model = CasePage
    name = "casussen"
    url_prefix = "casussen"
    icon = "list-ol"
    menu_label = _("Casussen")
    menu_order = 105
    add_to_admin_menu = True
    columns: ClassVar = [
        *PageListingViewSet.columns,
        Column("minutes", label=_("Minuten")),
        Column("review_by", label=_("Opnieuw nakijken vóór"), accessor=review_words),
    ]
