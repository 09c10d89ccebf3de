"""The file itself: the same content gives the same bytes, and nothing gets out of it but plain files that are what they say."""

import hashlib
import io
import json
import stat
import zipfile

import pytest

from cms.importing.problems import ImportRefused
from cms.packages import archive
from cms.packages.archive import MANIFEST, pack, unpack

FILES = {"module.json": b"{}", "lessons/01-kijken.md": b"+++\n+++\n"}
ABOUT = {"module": {"slug": "m", "title": "M", "owner": "kern"}}


def _refusals(data, folder):
    with pytest.raises(ImportRefused) as refused:
        unpack(io.BytesIO(data), folder)
    return [(problem.file, problem.wrong) for problem in refused.value.problems]


def _zip(entries, manifest=None):
    """A hand-made zip: names or entries, each with its bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, data in entries:
            made.writestr(name, data)
        if manifest is not None:
            made.writestr(MANIFEST, json.dumps(manifest))
    return written.getvalue()


def _entry(name, mode):
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


def test_the_same_files_give_the_same_bytes_in_whatever_order():
    turned = dict(reversed(FILES.items()))
    assert pack(FILES, ABOUT) == pack(turned, ABOUT)


def test_a_package_unpacks_to_what_was_packed(tmp_path):
    manifest = unpack(io.BytesIO(pack(FILES, ABOUT)), tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES
    assert manifest["files"]["module.json"] == {"sha256": hashlib.sha256(b"{}").hexdigest(), "bytes": 2}


def test_a_file_that_was_changed_afterwards_is_named(tmp_path):
    with zipfile.ZipFile(io.BytesIO(pack(FILES, ABOUT))) as read:
        entries = [(one, read.read(one)) for one in read.namelist()]
    forged = [(name, data + b" " if name == "module.json" else data) for name, data in entries]
    assert _refusals(_zip(forged), tmp_path) == [
        ("module.json", "Dit bestand is veranderd nadat het pakket was gemaakt.")
    ]


def test_a_damaged_file_is_named(tmp_path):
    data = bytearray(pack({"module.json": b"{}" * 3000, "a.bin": bytes(range(256)) * 20}, ABOUT))
    place = data.index(b"module.json") + 20
    data[place : place + 6] = b"\xff" * 6
    assert [file for file, _wrong in _refusals(bytes(data), tmp_path)] == ["module.json"]


def test_a_file_too_many_or_too_few_is_named(tmp_path):
    manifest = {**ABOUT, "format": archive.FORMAT, "files": {"weg.md": {"sha256": "", "bytes": 0}}}
    assert _refusals(_zip([("extra.md", b"x")], manifest), tmp_path) == [
        ("extra.md", "Dit bestand hoort niet in het pakket."),
        ("weg.md", "Dit bestand ontbreekt."),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../buiten.md",
        "lessons/../../buiten.md",
        "/etc/passwd",
        "C:/x.md",
        "lessons\\x.md",
        "lessons//x.md",
        ".verborgen",
        "con.txt",
        "a/" * 9 + "x.md",
        "x" * 300,
        "naam\u202efdp.md",
    ],
)
def test_a_name_that_leads_astray_is_refused(tmp_path, name):
    refused = _refusals(_zip([(name, b"x")]), tmp_path)
    assert [wrong for _file, wrong in refused] == ["Deze bestandsnaam mag niet."]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_what_is_no_plain_file_is_refused(tmp_path, mode):
    refused = _refusals(_zip([(_entry("module.json", mode), b"/etc/passwd")]), tmp_path)
    assert refused == [("module.json", "Dit is geen gewoon bestand.")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["module.json", "Module.JSON"])
def test_one_name_twice_is_refused(tmp_path, other):
    refused = _refusals(_zip([("module.json", b"{}"), (other, b"[]")]), tmp_path)
    assert refused == [(other, "Dit bestand staat er twee keer in.")]


def test_a_bomb_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEDIA_BYTES", 1000)
    packed = pack({"module.json": b"0" * 100_000}, ABOUT)
    assert [file for file, _wrong in _refusals(packed, tmp_path)] == ["module.json"]
    assert list(tmp_path.iterdir()) == []


def test_many_files_that_are_too_much_together_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    packed = pack({f"a{number}.md": b"0" * 400 for number in range(3)}, ABOUT)
    assert _refusals(packed, tmp_path) == [("pakket", "Er zit te veel in het pakket.")]


def test_more_than_the_zip_promises_is_refused(tmp_path):
    """The list of contents says a smaller size than what is there."""
    data = bytearray(_zip([("module.json", b"0" * 50_000)]))
    size = (50_000).to_bytes(4, "little")
    place = data.rindex(size)
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert _refusals(bytes(data), tmp_path)[0][0] == "module.json"


@pytest.mark.parametrize("data", [b"", b"geen zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_refused(tmp_path, data):
    assert _refusals(data, tmp_path) == [("pakket", "Dit is geen pakket, of het is beschadigd.")]


@pytest.mark.parametrize("manifest", [None, [], {"format": "iets-anders"}])
def test_a_zip_of_something_else_is_refused(tmp_path, manifest):
    refused = _refusals(_zip([("module.json", b"{}")], manifest), tmp_path)
    assert [file for file, _wrong in refused] == ["manifest.json"]
