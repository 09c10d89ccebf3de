"""The formats by name: who reads which, and who writes."""

from collections.abc import Callable, Sequence

from cms.interchange import gift_reading, gift_writing, moodle_xml, qti_package, table
from cms.interchange.items import Item, Reading, Writing

READERS: dict[str, Callable[[bytes], Reading]] = {
    "gift": gift_reading.read,
    "moodlexml": moodle_xml.read,
    "qti": qti_package.read,
    "csv": table.read,
}
WRITERS: dict[str, Callable[[Sequence[Item]], Writing]] = {
    "gift": gift_writing.write,
    "qti": qti_package.write,
    "csv": table.write,
}
NAMES = {"gift": "GIFT", "moodlexml": "Moodle XML", "qti": "QTI", "csv": "CSV"}
ENDINGS = {
    "gift": ("gift.txt", "text/plain; charset=utf-8"),
    "qti": ("qti.zip", "application/zip"),
    "csv": ("csv", "text/csv; charset=utf-8"),
}
"""For each format that is written: how the file's name ends, and its type."""
