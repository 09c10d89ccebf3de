"""One of the ten: what it asks, how one rated oneself over time, and what was written and meant at it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cms.models import Kind
from cms.reflection_questions import AskedQuestion
from cms.whereabouts import Place, places
from learning.reflection import overview_queries as queries
from learning.reflection.charts import chart
from learning.reflection.questions import NUMBERS, rated, the_ten
from learning.reflection.rendering import rows
from learning.reflection.views.showing import Row, Ten, draft_row, entry_row, in_words, intention_row
from people.scope import private, viewer_of

LATEST = 20
INTENTIONS = 20


@require_GET
@login_required
@never_cache
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question, without a word of what was written at it."""
    if number not in NUMBERS:
        raise Http404
    ten, user, today = the_ten(), request.user.pk, timezone.localdate()
    about, entries = ten[number], queries.latest_at(user, number, most=LATEST + 1)
    intentions = queries.intentions_at(user, number, most=INTENTIONS)
    context = {
        "about": about,
        "links": _links(about, viewer_of(request).organisation_id),
        "chart": chart_props(about, queries.ratings(user, number)),
        "drafts": [draft_row(one, ten) for one in queries.drafts_at(user, reverse("reflection:write", args=[number]))],
        "entries": rows("learning/reflection/dated.html", [_dated(one, ten) for one in entries[:LATEST]]),
        "more_entries": len(entries) > LATEST,
        "intentions": rows(
            "learning/reflection/intention_row.html", [intention_row(one, ten, today) for one in intentions]
        ),
        "previous": ten.get(number - 1),
        "next": ten.get(number + 1),
    }
    return private(render(request, "learning/reflection/question.html", context))


def _links(about: AskedQuestion, organisation_id: int | None) -> list[dict[str, str]]:
    """The lessons and cases that go with a question and that this reader may open."""
    found = places((link.taught for link in about.links), organisation_id=organisation_id) if about.links else {}
    return [{"title": place.title, "url": _url(place)} for link in about.links if (place := found.get(link.taught))]


def _url(place: Place) -> str:
    if place.kind == Kind.CASE:
        return reverse("practice:case", args=[place.slug])
    return reverse("journey:lesson", args=[place.module_slug, place.slug])


def _dated(one: queries.Glimpse, ten: Ten) -> Row:
    """An entry among others at its question: its day stands first, and its prompt only when that was another one."""
    row, asks = entry_row(one, ten), ten[one.question].asks if one.question else ""
    return row | {"prompt": "" if one.prompt == asks else row["title"]}


def chart_props(about: AskedQuestion, ratings: list[queries.Rated]) -> dict[str, Any] | None:
    """The drawing of one's ratings for components/rating_chart.html, with the same in words; None without any."""
    if not ratings:
        return None
    points = [(timezone.localdate(one.at), one.rating) for one in ratings]
    drawn = chart(points)
    return {
        "chart": drawn,
        "summary": _summary(about, points),
        "rows": [(in_words(day), rating, rated(about, rating)) for day, rating in reversed(points)],
        "lowest": _within(rated(about, 1)),
        "highest": _within(rated(about, 5)),
    }


def _summary(about: AskedQuestion, points: list[tuple[Any, int]]) -> str:
    times = ngettext("%(count)s keer ingevuld", "%(count)s keer ingevuld", len(points)) % {"count": len(points)}
    first, last = (in_words(points[at][0]) for at in (0, -1))
    when = first if first == last else _("van %(first)s tot %(last)s") % {"first": first, "last": last}
    return _("%(times)s, %(when)s. De laatste keer %(rating)s van 5: ‘%(words)s’.") % {
        "times": times,
        "when": when,
        "rating": points[-1][1],
        "words": _within(rated(about, points[-1][1])),
    }


def _within(words: str) -> str:
    """An author's words, to stand inside a sentence."""
    return words.rstrip(".")
