"""Choosers that take for missing what the author may not use; the form would otherwise name it in its answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.blocks import PageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.permissions import policy_registry
from wagtail.snippets.blocks import SnippetChooserBlock

_author: ContextVar[Any] = ContextVar("author", default=None)


@contextmanager
def working_for(user: Any) -> Iterator[None]:
    """Within this, forms are read and shown on behalf of `user`. The studio's door does it for every request."""
    token = _author.set(user)
    try:
        yield
    finally:
        _author.reset(token)


def working() -> Any:
    """The person on whose behalf something is made in the studio now; None outside it."""
    return _author.get()


class _AmongOwn:
    """Looks up what a form sent on behalf of whoever it is read for; without a person (an import) everything is known."""

    def value_from_form(self, value: Any) -> Any:
        chosen = super().value_from_form(value)  # type: ignore[misc]  Wagtail's chooser blocks bring it
        user = _author.get()
        if chosen is None or user is None:
            return chosen
        return chosen if self.may_choose(user, chosen) else None

    def may_choose(self, user: Any, chosen: Any) -> bool:
        return policy_registry.get(chosen).user_has_permission_for_instance(user, "choose", chosen)

    def deconstruct(self) -> Any:
        """For migrations these are Wagtail's own choosers: nothing of the database depends on the difference."""
        _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  Wagtail's chooser blocks bring it
        base = type(self).__mro__[2]
        return f"{base.__module__}.{base.__qualname__}", args, kwargs


class OwnSnippetChooserBlock(_AmongOwn, SnippetChooserBlock):
    """A question, a term or a slot."""


class OwnImageChooserBlock(_AmongOwn, ImageChooserBlock):
    """An image."""


class OwnDocumentChooserBlock(_AmongOwn, DocumentChooserBlock):
    """A document."""


class OwnPageChooserBlock(_AmongOwn, PageChooserBlock):
    """A page of one's own, or a live one of the core."""

    def may_choose(self, user: Any, chosen: Any) -> bool:
        from cms.permissions import author_of, pages_for  # the permissions read the models, which have these blocks

        return pages_for(author_of(user)).filter(pk=chosen.pk).exists()
