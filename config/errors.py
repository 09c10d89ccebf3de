"""What someone sees when something went wrong: what happened, what was kept, what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.datastructures import MultiValueDictKeyError

_DISK_FULL = 28  # errno.ENOSPC
RETRY_AFTER_S = 2


def is_passing(fault: BaseException | None) -> bool:
    """Whether waiting helps: the database is away or full, or the disk is."""
    return isinstance(fault, OperationalError | InterfaceError) or (
        isinstance(fault, OSError) and fault.errno == _DISK_FULL
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. A fault that will pass answers 503 with Retry-After, so that clients try again by themselves."""
    fault = sys.exc_info()[1]
    if isinstance(
        fault, MultiValueDictKeyError
    ):  # a form that did not arrive whole; Wagtail's blocks ask for their fields unseen
        return HttpResponse(loader.get_template("400.html").render(), status=400)
    if is_passing(fault):
        reply = HttpResponse(loader.get_template("503.html").render(), status=503)
        reply["Retry-After"] = str(RETRY_AFTER_S)
        return reply
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page to answer a form whose token is missing or stale; the text typed stays in the browser's form."""
    return HttpResponse(loader.get_template("403_csrf.html").render({}, request), status=403)
