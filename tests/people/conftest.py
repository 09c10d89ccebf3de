"""What the tests of people share."""

import pytest


@pytest.fixture
def quick_passwords(settings):
    """Signs in a hundred times faster; ask for it before the person is made."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
