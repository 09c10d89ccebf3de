"""How allauth behaves here: nobody signs up, and nobody learns whether an address is known."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  allauth ships no types for it
    """Accounts come from an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
