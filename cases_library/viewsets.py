"""The studio's list of cases."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from cases_library.models import CasePage
from cms.viewsets import REVIEW


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
        REVIEW,
    ]
