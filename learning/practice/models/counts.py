"""Counters over plays, tests and lessons. They name nobody, and are written in the transaction of what they count."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import Edition, Line


class ChoiceTally(models.Model):
    """How many runs came to a place of a case's edition: a scene ("thuis"), a choice ("thuis/bel") or an aside ("thuis/@collega").

    Each run counts once per scene, for its first visit and the choice made then; so first plays count people.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    place = models.TextField()
    first = models.PositiveIntegerField(default=0)
    again = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("telling van een casus")
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "place"], name="choice_tally_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.place}"


class CaseCount(models.Model):
    """What trainers see of a case: its tallies as they were when at least five people had begun it since the time before.

    begun: people who began, up to now. counted: how many had at that time. places: {place: [first plays, replays]} then;
    replayers: how many people had replayed by then.
    """

    line = models.OneToOneField(Line, models.PROTECT, primary_key=True, related_name="+")
    begun = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    replayers = models.PositiveIntegerField(default=0)
    places = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("cijfers van een casus")

    def __str__(self) -> str:
        return f"{self.line_id}"


class Spread(models.Model):
    """How people chose at a decision in their first play: in one team, or everybody. Counted when they finish the debrief.

    counts: {choice: people} up to now. shown: the same as it was when it was last shown anew (`small_numbers.may_show_anew`), which
    is all that anybody sees; so that no two looks tell what somebody chose who came in between.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, related_name="+")
    scene = models.TextField()
    counts = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("spreiding bij een besluit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "team", "scene"], name="spread_once_per_team"),
            models.UniqueConstraint(
                fields=["line", "scene"], condition=Q(team__isnull=True), name="spread_once_for_everybody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.scene}"


class AttemptCount(models.Model):
    """What many people's first closing tests of one line of a module came to, as sums (learning.practice.items.sums).

    One row for each number of questions that was drawn. people: who handed in, up to now. counted: how many had when `shown`
    was taken down, which is all that anybody sees.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    length = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    counted = models.PositiveIntegerField(default=0)
    shown = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("cijfers van een toets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "length"], name="attempt_count_once_per_length")
        ]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.length}"


class PlaceCount(models.Model):
    """How many people came to a place of a line of a module or a lesson, and for how many of them something was so there.

    place: "begun" or "done"; or "block/line of the question/part", where `people` answered it for the first time and `part` took
    the part, or had all right ("@goed"). shown_people, shown_part: the same as it was when it could be shown last.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    people = models.PositiveIntegerField(default=0)
    part = models.PositiveIntegerField(default=0)
    shown_people = models.PositiveIntegerField(default=0)
    shown_part = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("telling van een les")
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "place"], name="place_counted_once")]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.place}"
