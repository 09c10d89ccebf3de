"""A mirror as one Markdown file that reads well as it is.

The person's words stand in quotes, with every mark escaped, so that they come back as they were typed.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.reflection.taking.gathering import Begun, Given, Meant, Mirror, Received, Said, Source, Taken

_MARKS = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_START = re.compile(r"([#+=:-]|\d{1,9}(?=[.)]))")
_EDGE = re.compile(r"^\s+|\s+$")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def to_markdown(mirror: Mirror) -> bytes:
    """The file."""
    return ("\n\n".join(_parts(mirror)) + "\n").encode()


def inline(text: str) -> str:
    """One line in which no mark has a meaning."""
    line = _EDGE.sub(lambda space: "".join(f"&#{ord(one)};" for one in space[0]), _MARKS.sub(r"\\\1", text))
    return _AT_START.sub(_shown, line, count=1) if _AT_START.match(line) else line


def _shown(start: re.Match[str]) -> str:
    """A line's beginning that would make a heading, list or rule of it: of a number, the point after it is escaped."""
    return f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}"


def words(text: str) -> str:
    """The person's words as a quote: lines end as they did, an empty line parts paragraphs, and no mark has a meaning.

    Control characters, which nobody sees, are left out.
    """
    lines = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(inline(line))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n>\n".join("\\\n".join(f"> {line}" for line in one) for one in paragraphs if one)


def _parts(mirror: Mirror) -> Iterator[str]:
    yield f"# {_('Mijn spiegel')}"
    yield _facts(
        (_("Van"), inline(mirror.person)),
        (_("Gemaakt op"), _moment(mirror.made_at)),
        (_("Wat erin staat"), inline(mirror.choice.in_words())),
    )
    if mirror.closed:
        yield f"**{_closed(mirror.closed)}**"
    yield f"## {_('Wat je schreef')}"
    if not mirror.entries:
        yield _("Hier staat niets.")
    for entry in mirror.entries:
        yield from _entry(entry)
    yield from _ratings(mirror)
    if mirror.drafts:
        yield f"## {_('Concepten: nog niet bewaard in je spiegel')}"
        for draft in mirror.drafts:
            yield from _draft(draft)
    if mirror.received:
        yield f"## {_('Wat anderen met jou deelden')}"
        yield _("De woorden zijn van hen en staan hier niet. Wat jij erbij schreef wel.")
        for received in mirror.received:
            yield from _received(received)


def _entry(one: Taken) -> Iterator[str]:
    about = f" · {_('vraag %s') % one.question}, {inline(one.name)}" if one.question else ""
    yield f"### {_moment(one.at)}{about}"
    yield _facts(
        (_("Vraag van die dag"), inline(" ".join(one.prompt.split("\n")))),
        (_("Waar de vraag over gaat"), inline(one.asks) if one.asks != one.prompt else ""),
        (_("Editie van de vraag"), _source(one.asked)),
        (_("Geschreven bij"), _source(one.where)),
        (_("Hoe je jezelf zag"), _("%s van 5") % one.rating if one.rating else ""),
        (_("Minuten"), str(one.minutes or "")),
    )
    yield _own(one.words.text if one.words else None)
    for name, text in one.dimensions:
        yield f"#### {inline(name)}"
        yield words(text)
    if one.intention:
        yield from _intention(one.intention)
    for given in one.given:
        yield from _given(given)


def _own(text: str | None) -> str:
    return (
        words(text)
        if text is not None
        else f"**{_('Deze tekst kan niet worden geopend: de sleutel is er niet meer.')}**"
    )


def _intention(one: Meant) -> Iterator[str]:
    yield f"#### {_('Voornemen')}"
    if one.resolve is None:
        yield _own(None)
    else:
        yield _("Als dit gebeurt:")
        yield words(one.resolve.when)
        yield _("dan doe ik dit:")
        yield words(one.resolve.then)
    yield _facts(
        (_("Terugkijken op"), _day(one.follow_up_on)),
        (_("Hoe het ging"), inline(one.outcome_words) or _("nog open")),
        (_("Teruggekeken op"), _moment(one.closed_at) if one.closed_at else ""),
    )
    if one.resolve and one.resolve.outcome:
        yield words(one.resolve.outcome)


def _given(one: Given) -> Iterator[str]:
    yield f"#### {_('Gedeeld met %s') % inline(one.to)}"
    yield _facts(
        (_("Gedeeld op"), _moment(one.at)),
        (_("Te lezen tot en met"), _day(one.until)),
        (_("Gestopt met delen op"), _moment(one.withdrawn_at) if one.withdrawn_at else ""),
        (_("Geopend op"), ", ".join(map(_moment, one.opened)) or _("nog niet geopend")),
    )
    yield from _said(one.comments)


def _said(comments: tuple[Said, ...]) -> Iterator[str]:
    for one in comments:
        yield f"{inline(one.by)}, {_moment(one.at)}:"
        yield _own(one.text)


def _ratings(mirror: Mirror) -> Iterator[str]:
    if not mirror.rated:
        return
    yield f"## {_('Hoe je jezelf zag')}"
    rows = [f"| {_('Vraag')} | {_('Dag')} | {_('Van 1 tot 5')} |", "|---|---|---|"]
    for one in mirror.rated:
        about = f"{one.question}, {inline(one.name)}" if one.question else _("geen van de tien")
        rows.append(f"| {about} | {_day(timezone.localdate(one.at))} | {one.rating} |")
    yield "\n".join(rows)


def _draft(one: Begun) -> Iterator[str]:
    yield f"### {_moment(one.at)} · {inline(one.place)}"
    if one.fields is None:
        yield _own(None)
        return
    for name, text in one.named:
        yield f"#### {inline(name)}"
        yield words(text)


def _received(one: Received) -> Iterator[str]:
    yield f"### {_('Van %s') % inline(one.by)}"
    yield _facts(
        (_("Gedeeld op"), _moment(one.at)),
        (_("Te lezen tot en met"), _day(one.until)),
        (_("Gestopt met delen op"), _moment(one.withdrawn_at) if one.withdrawn_at else ""),
    )
    yield from _said(one.comments)


def _facts(*facts: tuple[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts if value)


def _source(source: Source | None) -> str:
    if source is None:
        return ""
    return f"{inline(source.kind)} {inline(source.title)}, {_('editie %s') % source.edition}"


def _closed(count: int) -> str:
    if count == 1:
        return _(
            "Eén tekst kan niet worden geopend: de sleutel is er niet meer. Hieronder staat bij die tekst dat hij er is."
        )
    return (
        _(
            "%s teksten kunnen niet worden geopend: de sleutel is er niet meer. Hieronder staat bij elke tekst dat hij er is."
        )
        % count
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, G.i")


def _day(day: date) -> str:
    return date_format(day, "j F Y")
