"""A mirror as JSON, for programs: static/schema/leerspiegel-mirror-1.schema.json describes it. Null stands for what does not open."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from learning.reflection.taking.gathering import Begun, Given, Meant, Mirror, Received, Said, Source, Taken

FORMAT = "leerspiegel-mirror/1"


def to_json(mirror: Mirror) -> bytes:
    """The file."""
    return json.dumps(document(mirror), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode() + b"\n"


def document(mirror: Mirror) -> dict[str, Any]:
    """Plain values. Times are in UTC, days as one reads them on a calendar here."""
    return {
        "format": FORMAT,
        "language": "nl",
        "person": mirror.person,
        "made_at": mirror.made_at.isoformat(),
        "choice": {
            "question": mirror.choice.question,
            "since": mirror.choice.since.isoformat() if mirror.choice.since else None,
            "until": mirror.choice.until.isoformat() if mirror.choice.until else None,
        },
        "not_opened": mirror.closed,
        "entries": [_entry(one) for one in mirror.entries],
        "drafts": [_draft(one) for one in mirror.drafts],
        "received": [_received(one) for one in mirror.received],
    }


def _entry(one: Taken) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "written_at": one.at.isoformat(),
        "question": {"number": one.question, "name": one.name, "asks": one.asks} if one.question else None,
        "prompt": one.prompt,
        "prompt_edition": _source(one.asked),
        "where": _source(one.where),
        "text": one.words.text if one.words else None,
        "dimensions": dict(one.words.dimensions) if one.words else dict.fromkeys(one.written_at),
        "rating": one.rating,
        "minutes": one.minutes,
        "intention": _intention(one.intention),
        "shared": [_given(share) for share in one.given],
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    return {"kind": source.kind, "title": source.title, "edition": source.edition} if source else None


def _intention(one: Meant | None) -> dict[str, Any] | None:
    if one is None:
        return None
    said = one.resolve
    return {
        "made_at": one.made_at.isoformat(),
        "when": said.when if said else None,
        "then": said.then if said else None,
        "follow_up_on": one.follow_up_on.isoformat(),
        "outcome": one.outcome or None,
        "outcome_text": said.outcome if said else None,
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
    }


def _given(one: Given) -> dict[str, Any]:
    return {
        "with": one.to,
        "at": one.at.isoformat(),
        "until": one.until.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "opened": [at.isoformat() for at in one.opened],
        "comments": [_said(word) for word in one.comments],
    }


def _said(one: Said) -> dict[str, Any]:
    return {"by": one.by, "own": one.own, "at": one.at.isoformat(), "text": one.text}


def _draft(one: Begun) -> dict[str, Any]:
    fields = dict(one.fields) if one.fields is not None else None
    return {"id": str(one.id), "saved_at": one.at.isoformat(), "place": one.place, "fields": fields}


def _received(one: Received) -> dict[str, Any]:
    return {
        "by": one.by,
        "at": one.at.isoformat(),
        "until": one.until.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "own_comments": [{"at": word.at.isoformat(), "text": word.text} for word in one.comments],
    }
