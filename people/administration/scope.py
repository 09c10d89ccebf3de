"""Which organisation a page of administration is about."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from people.administration.rules import may_administer
from people.models import Organisation
from people.scope import viewer_of


def organisation_for(request: HttpRequest, slug: str) -> Organisation:
    """The organisation of this address, for who may administer it. To everybody else it does not exist."""
    found = get_object_or_404(Organisation, slug=slug)
    if not may_administer(viewer_of(request), found):
        raise Http404
    return found
