"""Somebody who completed a module, and what others make of the badge they fetched."""

from typing import Any

from cms.editions.memory import edition
from cms.models import ModulePage
from learning.dossier.certificates import actions
from learning.dossier.certificates.models import Certificate
from learning.journey import actions as journey
from learning.journey import queries
from learning.journey.models import Completion
from people.models import User
from people.viewer import viewer_of
from tests.factories import cms


def completed(user: User, slug: str = "af", **fields: Any) -> Completion:
    """Through a module of one lesson to its end. The same slug again is the same module."""
    if not ModulePage.objects.filter(slug=slug).exists():
        lesson = {"title": "De enige les", "body": [("text", "<p>Een alinea.</p>")]}
        cms.module(
            slug=slug, publish=True, lessons=[lesson], **{"title": "Een afgeronde module", "minutes": 160} | fields
        )
    viewer = viewer_of(user)
    standing = queries.standing(viewer, slug)
    assert standing is not None
    journey.begin(standing, by=user)
    standing = queries.standing(viewer, slug)
    assert standing is not None
    (entry,) = standing.lessons
    done = journey.finish_lesson(standing, edition(entry["edition"]), entry, by=user)
    assert done is not None
    return done


def certified(user: User, slug: str = "af", **fields: Any) -> Certificate:
    """Their certificate of it, from the organisation that they belong to."""
    completion = completed(user, slug, **fields)
    return actions.take(completion, by=user, issuer=user.memberships.first().organisation)
