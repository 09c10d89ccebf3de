"""What a password must be, said in our own words. The rules are Django's."""

from typing import Any

from django.contrib.auth import password_validation as rules
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(rules.MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return _("Dit wachtwoord is te kort. Kies er een van minstens %(count)s tekens.") % {"count": self.min_length}

    def get_help_text(self) -> str:
        return _("Minstens %(count)s tekens. Een paar losse woorden achter elkaar onthoudt makkelijk.") % {
            "count": self.min_length
        }


class NotCommon(rules.CommonPasswordValidator):
    """Not among the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        return _("Dit wachtwoord gebruiken veel mensen, en wordt het eerst geprobeerd. Kies een ander.")

    def get_help_text(self) -> str:
        return _("Geen wachtwoord dat veel mensen gebruiken.")


class NotLikeYou(rules.UserAttributeSimilarityValidator):
    """Not like one's own name or address."""

    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as fault:
            raise ValidationError(self.get_error_message(), code=fault.code) from None

    def get_error_message(self) -> str:
        return _("Dit wachtwoord lijkt te veel op je naam of e-mailadres. Kies een ander.")

    def get_help_text(self) -> str:
        return _("Niet je naam of e-mailadres.")
