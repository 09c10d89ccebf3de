"""What is wrong in a folder of content, said so that its writer can mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in which file, at which line or key, what is wrong, and what to do."""

    file: str
    place: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.wrong} {self.remedy}"


@dataclass
class Problems:
    """Gathers problems while reading goes on."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, place: str, wrong: str, remedy: str) -> None:
        problem = Problem(file, place, str(wrong), str(remedy))
        if problem not in self.found:
            self.found.append(problem)

    def extend(self, others: Iterable[Problem]) -> None:
        self.found.extend(others)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __bool__(self) -> bool:
        return bool(self.found)


class ImportRefused(Exception):
    """Nothing was written; `problems` says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
