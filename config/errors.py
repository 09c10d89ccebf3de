"""What someone sees when something went wrong: what happened, what was kept, what to do."""

import sys
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.datastructures import MultiValueDictKeyError
from django.views.debug import SafeExceptionReporterFilter

_DISK_FULL = 28  # errno.ENOSPC
RETRY_AFTER_S = 2


class Silent(SafeExceptionReporterFilter):
    """What a report of a fault may tell, to whoever gets one: where it went wrong; never what was posted, or what any code held then."""

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


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
