"""Bringing questions of a file into the bank: all of them in one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.bank.values import question_of
from cms.interchange.checking import incomplete
from cms.interchange.encoding import MAX_BYTES
from cms.interchange.formats import READERS
from cms.interchange.items import FileRefused, Item, Reading, Remark
from cms.models import Question
from cms.permissions import ensure_content_root
from cms.rehearsal import all_or_nothing
from cms.turns import take_turn
from people.models import Organisation, User

MAX_QUESTIONS = 10_000


@dataclass
class Brought:
    """What an import did: the questions that are in the bank now, what was skipped, and which wait for an author."""

    items: list[Item] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    drafts: list[Remark] = field(default_factory=list)
    """Questions that should have been published and miss something."""


def read_file(path: Path, name: str) -> Reading:
    """What a file on disk holds. Raises FileRefused."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise FileRefused(_("Het bestand is niet te lezen: %(why)s.") % {"why": fault.strerror or fault}) from None
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Reading:
    """What the bytes of a file hold, in the format with this name. Raises FileRefused."""
    reading = READERS[name](data)
    if len(reading.items) > MAX_QUESTIONS:
        raise FileRefused(_("Er staan meer dan %(most)s vragen in. Verdeel het bestand.") % {"most": MAX_QUESTIONS})
    return reading


def without_known(items: Sequence[Item], organisation: Organisation | None) -> tuple[list[Item], list[Remark]]:
    """The questions whose key is free in this owner's bank, and why the others are skipped. What is in the bank is never overwritten."""
    keys = [item.key for item in items if item.key]
    known = set(Question.objects.filter(organisation=organisation, key__in=keys).values_list("key", flat=True))
    free, skipped = [], []
    for item in items:
        if item.key in known:
            why = _("In de vragenbank staat al een vraag met de sleutel ‘%(key)s’.") % {"key": item.key}
            skipped.append(Remark(item.where, why))
            continue
        if item.key:
            known.add(item.key)
        free.append(item)
    return free, skipped


def bring(
    items: Sequence[Item],
    *,
    organisation: Organisation | None = None,
    by: User | None = None,
    publish: bool = False,
    rehearse: bool = False,
) -> Brought:
    """Put the questions in the bank of an owner, as drafts unless `publish`. With `rehearse` everything is tried and nothing stays."""
    with all_or_nothing(rehearse=rehearse):
        take_turn()
        return _brought(items, organisation, by, publish=publish)


def _brought(items: Sequence[Item], organisation: Organisation | None, by: User | None, *, publish: bool) -> Brought:
    ensure_content_root(organisation)
    free, skipped = without_known(items, organisation)
    brought = Brought(items=free, skipped=skipped)
    for item in free:
        question = question_of(item, organisation)
        question.save()
        log(question, "wagtail.create", user=by)
        revision = question.save_revision(user=by)
        if publish and incomplete(item):
            brought.drafts.append(Remark(item.where, _("een uitleg of voorbeeldantwoord ontbreekt nog")))
        elif publish:
            revision.publish(user=by)
    return brought
