"""Templates: each compiles, a component gets only what it is given, and a reader's page carries no code and asks nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
_FILES = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".svg"})
_READERS = [
    path
    for path in _FILES
    if path.suffix == ".html" and "wagtailadmin" not in path.parts and "studio" not in path.parts
]
_WITH_EVERYTHING = {
    # One component as a page or a fragment of its own: the view makes exactly its props, for all eight kinds of questions.
    "learning/journey/prompt.html",
    "learning/journey/question.html",
    "learning/journey/test_question.html",
    # A scene of a case, as a page or as a step's reply; the view makes exactly its props.
    "learning/practice/run.html",
    # The gallery in parts: one long page of samples.
    "styleguide/index.html",
    "learning/team_sessions/leading/lead.html",
    "learning/team_sessions/leading/screen.html",
}
"""Templates that include without `only`, each for the reason above it."""
_OUTSIDE = re.compile(
    r"""(?:src|href|action|poster|srcset|url)\s*[=(]\s*["']?(?:https?:)?//(?![/\s])([\w.-]+)""", re.IGNORECASE
)
_ALLOWED_HOSTS = {"www.w3.org", "example.org", "voorbeeld.test"}


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _code(path: Path) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_template_compiles(path: Path):
    engines["django"].get_template(_name(path))


def test_components_get_only_what_they_are_given():
    loose = {
        _name(path)
        for path in _FILES
        for tag in re.findall(r"\{%\s*include\b.*?%\}", _code(path))
        if not re.search(r"\bonly\s*%\}$", tag)
    }
    assert sorted(loose ^ _WITH_EVERYTHING) == [], "Write {% include … with … only %}."


def _in_tags(path: Path) -> Iterator[str]:
    yield from re.findall(r"<[a-z][^>]*>", _code(path), re.IGNORECASE)


def test_readers_pages_carry_no_code_and_no_style():
    """The strict policy would stop it; a browser without that policy should find none either."""
    wrong = []
    for path in _READERS:
        code = _code(path)
        wrong += [
            f"{_name(path)}: a script without src"
            for tag in re.findall(r"<script\b[^>]*>", code)
            if " src=" not in tag and "application/json" not in tag
        ]
        wrong += [f"{_name(path)}: <style>" for _tag in re.findall(r"<style\b", code)]
        wrong += [
            f"{_name(path)}: {tag[:60]}"
            for tag in _in_tags(path)
            if re.search(r"""\s(?:style|on[a-z]+)\s*=\s*["']""", tag)
        ]
        wrong += [f"{_name(path)}: javascript:" for _found in re.findall(r"javascript:", code)]
    assert wrong == []


def test_no_page_style_or_script_asks_another_site():
    files = [*_FILES, *(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"})]
    asked = [
        (path.name, host)
        for path in files
        for host in _OUTSIDE.findall(_code(path))
        if host not in _ALLOWED_HOSTS and not _is_link(path, host)
    ]
    assert asked == []
    scripts = [
        path
        for path in (ROOT / "static").rglob("*.js")
        if re.search(r"""(?:import|fetch)\s*\(?\s*["']https?:""", path.read_text())
    ]
    assert scripts == []


def _is_link(path: Path, host: str) -> bool:
    """A link that somebody may follow is no request by itself."""
    return all(tag.startswith("<a ") for tag in _in_tags(path) if host in tag) and path.suffix == ".html"


def test_nothing_is_put_on_a_page_unescaped_by_a_template():
    """What is safe is said so where it was cleaned, in Python; `safe` in a template says nothing of who cleaned it."""
    used = {_name(path) for path in _FILES if re.search(r"\|\s*safe\b|\{%\s*autoescape\s+off", _code(path))}
    mails = {name for name in used if "/email/" in name}
    assert sorted(used - mails) == []
