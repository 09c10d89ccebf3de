"""The mirror from above: the ten at a glance, what is under way, and what lies ahead."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cms.reflection_questions import AskedQuestion
from learning.reflection import overview_queries as queries
from learning.reflection import questions
from learning.reflection.draft_queries import lessons_of, title_of
from learning.reflection.models import Dimension
from learning.reflection.rendering import framed, part, piece, rows
from learning.reflection.views.showing import Row, Ten, draft_row, entry_row, in_words, intention_row, question_address
from people.scope import viewer_of

_PARTS = "learning/reflection/overview"


@require_GET
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """One's own mirror at a glance, without a word of what was written."""
    if chosen := question_number(request.GET.get("vraag", "")):
        return redirect("reflection:question", chosen)  # an address from before each question had a page
    user, ten = request.user.pk, questions.the_ten()
    standing, drafts = queries.standing(user), queries.drafts(user)
    intentions, entries = queries.soon(user), queries.latest(user)
    begun = bool(standing.entries or drafts)
    lessons = lessons_of((one.place for one in drafts), organisation_id=viewer_of(request).organisation_id)
    busy = {number for one in drafts if (number := title_of(one.place)[1])}
    return framed(
        request,
        "learning/reflection/overview.html",
        begun="1" if begun else "",
        suggestion=_suggestion(standing.written, ten, busy=busy, begun=begun),
        marks=_marks(standing.written, ten, by_group=request.GET.get("volgorde") == "groep"),
        ahead=_ahead(request, intentions, [draft_row(one, ten, lessons.get(one.place, "")) for one in drafts], ten),
        latest=rows("learning/reflection/glimpse.html", [entry_row(one, ten) for one in entries]),
        more=piece(f"{_PARTS}/more.html", total=str(standing.entries)) if standing.entries > len(entries) else "",
        dimensions=_dimensions(standing),
    )


def question_number(raw: str) -> int | None:
    """The number of one of the ten, as an address or a form gives it."""
    return int(raw) if raw in map(str, questions.NUMBERS) else None


def _suggestion(written: Mapping[int, date], ten: Ten, *, busy: Collection[int], begun: bool) -> str:
    number = questions.waits_longest(written, busy=busy)
    last, about = written.get(number), ten[number]
    return piece(
        f"{_PARTS}/{'suggestion' if begun else 'start'}.html",
        number=str(number),
        name=str(about.name),
        asks=str(about.asks),
        last_written=in_words(last) if last else "",
        question_url=question_address("question", number),
        write_url=question_address("write", number),
    )


def _marks(written: Mapping[int, date], ten: Ten, *, by_group: bool) -> str:
    def marks(of: Iterable[AskedQuestion]) -> SafeString:
        return rows("components/mirror_mark.html", [_mark(one, written.get(one.number)) for one in of])

    groups: dict[str, list[AskedQuestion]] = {}
    for one in ten.values() if by_group else ():
        groups.setdefault(str(one.group.label), []).append(one)
    named = [
        {"place": str(place), "name": name, "marks": marks(of)} for place, (name, of) in enumerate(groups.items(), 1)
    ]
    return piece(
        f"{_PARTS}/marks.html",
        marks="" if by_group else marks(ten.values()),
        groups=rows("components/mirror_group.html", named),
        note=_waiting(written, ten),
    )


def _mark(one: AskedQuestion, last: date | None) -> Row:
    return {
        "number": str(one.number),
        "name": str(one.name),
        "written": "1" if last else "",
        "when": in_words(last, "j b Y") if last else "",
        "url": question_address("question", one.number),
    }


def _waiting(written: Mapping[int, date], ten: Ten) -> str:
    """Which questions were not written at yet, as a fact; nothing for a mirror that is new or whole."""
    names = [ten[number].name for number in questions.never_written(written)] if written else []
    if not names:
        return ""
    joined = _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]
    return _("Nog niet aan bod: %(names)s. Kies zelf je moment.") % {"names": joined}


def _ahead(request: HttpRequest, intentions: list[queries.Resolution], drafts: list[Row], ten: Ten) -> str:
    if not intentions and not drafts:
        return ""
    shown = [intention_row(one, ten, timezone.localdate()) for one in intentions[: queries.SOON]]
    return piece(
        f"{_PARTS}/ahead.html",
        intentions=rows("learning/reflection/intention_row.html", shown),
        more="1" if len(intentions) > queries.SOON else "",
        drafts=part("learning/reflection/draft_list.html", drafts=drafts, csrf_token=get_token(request))
        if drafts
        else "",
    )


def _dimensions(standing: queries.Standing) -> str:
    if not standing.lately:
        return ""
    shown = [{"name": Dimension(name).label, "count": count} for name, count in standing.dimensions.items()]
    return part("components/mirror_dimensions.html", rows=shown, total=standing.lately)
