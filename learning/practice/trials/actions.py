"""Asking people to read a draft, ending that, and remarking something at a block. Remarks are written while their group's row is held."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import ModulePage
from learning.practice.models import Remark, TrialGroup, TrialReader
from learning.practice.trials.drafts import Part
from learning.practice.trials.queries import owner_of, place_of, running_for, to_ask
from people.audit import named, record
from people.keys import vault
from people.models import User
from people.refusal import Conflict, Refused

USUAL = timedelta(weeks=2)
LONGEST = timedelta(days=90)
MAX_ASKS = 300
MAX_REMARK = 2_000
"""Characters of one remark."""
MOST_READERS = 50


# --- The group ------------------------------------------------------------------------------------


def keep(module: ModulePage, *, by: User, people: Iterable[uuid.UUID], until: date, asks: str) -> TrialGroup:
    """Let exactly these people read the draft until a day, that day included. Safe to repeat.

    A group whose day is past is closed, and a new one made. Who is not named any more is taken away. Raises Refused.
    """
    asks = asks.strip()
    _check(until, asks)
    with transaction.atomic():
        ModulePage.objects.select_for_update().only("pk").get(pk=module.pk)
        group = _standing(module, by=by, until=until, asks=asks)
        users = _chosen(module, set(people), by=by)
        group.readers.exclude(user__in=users).delete()
        for user in users:
            TrialReader.objects.get_or_create(group=group, user=user)
    record("trial-group", named(group), actor=by)
    return group


def stop(group: TrialGroup, *, by: User) -> None:
    """Nobody reads the draft from now on; what was remarked stays with its authors. Safe to repeat."""
    if TrialGroup.objects.filter(pk=group.pk, stopped_at__isnull=True).update(stopped_at=timezone.now()):
        record("trial-group-stop", named(group), actor=by)


def _standing(module: ModulePage, *, by: User, until: date, asks: str) -> TrialGroup:
    group = TrialGroup.objects.filter(module=module, stopped_at__isnull=True).first()
    if group is not None and group.until < timezone.localdate():
        stop(group, by=by)
        group = None
    if group is None:
        return TrialGroup.objects.create(module=module, organisation=owner_of(module), by=by, until=until, asks=asks)
    group.until, group.asks = until, asks
    group.save(update_fields=["until", "asks"])
    return group


def _chosen(module: ModulePage, wanted: set[uuid.UUID], *, by: User) -> list[User]:
    if not wanted:
        raise Refused(_("Kies minstens één persoon. Wil je dat niemand meer meeleest, stop dan de proefgroep."))
    if len(wanted) > MOST_READERS:
        raise Refused(_("Kies hooguit %(most)s mensen.") % {"most": MOST_READERS})
    allowed = {one.uuid for one in to_ask(module, by=by)}
    # Another author of this module may have asked who now keeps the group.
    allowed |= {by.uuid} & set(
        TrialReader.objects.filter(group__module=module, group__stopped_at__isnull=True).values_list(
            "user__uuid", flat=True
        )
    )
    if wanted - allowed:
        raise Refused(_("Iemand die je koos, hoort hier niet (meer) bij. Kijk je keuze na. Er is niets gewijzigd."))
    return list(User.objects.filter(uuid__in=wanted))


def _check(until: date, asks: str) -> None:
    today = timezone.localdate()
    if not asks:
        raise Refused(_("Schrijf in één zin waar de lezers op letten."))
    if len(asks) > MAX_ASKS:
        raise Refused(_("Je vraag is te lang: hooguit %(most)s tekens.") % {"most": MAX_ASKS})
    if until < today:
        raise Refused(_("Die dag is al voorbij. Kies vandaag of een dag daarna."))
    if until > today + LONGEST:
        raise Refused(_("Dat is te ver vooruit. Kies een dag binnen 90 dagen; verlengen kan later altijd."))


# --- Remarks --------------------------------------------------------------------------------------


def remark(group: TrialGroup, part: Part, *, by: User, key: uuid.UUID, block: str, beside: str, text: str) -> Remark:
    """Say something at a block. The same key gives the same remark.

    Raises Refused when there is nothing, too much, or nothing to read any more; Conflict for other words under the same key.
    """
    _check_words(text)
    number = uuid.uuid4()
    sealed = _seal(text, number, by=by)
    said = {"part": part.uuid, "title": part.title, "block": block, "beside": beside, "sealed": sealed}
    try:
        with transaction.atomic():
            _hold(group, by=by)
            return Remark.objects.create(uuid=number, group=group, user=by, key=key, **said)
    except IntegrityError:
        return _of_key(group, by=by, key=key, block=block, text=text)


def change(own: Remark, *, by: User, version: int, text: str) -> Remark:
    """Say one's own remark in other words; it waits for an author again. Safe to repeat.

    Raises Refused as `remark` does; Conflict when it was changed meanwhile, in another tab or on another device.
    """
    _check_words(text)
    sealed = _seal(text, own.pk, by=by)
    with transaction.atomic():
        _hold(own.group, by=by)
        held = Remark.objects.select_for_update().filter(pk=own.pk, user=by).first()
        if held is None:
            raise Refused(
                _("Deze opmerking heb je teruggenomen. Je woorden staan er nog: bewaar ze als nieuwe opmerking.")
            )
        if _words(held, by) == text:
            return held
        if held.version != version:
            raise Conflict(
                _(
                    "Je wijzigde deze opmerking ook ergens anders. Er is niets overschreven. Laad de pagina om te zien wat er staat."
                )
            )
        held.sealed, held.version, held.changed_at = sealed, version + 1, timezone.now()
        held.done_at = held.done_by = None
        held.save(update_fields=["sealed", "version", "changed_at", "done_at", "done_by"])
    return held


def take_back(own: Remark, *, by: User) -> None:
    """Delete one's own remark, truly. Safe to repeat."""
    Remark.objects.filter(pk=own.pk, user=by).delete()


def settle(module: ModulePage, remark: uuid.UUID, *, by: User, done: bool) -> bool:
    """Mark a remark at this module as done, or as waiting again; False when there is none.

    Safe to repeat: whoever marked it first keeps their name there.
    """
    rows = Remark.objects.filter(pk=remark, group__module=module)
    if done:
        rows.filter(done_at__isnull=True).update(done_at=timezone.now(), done_by=by)
    else:
        rows.update(done_at=None, done_by=None)
    return rows.exists()


def _hold(group: TrialGroup, *, by: User) -> None:
    """Hold the group's row until the transaction ends. Raises Refused when its draft is not this reader's to read any more."""
    TrialGroup.objects.select_for_update().only("pk").filter(pk=group.pk).first()
    if not running_for(by.pk, on=timezone.localdate()).filter(pk=group.pk).exists():
        raise Refused(_("Dit meelezen is gestopt. Je opmerking is niet bewaard; ze staat er nog."))


def _seal(text: str, number: uuid.UUID, *, by: User) -> bytes:
    try:
        return vault.seal(by.uuid, text, place=place_of(number))
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _("Je opmerking kan nu niet veilig worden bewaard. Er is niets bewaard; je woorden staan er nog.")
        ) from fault


def _words(held: Remark, by: User) -> str | None:
    try:
        return vault.unseal(by.uuid, held.sealed, place=place_of(held.pk))
    except vault.Unreadable:
        return None


def _of_key(group: TrialGroup, *, by: User, key: uuid.UUID, block: str, text: str) -> Remark:
    kept = Remark.objects.get(user=by, key=key)
    if (kept.group_id, kept.block) != (group.pk, block) or _words(kept, by) != text:
        raise Conflict(
            _(
                "Onder dit formulier is al een andere opmerking bewaard. Wat hier staat is nog niet bewaard: bewaar het opnieuw."
            )
        )
    return kept


def _check_words(text: str) -> None:
    if not text.strip():
        raise Refused(_("Schrijf eerst iets."))
    if len(text) > MAX_REMARK:
        raise Refused(
            _("Je opmerking is te lang: hooguit %(most)s tekens, dit zijn er %(now)s. Er is niets bewaard.")
            % {"most": MAX_REMARK, "now": len(text)}
        )
