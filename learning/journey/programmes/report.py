"""A draft of one's *leerverslag*: what was done in a round, and the own texts that its owner chose. Only the file is kept, for a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.journey.programmes.models import Following, Why
from learning.journey.programmes.queries import Way, own_one
from learning.journey.programmes.steps import Stand, State
from learning.reflection.models import Entry
from learning.reflection.taking.as_markdown import inline, words
from learning.reflection.words import Reader
from people.exports import kinds
from people.exports.kinds import Chosen, Kind, Made
from people.exports.pdf import laid_out
from people.keys.vault import Unreadable
from people.models import User

PDF, MARKDOWN = "report-pdf", "report-markdown"
MOST_TEXTS = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step in a report: what, and how it was done."""

    title: str
    how: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The steps under one heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Text:
    """One of the own texts. `text` is None when it does not open."""

    on: date
    prompt: str
    text: str | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that stands in it."""

    person: str
    title: str
    number: int
    first_day: date
    made_at: datetime
    mentor: str
    done: int
    total: int
    chapters: tuple[Chapter, ...]
    texts: tuple[Text, ...]


def register() -> None:
    """Tell of the two forms."""
    for key, title, make in (
        (PDF, gettext_lazy("Concept van je leerverslag als PDF"), _pdf),
        (MARKDOWN, gettext_lazy("Concept van je leerverslag als tekst (Markdown)"), _markdown),
    ):
        kinds.register(Kind(key=key, title=title, name="leerverslag", page="programmes:overview", make=make))


def texts_since(person: User, following: Following) -> Sequence[Entry]:
    """The own texts of this round, without their words, newest first."""
    rows = Entry.objects.filter(user=person, created_at__date__gte=following.first_day)
    if following.ended_on is not None:
        rows = rows.filter(created_at__date__lte=following.ended_on)
    return list(rows.defer("sealed", "sealed_dimensions").order_by("-created_at")[:MOST_TEXTS])


def gather(person: User, chosen: Chosen) -> Report:
    """The report of one's own round with the chosen texts. Raises Following.DoesNotExist for anybody else's."""
    way = own_one(person.pk, UUID(chosen["following"]), timezone.localdate())
    if way is None:
        raise Following.DoesNotExist
    rows = Entry.objects.filter(user=person, pk__in=[UUID(one) for one in chosen["texts"]]).order_by("created_at")
    reader = Reader(person.uuid)
    return Report(
        person=str(person),
        title=way.title,
        number=way.following.number,
        first_day=way.following.first_day,
        made_at=timezone.now(),
        mentor=str(way.following.mentor or ""),
        done=way.done,
        total=len(way.stands),
        chapters=tuple(_chapters(way)),
        texts=tuple(_text(reader, one) for one in rows),
    )


def _chapters(way: Way) -> Iterator[Chapter]:
    headings = list(dict.fromkeys(one.step.phase for one in way.stands))
    for title in headings:
        lines = [Line(title=one.step.title, how=_how(one)) for one in way.stands if one.step.phase == title]
        yield Chapter(title=title or way.title, lines=tuple(lines))


def _how(one: Stand) -> str:
    if one.state is State.DONE and one.done_on:
        return _("gedaan op %(day)s") % {"day": _day(one.done_on)}
    if one.state is State.EXEMPT and one.exemption:
        return _("vrijgesteld: %(why)s") % {"why": Why(one.exemption.why).label}
    return _("nog niet gedaan")


def _text(reader: Reader, entry: Entry) -> Text:
    try:
        said = reader.entry(entry).text
    except Unreadable:
        said = None
    return Text(on=timezone.localdate(entry.created_at), prompt=entry.prompt, text=said)


def _pdf(person: User, chosen: Chosen) -> Made:
    context = {"report": gather(person, chosen), "gone": GONE, "blanks": BLANKS}
    return Made(laid_out("learning/programmes/report_paper.html", context), "pdf")


def _markdown(person: User, chosen: Chosen) -> Made:
    return Made(("\n\n".join(_parts(gather(person, chosen))) + "\n").encode(), "md")


def _parts(report: Report) -> Iterator[str]:
    yield f"# {_('Leerverslag (concept)')}"
    facts = (
        (_("Van"), report.person),
        (_("Programma"), report.title),
        (_("Eerste dag"), _day(report.first_day)),
        (_("Begeleider"), report.mentor),
        (_("Gemaakt op"), date_format(timezone.localtime(report.made_at), "j F Y, G.i")),
    )
    yield "\n".join(f"- {name}: {inline(value)}" for name, value in facts if value)
    yield f"## {_('Wat ik deed')}"
    for chapter in report.chapters:
        yield f"### {inline(chapter.title)}"
        yield "\n".join(f"- {inline(line.title)}: {inline(line.how)}" for line in chapter.lines)
    yield f"## {_('Wat ik schreef')}"
    if not report.texts:
        yield _("Je koos geen eigen teksten.")
    for one in report.texts:
        yield f"### {_day(one.on)}"
        yield words(one.prompt)
        yield words(one.text) if one.text is not None else f"**{GONE}**"
    for title in BLANKS:
        yield f"## {title}"
        yield "…"


GONE = gettext_lazy("Deze tekst kan niet worden geopend: de sleutel is er niet meer.")
BLANKS = (
    gettext_lazy("Wat ik nu anders doe dan in het begin"),
    gettext_lazy("Wat ik nog wil leren, en wat ik daarvoor nodig heb"),
)
"""Headings under which its owner writes on, in the file."""


def _day(value: date) -> str:
    return date_format(value, "j F Y")
