"""Files that an import brings: kept once in their owner's collection, and taken away again when the import fails."""

import contextlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files import File
from django.db import DatabaseError
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

from cms.importing.media import MediaDraft
from cms.models import Imported


@contextmanager
def without_stray_files(files: list[Any], *, rehearse: bool = False) -> Iterator[None]:
    """Files don't roll back: what was saved for one that failed, or was only tried, is removed again. Stands around the transaction."""
    stay = False
    try:
        yield
        stay = not rehearse
    finally:
        for file in () if stay else files:
            file.storage.delete(file.name)


def note_renditions(files: list[Any]) -> None:
    """Compiling makes sizes of new images; their files go too when the import fails. Asked inside its transaction."""
    with contextlib.suppress(DatabaseError):
        made = Rendition.objects.filter(image__file__in=[file.name for file in files])
        files += [rendition.file for rendition in made]


def kept_file(media: MediaDraft, *, scope: str, collection: Any, **fields: Any) -> tuple[Image | Document, bool]:
    """The file in the library, and whether it is new. Another content is another file: editions go on showing the old one."""
    path = f"{scope}/bestand/{media.name}@{media.digest[:16]}"
    model = Image if media.is_image else Document
    known = Imported.objects.filter(path=path).first()
    there = model.objects.filter(pk=known.object_id).first() if known else None
    if there is not None:
        return there, False
    file = File(io.BytesIO(media.data), name=media.name.rpartition("/")[2])
    made = model(title=media.title or media.name, collection=collection, file=file, **fields)
    made.file_size = len(media.data)
    made._set_file_hash()
    made.save()
    values = {"object_id": made.pk, "source": media.digest, "state": media.digest}
    Imported.objects.update_or_create(path=path, defaults=values)
    return made, True
