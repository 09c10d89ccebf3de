"""A package as files, by name: what cms/importing/package.py reads, written back. Touches no database."""

import json
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cms.exporting.ids import ids_of
from cms.exporting.lessons import head_of, is_plain, lesson_text, plain_of
from cms.exporting.questions import question_json
from cms.exporting.rich_text import Unwritable, to_markdown
from cms.importing.drafts import LessonDraft, ModuleDraft, Package, TermDraft
from cms.importing.identities import FILE as IDS
from cms.importing.package import FORMAT, read_package
from cms.importing.problems import Problem, Problems
from cms.importing.rich_text import INLINE

Files = dict[str, bytes]


class ExportRefused(Exception):
    """Nothing was written; `problems` says what stands in the way, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def files_of(package: Package, cases: dict[str, UUID] | None = None) -> Files:
    """The folder of a package. What would not read back is refused. Raises ExportRefused."""
    module, problems = package.module, Problems()
    if module is None:
        raise ValueError("A package without a module cannot be written.")
    identity = (package.owner, module.slug)
    names = lesson_names(package)
    files: Files = {"module.json": _json(module_json(module, package))}
    for lesson in package.lessons:
        try:
            files[f"lessons/{names[lesson.slug]}.md"] = lesson_text(lesson, identity).encode()
        except Unwritable as why:
            problems.add(f"lessons/{names[lesson.slug]}.md", "", str(why), _("Pas de les aan in de studio."))
    if package.terms:
        files["glossary.json"] = _json([term_json(term) for _key, term in sorted(package.terms.items())])
    for name, keys in _question_files(package, names).items():
        files[name] = _json([question_json(package.questions[key]) for key in keys])
    for name, media in sorted(package.media.items()):
        files[f"media/{name}"] = media.data
    ids = ids_of(package, cases or {})
    if ids:
        files[IDS] = _json(ids)
    if problems:
        raise ExportRefused(list(problems))
    return files


def check_that_it_reads_back(files: Files, owner: str) -> Package:
    """Read what was written, as whoever imports it will. Raises ExportRefused."""
    with tempfile.TemporaryDirectory() as folder:
        put(files, Path(folder))
        package, problems = read_package(Path(folder), owner)
    if problems:
        raise ExportRefused(list(problems))
    return package


def put(files: Files, folder: Path) -> None:
    """Write files into a folder that is there."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def lesson_names(package: Package) -> dict[str, str]:
    """By slug, the name of each lesson's file, without its ending: its place and its slug."""
    return {lesson.slug: f"{place:02}-{lesson.slug}" for place, lesson in enumerate(package.lessons, 1)}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def module_json(module: ModuleDraft, package: Package) -> dict[str, Any]:
    """What `module.json` says."""
    names = lesson_names(package)
    head = head_of(module)
    dates = {name: str(head.pop(name)) for name in ("reviewed_on", "review_by")}
    reviewer = head.pop("reviewer")
    said: dict[str, Any] = {"format": FORMAT, **head, "theme": module.theme, "audience": module.audience}
    said |= {**dates, "reviewer": reviewer, "lessons": [names[lesson.slug] for lesson in package.lessons]}
    said |= {"prerequisites": sorted(module.prerequisites), "sources": [one["value"] for one in module.sources]}
    said["slots"] = [{"key": key, **slot.says()} for key, slot in sorted(package.slots.items())]
    if module.core_questions:
        said["core_questions"] = sorted(module.core_questions)
    if module.test_questions or module.test_pools:
        said["test"] = {
            "title": module.test_title,
            "intro": module.test_intro,
            **({"draw": module.test_draw} if module.test_draw else {}),
            "pass_mark": module.test_pass_mark,
            "questions": module.test_questions,
        }
        if module.test_pools:
            said["test"]["pools"] = module.test_pools
    return said


def term_json(term: TermDraft) -> dict[str, Any]:
    """One term of `glossary.json`. Raises Unwritable."""
    plain = is_plain(term.definition)
    definition = plain_of(term.definition) if plain else to_markdown(term.definition, INLINE)
    return {
        "key": term.key,
        "term": term.term,
        "also": [name.strip() for name in term.also.split(",") if name.strip()],
        "definition" if plain else "definition_markdown": definition,
        "source": term.source,
        "reviewed_on": term.reviewed_on and str(term.reviewed_on),
    }


def _question_files(package: Package, names: dict[str, str]) -> dict[str, list[str]]:
    """The questions by file: one for each lesson that asks any, one for the test, one for what is left."""
    left, made = sorted(package.questions), {}
    wanted = [(names[lesson.slug], _asked(lesson)) for lesson in package.lessons]
    wanted += [("toets", list(package.module.test_questions if package.module else [])), ("overig", list(left))]
    for name, keys in wanted:
        mine = [key for key in dict.fromkeys(keys) if key in left]
        if mine:
            made[f"questions/{name}.json"] = mine
            left = [key for key in left if key not in mine]
    return made


def _asked(lesson: LessonDraft) -> list[str]:
    return [key for _line, key in lesson.keys("question", "question")]
