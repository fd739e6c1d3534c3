"""Taking files out of zips, the hostile ones first."""

import io
import os
import stat
import struct
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import archive
from grader.archive import Archive
from grader.errors import UsageError


@pytest.fixture
def make_zip(tmp_path):
    """Write a zip of `name -> content`; a name may also be a ZipInfo."""

    def make_zip(entries, method=zipfile.ZIP_DEFLATED, name="class.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", method) as file:
            for entry, content in entries:
                file.writestr(entry, content, method)
        return path

    return make_zip


def place(name):
    return PurePosixPath(name)


@pytest.mark.parametrize(
    "name",
    ["../x.ipynb", "a/../../x.ipynb", "/etc/x.ipynb", "..\\x.ipynb", "C:\\x.ipynb", "\\\\host\\x"],
)
def test_a_path_that_leads_outside_is_refused_by_name(make_zip, name):
    path = make_zip([("fine.ipynb", "{}"), (name, "{}")])
    with pytest.raises(UsageError, match="would lead outside") as error:
        Archive(path)
    assert "class.zip" in str(error.value)
    assert name.replace("\\", "/") in str(error.value)


def test_a_link_is_refused_by_name(make_zip):
    link = zipfile.ZipInfo("anna/x.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(UsageError, match=r"anna/x\.ipynb.*is a link"):
        Archive(make_zip([(link, "/etc/passwd")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(make_zip):
    with pytest.raises(UsageError, match=r"a/x\.ipynb.*is there twice"):
        Archive(make_zip([("a/x.ipynb", "1"), ("a\\x.ipynb", "2")]))


def test_a_bomb_stops_at_what_really_comes_out(make_zip, monkeypatch):
    monkeypatch.setattr(archive, "FREE", 2**20)
    monkeypatch.setattr(archive, "MAX_RATIO", 1)
    with Archive(make_zip([(f"{i}.ipynb", bytes(600_000)) for i in range(3)])) as opened:
        assert len(opened.read(place("0.ipynb"))) == 600_000
        with pytest.raises(UsageError, match=r"1\.ipynb” unpacks to more than 1 MiB"):
            opened.read(place("1.ipynb"))


def test_a_file_longer_than_declared_is_refused_by_name(make_zip):
    path = make_zip([("x.ipynb", bytes(600_000))])
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 600_000), struct.pack("<I", 9)))
    with Archive(path) as opened, pytest.raises(UsageError, match=r"x\.ipynb” is damaged"):
        opened.read(place("x.ipynb"))


def test_one_huge_file_is_cut_and_costs_no_other(make_zip):
    with Archive(make_zip([("huge.ipynb", bytes(5_000)), ("b.ipynb", b"{}")])) as opened:
        assert len(opened.read(place("huge.ipynb"), most=1_000)) == 1_001
        assert opened.read(place("b.ipynb")) == b"{}"


def test_a_million_entries_are_refused_before_they_are_listed(make_zip, monkeypatch):
    path = make_zip([("x.ipynb", "{}")])
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, len(content) - 22 + 12, 10**6 * 50)
    path.write_bytes(content)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(UsageError, match="lists more entries"):
        Archive(path)


def test_a_second_end_in_the_comment_does_not_hide_how_long_the_list_is(make_zip, monkeypatch):
    path = make_zip([("x.ipynb", "{}")])
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, len(content) - 22 + 12, 10**6 * 50)
    struct.pack_into("<4s", content, len(content) - 22 + 16, b"PK\x05\x06")
    path.write_bytes(content)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(UsageError, match="lists more entries"):
        Archive(path)


def test_more_entries_than_allowed_are_refused(make_zip, monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRIES", 2)
    with pytest.raises(UsageError, match="more than 2 entries"):
        Archive(make_zip([(f"{i}.ipynb", "{}") for i in range(3)]))


def test_an_encrypted_entry_is_refused_by_name(make_zip):
    path = make_zip([("a/x.ipynb", "{}")], zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    with Archive(path) as opened, pytest.raises(UsageError, match=r"a/x\.ipynb” is encrypted"):
        opened.read(place("a/x.ipynb"))


def test_a_way_of_packing_that_can_cost_gigabytes_is_refused(make_zip):
    with (
        Archive(make_zip([("x.ipynb", "{}")], zipfile.ZIP_LZMA)) as opened,
        pytest.raises(UsageError, match=r"x\.ipynb” is packed in a way"),
    ):
        opened.read(place("x.ipynb"))


def test_a_damaged_entry_is_refused_by_name(make_zip):
    path = make_zip([("x.ipynb", b"0123456789" * 5)], zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"0123456789", b"012345678X", 1))
    with Archive(path) as opened, pytest.raises(UsageError, match=r"x\.ipynb” is damaged"):
        opened.read(place("x.ipynb"))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_said_to_be_none(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(UsageError, match=r"x\.zip: this zip can't be read"):
        Archive(tmp_path / "x.zip")


def test_a_zip_cut_short_is_said_to_be_none(make_zip):
    path = make_zip([("x.ipynb", "{}" * 100)])
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UsageError, match="can't be read as a zip"):
        Archive(path)


def test_names_in_utf_8_are_read_also_where_the_zip_does_not_say_so(make_zip):
    path = make_zip([("Zoë/Übung.ipynb", "{}"), ("win\\dows.ipynb", "{}"), ("folder/", "")])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 9] &= ~8
    content[content.index(b"PK\x03\x04") + 7] &= ~8
    path.write_bytes(content)
    with Archive(path) as opened:
        assert list(opened.places) == [place("Zoë/Übung.ipynb"), place("win/dows.ipynb")]
        assert opened.read(place("Zoë/Übung.ipynb")) == b"{}"


@pytest.mark.parametrize("stamp", [(2026, 11, 30, 12, 0, 2), (1980, 0, 0, 0, 0, 0)])
def test_a_files_own_time_is_known_where_it_is_one(make_zip, stamp):
    with Archive(make_zip([(zipfile.ZipInfo("x.ipynb", stamp), "{}")])) as opened:
        modified = opened.modified(place("x.ipynb"))
    expected = datetime(*stamp).timestamp() if stamp[1] else None
    assert modified == expected


def in_zip(entry, content="{}"):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("anna/x.ipynb", entry):
            file.writestr(name, content)
    return held.getvalue()


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_bytes_are_changed_a_zip_is_read_or_refused_in_a_sentence(tmp_path_factory, data):
    content = bytearray(in_zip("zoë/y.ipynb"))
    for _ in range(data.draw(st.integers(1, 4))):
        place_ = data.draw(st.integers(0, len(content) - 1))
        content[place_] = data.draw(st.sampled_from([0, 1, 0x2F, 0x7F, 0x80, 0xFF]))
    path = tmp_path_factory.mktemp("zip") / "class.zip"
    path.write_bytes(content)
    with suppress(UsageError), Archive(path) as opened:
        for found in opened.places:
            opened.read(found)


@pytest.mark.parametrize("name", ["\0x.ipynb", "/"])
def test_an_entry_without_a_name_is_refused(tmp_path, name):
    path = tmp_path / "class.zip"
    path.write_bytes(in_zip("?x.ipynb").replace(b"?x.ipynb", name.encode().ljust(8, b"\0")))
    with pytest.raises(UsageError, match=r"has no name|would lead outside"):
        Archive(path)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "class.zip")
    with pytest.raises(UsageError, match="is no ordinary file"):
        Archive(tmp_path / "class.zip")
