"""What is pointed out: where it stands, what kind it is, and what could stand there instead."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "bsn", "address", "phone", "email", "birth-date"]


@dataclass(frozen=True, order=True)
class Span:
    """`start` and `end` count code points; `end` is the first that no longer belongs to it."""

    start: int
    end: int
    kind: Kind
    suggestion: str


class Taken:
    """Which places of a text are spoken for; whoever comes first keeps them."""

    def __init__(self, length: int) -> None:
        self._places = bytearray(length)

    def is_free(self, start: int, end: int) -> bool:
        return not any(self._places[start:end])

    def take(self, start: int, end: int) -> None:
        self._places[start:end] = b"\1" * (end - start)
