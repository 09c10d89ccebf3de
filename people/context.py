"""What the page frame needs; costs no statement beyond what the request already knows."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """`viewer` (None for a visitor) and the theme that was chosen."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"viewer": None, "theme": "auto"}
    return {"viewer": request.viewer, "theme": user.theme}  # type: ignore[attr-defined]  set by PersonMiddleware
