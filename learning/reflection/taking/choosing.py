"""What somebody wants to take along: everything, one question, or from a day to a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.reflection_questions import BY_NUMBER


@dataclass(frozen=True)
class Choice:
    """A selection. Both days are included."""

    question: int | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> "Choice":
        """As a row holds it."""
        days = [chosen.get(name) for name in ("since", "until")]
        return cls(chosen.get("question"), *(date.fromisoformat(day) if day else None for day in days))

    @property
    def chosen(self) -> dict[str, Any]:
        """For a row: only what narrows."""
        days = {name: day.isoformat() for name, day in (("since", self.since), ("until", self.until)) if day}
        return days | ({"question": self.question} if self.question else {})

    @property
    def is_everything(self) -> bool:
        return not self.chosen

    def holds(self, question: int | None, at: datetime) -> bool:
        """Whether something about this question, of this moment, belongs to it."""
        day = timezone.localdate(at)
        return (
            (self.question is None or question == self.question)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )

    def in_words(self) -> str:
        """For the head of a document."""
        about = self._about()
        when = self._when()
        return ", ".join(part for part in (about, when) if part) or _("alles")

    def _about(self) -> str:
        if self.question is None:
            return ""
        name = BY_NUMBER[self.question].name
        return _("alleen vraag %(number)s, %(name)s") % {"number": self.question, "name": name}

    def _when(self) -> str:
        since, until = (date_format(day, "j F Y") if day else "" for day in (self.since, self.until))
        if since and until:
            return _("van %(since)s tot en met %(until)s") % {"since": since, "until": until}
        if since:
            return _("vanaf %s") % since
        return _("tot en met %s") % until if until else ""


EVERYTHING = Choice()
