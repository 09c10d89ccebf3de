"""Headers that every reply carries."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

STUDIO = "/studio/"
# Wagtail's editor carries inline scripts and styles; its path is the only exception to the strict policy.
_STUDIO_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],  # previews
    "object-src": [NONE],
}
_PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)


class PolicyHeaders(CSPMiddleware):
    """The content security policy (strict, relaxed under /studio/ alone) and what the browser may not do for us."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(STUDIO):
            parts.replace = {**(parts.replace or {}), **_STUDIO_POLICY}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        response = super().process_response(request, response)
        if request.path.startswith(STUDIO):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "user" in response.headers.get("Vary", "").lower() or request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
