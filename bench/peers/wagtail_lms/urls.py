# Copied over the project's urls.py by the bench: the file `wagtail start` writes, with the one line of wagtail-lms's README.
from django.urls import include, path

from .stock_urls import urlpatterns as stock

urlpatterns = [path("lms/", include("wagtail_lms.urls")), *stock]
