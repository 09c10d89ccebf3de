"""Two views: a constant page, and a save of one row. Both for the signed-in only."""

import json
import os

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.urls import path

from bench.peers.bare.models import Saved

MARKER = "the bare page"
_HEAD = f"<!doctype html><title>{MARKER}</title>".encode()
_BODY = _HEAD.ljust(int(os.environ.get("BENCH_PAGE_BYTES", "30000")), b".")


def page(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    return HttpResponse(_BODY)


def save(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    sent = json.loads(request.body)
    Saved.objects.create(user_id=request.user.pk, key=sent["key"], response=sent["response"])
    return JsonResponse({"saved": sent["key"]})


urlpatterns = [path("page/", page), path("save/", save)]
