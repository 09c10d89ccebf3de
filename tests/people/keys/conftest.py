"""Running the commands of an operator."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def run() -> Callable[..., str]:
    """Run a command; what it said."""

    def ran(name: str, *arguments: Any, **options: Any) -> str:
        out = StringIO()
        call_command(name, *map(str, arguments), stdout=out, **options)
        return out.getvalue()

    return ran


@pytest.fixture
def refused(run: Callable[..., str]) -> Callable[..., tuple[int, str]]:
    """Run a command that refuses; its exit code and why."""

    def refusal(name: str, *arguments: Any, **options: Any) -> tuple[int, str]:
        with pytest.raises(CommandError) as why:
            run(name, *arguments, **options)
        return why.value.returncode, str(why.value)

    return refusal


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """A folder of uploaded files of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT
