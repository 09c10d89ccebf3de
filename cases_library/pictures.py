"""Images in the texts of a case: written as paths in its Markdown, found in its owner's library by their title."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from wagtail.images.models import Image

from cases_library.engine.format import Case
from cms.belonging import usable
from cms.blocks.media import picture_of
from cms.editions.content import CompileError
from cms.models import ContentRoot
from cms.text import render_markdown


def texts_of(case: Case) -> Iterable[str]:
    """Every text of a case that is Markdown."""
    for scene in case.scenes:
        yield scene.body
        for passage in scene.passages:
            yield passage.text


def paths_in(case: Case) -> list[str]:
    """The paths of the images in its texts, each once, in order. Raises ValueError for a text that is too long."""
    met: dict[str, None] = {}

    def note(path: str) -> None:
        met[path] = None

    for text in texts_of(case):
        if "!" in text:
            render_markdown(text, picture=note)
    return list(met)


def title_in_library(case: Case, path: str) -> str:
    """How an imported image is called in the library, so that the cases of an owner can each have a `kamer.svg`."""
    return f"{case.slug}/{path}"


def images_of(case: Case, root: ContentRoot) -> dict[str, Image]:
    """By path, the newest image that carries it as its title, with the case's slug before it or without."""
    found = {}
    for path in paths_in(case):
        there = usable(Image, root).filter(title__in=[title_in_library(case, path), path])
        newest = max(there, key=lambda image: (image.title != path, image.pk), default=None)
        if newest is not None:
            found[path] = newest
    return found


def addresses(case: Case, root: ContentRoot) -> Mapping[str, str]:
    """Where readers find each image. Raises CompileError for one that the library does not have."""
    found = images_of(case, root)
    for path in paths_in(case):
        if path not in found:
            raise CompileError(
                _("De afbeelding ‘%(path)s’ staat niet in de bibliotheek. Voeg haar daar toe met die titel.")
                % {"path": path[:80]}
            )
    return {path: picture_of(image)["src"] for path, image in found.items()}
