"""The world of the tables of access serves the oracle too."""

from tests.architecture.conftest import world

__all__ = ["world"]
