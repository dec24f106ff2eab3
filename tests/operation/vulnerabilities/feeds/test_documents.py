"""The documents of a file: lines, lists, archives, and archives that lie."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds import documents as module
from mamoru.operation.vulnerabilities.feeds.documents import documents, inner_head
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Skipped
from material.feed_documents import written, zipped

WHOLE = zipped({"a.json": b'{"a": 1}' * 50, "b.txt": b"no", "c.json": b"{}"})


def places(path: Path) -> list[str]:
    return [
        f"! {each.where}: {each.why}" if isinstance(each, Skipped) else each[0]
        for each in documents(opened(path))
    ]


def test_lines_are_told_by_number(tmp_path: Path) -> None:
    assert places(written(tmp_path, b'{"a":1}\n\n{"a":2}\n')) == ["line 1", "line 3"]


def test_only_the_wanted_members_of_an_archive_are_opened(tmp_path: Path) -> None:
    assert places(written(tmp_path, WHOLE, "x.zip")) == ["a.json", "c.json"]
    assert inner_head(opened(written(tmp_path, WHOLE, "x.zip"))).startswith(b'a.json\n{"a": 1}')


def test_a_tar_is_read_member_by_member(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("x/a.json")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"{}"))
    assert places(written(tmp_path, out.getvalue(), "x.tar")) == ["x/a.json"]


def test_a_zip_is_opened_in_a_zip_but_no_deeper(tmp_path: Path) -> None:
    deep = zipped({"c.zip": zipped({"d.json": b"{}"}), "e.json": b"{}"})
    assert places(written(tmp_path, zipped({"b.zip": deep}), "x.zip")) == ["e.json"]


def test_a_member_that_unpacks_to_too_much_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_DOCUMENT", 1000)
    bomb = zipped({"a.json": b"0" * 100_000, "c.json": b"{}"})
    assert places(written(tmp_path, bomb, "x.zip")) == [
        "! a.json: the member cannot be unpacked: it is too large",
        "c.json",
    ]


def test_a_member_that_lies_about_its_size_is_skipped(tmp_path: Path) -> None:
    data = bytearray(WHOLE)
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert (
        places(written(tmp_path, bytes(data), "x.zip"))[0]
        == "! a.json: the member cannot be unpacked: it is damaged"
    )


def test_an_archive_that_unpacks_to_too_much_as_a_whole_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_UNPACKED", 100)
    with pytest.raises(FormatError, match="unpacks to too much"):
        places(written(tmp_path, WHOLE, "x.zip"))


def test_an_encrypted_member_and_an_unknown_compression_are_skipped(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.json", b"{}")
    locked = bytearray(WHOLE)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "method 14" in places(written(tmp_path, out.getvalue(), "x.zip"))[0]
    assert "encrypted" in places(written(tmp_path, bytes(locked), "y.zip"))[0]


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", WHOLE[:60], b"[1, 2", b"\xfd7zXZ\0broken"],
    ids=["the first bytes of a zip", "a zip that is cut", "a list that is cut", "a broken xz"],
)
def test_a_file_that_is_broken_as_a_whole_says_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FormatError):
        places(written(tmp_path, data, "x"))


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_no_damage_to_an_archive_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("zip"), WHOLE[:at] + put + WHOLE[at + len(put) :], "x.zip")
    inner_head(opened(path))
    try:
        list(documents(opened(path)))
    except FormatError:
        return
