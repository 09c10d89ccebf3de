"""wagtail-lms from PyPI, in an environment of its own, on a site that `wagtail start` wrote."""
