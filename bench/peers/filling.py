"""What filling both Wagtail peers takes. Runs in the peer's own environment: Django and the standard library only."""

import uuid
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_people(count: int) -> list[Any]:
    """Accounts without a usable password, in one go."""
    model = get_user_model()
    return model.objects.bulk_create(
        [
            model(username=f"person{number}", email=f"person{number}@example.nl", password="!")
            for number in range(count)
        ],
        batch_size=5000,
    )


def sign_in(user: Any, backend: str = MODEL_BACKEND) -> str:
    """A session of this user, as signing in makes one; returns its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def stream(lesson: dict[str, Any], text: str, question: Any) -> list[dict[str, Any]]:
    """A lesson's blocks as a StreamField stores them; `question` gives the type and value for a block that asks."""
    rows = []
    for block in lesson["blocks"]:
        kind, value = (text, block["html"]) if block["type"] == "text" else question(block)
        rows.append({"id": str(uuid.uuid4()), "type": kind, "value": value})
    return rows


def titled(lesson: dict[str, Any], number: int) -> str:
    """A title no other copy has, which makes it the marker of its page."""
    return f"{lesson['title']} ({number})"
