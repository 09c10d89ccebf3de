"""Publishing: the only writer of editions. Called inside the transaction that publishes the page or snippet."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.editions.compiling import compile_lesson, compile_local, compile_module, compile_question, compile_term
from cms.editions.content import Compiled, CompileError, Reason, content_hash, printable
from cms.editions.registry import register, way_of
from cms.models import Change, Edition, GlossaryTerm, Kind, LessonPage, Line, LocalText, ModulePage, Question, Taught
from cms.search.indexing import index
from cms.slots.actions import note_seen
from cms.turns import take_turn
from people.models import User


@transaction.atomic
def publish(
    *,
    kind: str,
    source: uuid.UUID,
    organisation_id: int | None,
    slug: str,
    compiled: Compiled,
    material: bool = False,
    by: User | None = None,
    note: str = "",
) -> Edition:
    """Make the edition in force. The same content gives the same edition, however often it is published.

    Locks the thing taught, so that two publications at once follow each other. Raises CompileError when its address is taken.
    """
    taught = _taught(
        kind, source, organisation_id, slug, compiled.content.get("title") or compiled.content.get("term") or slug
    )
    content = printable(compiled.content)
    digest = content_hash(content)
    line = taught.live_line or taught.lines.order_by("-major").first()
    if line is not None and line.head is not None and line.head.hash == digest:
        return _in_force(taught, line, line.head)
    if line is None or material:
        line = Line.objects.create(taught=taught, major=line.major + 1 if line else 1)
    number = (taught.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        taught=taught,
        line=line,
        number=number,
        hash=digest,
        content=content | {"number": number},
        note=note[:255],
        published_by=by,
    )
    edition.uses.set(set(compiled.uses))
    line.head = edition
    line.save(update_fields=["head"])
    return _in_force(taught, line, edition)


def _taught(kind: str, source: uuid.UUID, organisation_id: int | None, slug: str, title: str) -> Taught:
    fields = {"slug": slug, "title": title[:255], "organisation_id": organisation_id}
    try:
        with transaction.atomic():
            Taught.objects.get_or_create(uuid=source, defaults={"kind": kind, **fields})
            taught = Taught.objects.select_for_update(no_key=True).get(pk=source)
            if kind in _READ_BY_OWNER and taught.organisation_id != organisation_id:
                raise CompileError(
                    _("‘%(title)s’ is van een andere eigenaar: wie haar volgt, zou haar kwijtraken. Kopieer haar.")
                    % {"title": title}
                )
            for name, value in fields.items():
                setattr(taught, name, value)
            taught.save(update_fields=list(fields))
    except IntegrityError:
        raise CompileError(_("Het adres ‘%(slug)s’ is al in gebruik. Kies een ander.") % {"slug": slug}) from None
    return taught


_READ_BY_OWNER = {Kind.MODULE, Kind.LESSON, Kind.LOCAL, Kind.CASE}


def _in_force(taught: Taught, line: Line, edition: Edition) -> Edition:
    if taught.live_line_id != line.pk:
        taught.live_line = line
        taught.save(update_fields=["live_line"])
    index(taught, edition)
    return edition


@transaction.atomic
def withdraw(source: uuid.UUID) -> None:
    """Nobody starts it any more; who began can finish. Safe to repeat."""
    take_turn()
    Taught.objects.filter(pk=source).update(live_line=None)


# --- What each kind of content does at its publication ---------------------------------------------


@transaction.atomic
def publish_question(question: Question, *, by: User | None = None) -> Edition:
    """Publish a question, and recompile the live lessons and modules that use it."""
    take_turn()
    material, note = question.change == Change.MATERIAL, question.change_note
    edition = publish(
        kind=Kind.QUESTION, source=question.uuid, organisation_id=question.organisation_id, slug=question.key or str(question.uuid),
        compiled=compile_question(question), material=material, by=by, note=note,
    )  # fmt: skip
    settle(question)
    republish_users(edition.taught, material=material, by=by, note=note)
    return edition


@transaction.atomic
def publish_term(term: GlossaryTerm, *, by: User | None = None) -> Edition:
    """Publish a glossary term, and recompile the lessons that explain it."""
    take_turn()
    edition = publish(
        kind=Kind.TERM,
        source=term.uuid,
        organisation_id=term.organisation_id,
        slug=term.key,
        compiled=compile_term(term),
        by=by,
    )
    republish_users(edition.taught, material=False, by=by, note="")
    return edition


@transaction.atomic
def publish_local(text: LocalText, *, by: User | None = None) -> Edition:
    """Publish what an organisation wrote in a slot."""
    take_turn()
    edition = publish(
        kind=Kind.LOCAL,
        source=text.uuid,
        organisation_id=text.organisation_id,
        slug=text.slot.key,
        compiled=compile_local(text),
        by=by,
    )
    note_seen(text.slot, organisation_id=text.organisation_id)
    return edition


@transaction.atomic
def publish_lesson(
    page: LessonPage, *, by: User | None = None, material: bool | None = None, note: str | None = None
) -> Edition:
    """Publish a lesson, and its module when that is live."""
    take_turn()
    is_material = page.change == Change.MATERIAL if material is None else material
    said = page.change_note if note is None else note
    edition = publish(
        kind=Kind.LESSON, source=page.uuid, organisation_id=page.owner_root.organisation_id, slug=page.slug,
        compiled=compile_lesson(page), material=is_material, by=by, note=said,
    )  # fmt: skip
    if material is None:
        settle(page)
    module = ModulePage.objects.parent_of(page).filter(live=True).first()
    if module is not None:
        publish_module(module, by=by, note=said, material=False)
    return edition


@transaction.atomic
def publish_module(
    page: ModulePage, *, by: User | None = None, material: bool | None = None, note: str | None = None
) -> Edition:
    """Publish a module. Other lessons, another order, a lesson's new line or another rule of the test make it material by themselves."""
    take_turn()
    compiled = compile_module(page)
    is_material = (page.change == Change.MATERIAL if material is None else material) or _asks_other_work(
        page.uuid, compiled
    )
    edition = publish(
        kind=Kind.MODULE, source=page.uuid, organisation_id=page.owner_root.organisation_id, slug=page.slug,
        compiled=compiled, material=is_material, by=by, note=page.change_note if note is None else note,
    )  # fmt: skip
    if material is None:
        settle(page)
    return edition


def _asks_other_work(source: uuid.UUID, compiled: Compiled) -> bool:
    taught = Taught.objects.filter(pk=source).first()
    line = taught and (taught.live_line or taught.lines.order_by("-major").first())
    if not line or line.head is None:
        return False
    return _work(line.head.content) != _work(compiled.content)


def _work(content: dict[str, Any]) -> Any:
    test = content["test"]
    return (
        [lesson["line"] for lesson in content["lessons"]],
        test and (test["draw"], test["pass_mark"]),
        [one["taught"] for one in content["prerequisites"]],
    )


def settle(item: Any) -> None:
    """A publication is done: the next one starts as minor, without a note."""
    type(item).objects.filter(pk=item.pk).update(change=Change.MINOR, change_note="")
    item.change, item.change_note = Change.MINOR, ""


def republish_users(taught: Taught, *, material: bool, by: User | None, note: str) -> None:
    """Recompile what is live and uses `taught`, in one fixed order."""
    users = Taught.objects.filter(live_line__head__uses=taught).order_by("pk")
    lessons = [one.pk for one in users if one.kind == Kind.LESSON]
    modules = [one.pk for one in users if one.kind == Kind.MODULE]
    for lesson in LessonPage.objects.filter(uuid__in=lessons, live=True).order_by("path"):
        publish_lesson(lesson, by=by, material=material, note=note)
    for module in ModulePage.objects.filter(uuid__in=modules, live=True).order_by("path"):
        publish_module(module, by=by, material=False, note=note)


def check(item: Any) -> list[Reason]:
    """Why this could not be published as it is, in words; empty when it can. Compiles without storing."""
    way = way_of(type(item))
    if way is None:
        return []
    try:
        way.compile(item)
    except ValidationError as fault:
        return Reason.of(fault)
    return []


register(Question, compile=compile_question, publish=publish_question)
register(LessonPage, compile=compile_lesson, publish=publish_lesson)
register(ModulePage, compile=compile_module, publish=publish_module)
register(LocalText, compile=compile_local, publish=publish_local)
register(GlossaryTerm, compile=compile_term, publish=publish_term)
