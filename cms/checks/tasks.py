"""What the worker looks at: the addresses on other sites that one page leads to, a bounded number of them. Off unless the site says so."""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from cms.checks.deciding import CHECKED
from cms.checks.outside import fault_of
from cms.checks.reading import read_page
from cms.checks.rules import is_outside
from cms.models import OutsideLink
from cms.models.links import MAX_ADDRESS_OUTSIDE

MOST_ADDRESSES = 40
MOST_SECONDS = 120.0
FRESH = timedelta(days=7)
"""An address that was looked at within this is not asked for again."""


@task()
def look_outside(page: int) -> None:
    """Look at the addresses of a page, by its number."""
    look_from(page)


def look_from(page_id: int) -> int:
    """Look at addresses that were not looked at lately; how many. Nothing while the setting is off."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return 0
    page = Page.objects.filter(pk=page_id, live=True).first()
    specific = page.specific if page is not None else None
    if not isinstance(specific, CHECKED):
        return 0
    links = {link.target for link, _block in read_page(specific, compiles=False).all_links() if is_outside(link)}
    wanted = sorted(one for one in links if len(one) <= MAX_ADDRESS_OUTSIDE)
    known = OutsideLink.objects.filter(address__in=wanted, looked_at__gt=timezone.now() - FRESH)
    fresh = set(known.values_list("address", flat=True))
    until = time.monotonic() + MOST_SECONDS
    looked = 0
    for address in [one for one in wanted if one not in fresh][:MOST_ADDRESSES]:
        if time.monotonic() > until:
            break
        OutsideLink.objects.update_or_create(
            address=address, defaults={"fault": fault_of(address)[:120], "looked_at": timezone.now()}
        )
        looked += 1
    return looked
