"""The registers' files, looked at whenever Django checks itself: at `make check`, and when the site starts."""

from typing import Any

from django.core.checks import CheckMessage, Error

from learning.dossier import registers


def registers_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error for the first file that is wrong."""
    registers.all_rules.cache_clear()
    try:
        registers.all_rules()
    except registers.Fault as fault:
        hint = "Mend the file in content/registers; docs/how-to/dossier.md says what stands in it."
        return [Error(f"A register's file cannot be used. {fault}", hint=hint, id="dossier.E001")]
    return []
