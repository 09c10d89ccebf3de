"""What cases add to the studio's first page: answers of panellists that nobody has taken over yet."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases_library.models import CasePage, PanelInvitation
from cms.permissions import Author
from cms.studio import Matter, Matters, pages_of


def answered_panels(user: Any, author: Author) -> Iterator[Matters]:
    """Cases with answers that wait, each with the way to its panel. How many, never who."""
    waiting = (
        PanelInvitation.objects.filter(
            case__in=pages_of(author, CasePage), answered_on__isnull=False, accepted_at__isnull=True
        )
        .values_list("case_id", "case__title")
        .annotate(count=Count("pk"))
        .order_by("case__title")
    )
    yield Matters(
        _("Antwoorden van panelleden"),
        [
            Matter(title, reverse("case-panel", args=[pk]), ngettext("%d antwoord", "%d antwoorden", count) % count)
            for pk, title, count in waiting
        ],
    )
