"""Bundles: made, trusted, verified before anything is put in place; whatever is hostile changes nothing."""

import io
import json
import stat
import sys
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError, InputError
from mamoru.operation.vulnerabilities.bundle import is_bundle
from mamoru.operation.vulnerabilities.bundle.archive import FOLDER, MEMBERS, read, written
from mamoru.operation.vulnerabilities.bundle.making import DERIVED, Made, make
from mamoru.operation.vulnerabilities.bundle.signing import Publisher
from mamoru.operation.vulnerabilities.bundle.taking import TakenIn, take
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.layout import INDEXES, vulnerability_number
from mamoru.operation.vulnerabilities.store.reading import Store
from material.vulnerabilities import criterion, cve, nvd_feed, store

NOW = datetime.now(UTC).replace(microsecond=0)
OLD_ZLIB = criterion("a:zlib:zlib", versionEndExcluding="1.2.12")
DAY = timedelta(days=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    with store(tmp_path / "data", cve("CVE-2018-25032", [OLD_ZLIB])) as made:
        return made.path


def made(data: Path, folder: Path, *, at: datetime = NOW, name: str = "v.bundle", keys: str = "keys") -> Made:
    return make(data, folder / name, folder / keys, at=at, valid=30 * DAY)


def taken(
    folder: Path, *, name: str = "v.bundle", trust: str | None = None, older_too: bool = False
) -> TakenIn:
    place = folder / "there" / "store.db"
    return take(folder / name, place, folder / "trusted", trust=trust, older_too=older_too)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for top in ("there", "trusted")
        for path in sorted((folder / top).rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


def refused(folder: Path, match: str, **how: str | None) -> None:
    before = tree(folder)
    with pytest.raises(InputError, match=match):
        taken(folder, **how)  # type: ignore[arg-type] # names and fingerprints
    assert tree(folder) == before


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]


def archive(
    path: Path, files: dict[str, bytes], change: Callable[[tarfile.TarInfo], None] | None = None
) -> None:
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as made:
        for name, body in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            if change is not None:
                change(entry)
            made.addfile(entry, io.BytesIO(body))


def test_a_bundle_gives_the_same_data_on_another_machine(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)

    got = taken(tmp_path, trust=told.fingerprint)

    assert (got.version, got.fingerprint, got.as_of) == (told.version, told.fingerprint, "2026-11-23")
    with Store(tmp_path / "there" / "store.db") as there, Store(data) as here:
        number = vulnerability_number("CVE-2018-25032")
        assert there.told([number]) == here.told([number])
        assert list(there.said("cpe:a:zlib:zlib", number)) == list(here.said("cpe:a:zlib:zlib", number))
        assert there.line == here.line


def test_the_indexes_that_are_left_out_are_all_made_again() -> None:
    assert all(f"INDEX IF NOT EXISTS {name} " in INDEXES for name in DERIVED)
    assert INDEXES.count("CREATE INDEX") == len(DERIVED)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_the_signing_key_is_for_its_owner_only_and_is_kept(data: Path, tmp_path: Path) -> None:
    first = made(data, tmp_path)
    second = made(data, tmp_path)

    assert stat.S_IMODE((tmp_path / "keys" / "key.pem").stat().st_mode) == 0o600
    assert first.fingerprint == second.fingerprint
    assert second.version > first.version


def test_trust_on_first_use_is_explicit_and_is_kept(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)

    refused(tmp_path, "not trusted yet")
    taken(tmp_path, trust=told.fingerprint.upper().replace(" ", ":"))
    made(data, tmp_path)

    assert taken(tmp_path).version > told.version


def test_the_fingerprint_of_another_signer_is_refused(data: Path, tmp_path: Path) -> None:
    taken(tmp_path, trust=made(data, tmp_path).fingerprint)
    other = made(data, tmp_path, keys="others", name="other.bundle")

    refused(tmp_path, "not trusted yet", name="other.bundle")
    refused(tmp_path, "not the one of --trust", trust=other.fingerprint)


def test_an_older_bundle_comes_back_only_when_asked_for(data: Path, tmp_path: Path) -> None:
    older = made(data, tmp_path, name="older.bundle")
    taken(tmp_path, trust=made(data, tmp_path).fingerprint)

    refused(tmp_path, "older than", name="older.bundle")

    assert taken(tmp_path, name="older.bundle", older_too=True).version == older.version


def test_the_same_bundle_again_is_accepted(data: Path, tmp_path: Path) -> None:
    taken(tmp_path, trust=made(data, tmp_path).fingerprint)

    assert taken(tmp_path).as_of == "2026-11-23"


def test_an_expired_bundle_is_refused(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path, at=NOW - 31 * DAY)

    refused(tmp_path, "has expired", trust=told.fingerprint)


def test_data_that_was_changed_is_refused(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)
    files = members(tmp_path / "v.bundle")
    body = bytearray(files[FOLDER + "store.db.zst"])
    body[-1] ^= 1
    archive(tmp_path / "v.bundle", {**files, FOLDER + "store.db.zst": bytes(body)})

    refused(tmp_path, "not what was signed", trust=told.fingerprint)


@pytest.mark.parametrize("name", ["timestamp.json", "snapshot.json", "targets.json"])
def test_metadata_that_was_changed_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    told = made(data, tmp_path)
    files = members(tmp_path / "v.bundle")
    changed = json.loads(files[FOLDER + name])
    changed["signed"]["version"] += 1
    archive(tmp_path / "v.bundle", {**files, FOLDER + name: json.dumps(changed).encode()})

    refused(tmp_path, "not what was signed", trust=told.fingerprint)


def test_metadata_of_another_signer_under_a_trusted_root_is_refused(data: Path, tmp_path: Path) -> None:
    taken(tmp_path, trust=made(data, tmp_path).fingerprint)
    root = members(tmp_path / "v.bundle")[FOLDER + "root.json"]
    made(data, tmp_path, keys="others", name="other.bundle")
    archive(tmp_path / "v.bundle", {**members(tmp_path / "other.bundle"), FOLDER + "root.json": root})

    refused(tmp_path, "not what was signed")


def to_link(entry: tarfile.TarInfo) -> None:
    entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, "/etc/passwd", 0


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "mamoru-bundle/../evil", "mamoru-bundle/x"])
def test_a_name_that_no_bundle_has_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    told = made(data, tmp_path)
    archive(tmp_path / "v.bundle", {**members(tmp_path / "v.bundle"), name: b"evil"})

    refused(tmp_path, "a file that no bundle has", trust=told.fingerprint)


def test_links_are_refused(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)
    archive(tmp_path / "v.bundle", members(tmp_path / "v.bundle"), to_link)

    refused(tmp_path, "no plain file", trust=told.fingerprint)


def test_metadata_larger_than_metadata_is_is_refused_unread(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)
    archive(tmp_path / "v.bundle", {**members(tmp_path / "v.bundle"), FOLDER + "root.json": bytes(1 << 20)})

    refused(tmp_path, "larger than metadata is", trust=told.fingerprint)


def test_a_bundle_that_unpacks_to_more_than_was_signed_is_refused(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)
    packed = tmp_path / "store.db.zst"
    packed.write_bytes(members(tmp_path / "v.bundle")[FOLDER + packed.name])
    _, metadata = Publisher(tmp_path / "keys", NOW).metadata(packed, {"bytes": 100}, 30 * DAY)
    with (tmp_path / "v.bundle").open("wb") as file:
        written(file, metadata, packed)

    refused(tmp_path, "of 100 bytes", trust=told.fingerprint)


def test_a_sync_on_the_other_machine_begins_a_line_of_its_own(data: Path, tmp_path: Path) -> None:
    taken(tmp_path, trust=made(data, tmp_path).fingerprint)
    there = tmp_path / "there" / "store.db"
    delta = nvd_feed(tmp_path, cve("CVE-2024-0001", [OLD_ZLIB]), name="nvdcve-2.0-modified.json")

    build([delta], there, at=NOW.isoformat(), workers=0)

    with Store(there) as here, Store(data) as origin:
        assert here.line not in (None, origin.line)


def test_a_file_that_is_no_bundle_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "v.bundle").write_bytes(b"hello")
    (tmp_path / "nvd.json").write_bytes(b"{}")

    assert (is_bundle(tmp_path / "v.bundle"), is_bundle(tmp_path / "nvd.json")) == (True, False)
    refused(tmp_path, "cannot be read as a bundle")


def test_a_bundle_cut_anywhere_is_refused(data: Path, tmp_path: Path) -> None:
    told = made(data, tmp_path)
    whole = (tmp_path / "v.bundle").read_bytes()
    end = read(tmp_path / "v.bundle").store
    for length in range(0, sum(end), 997):
        (tmp_path / "v.bundle").write_bytes(whole[:length])
        refused(tmp_path, "cannot be read as a bundle", trust=told.fingerprint)


@given(st.binary(max_size=2048), st.sampled_from(MEMBERS))
def test_any_bytes_are_read_or_refused_with_a_format_error(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "v.bundle"
    archive(path, {FOLDER + name: body})
    path.write_bytes(path.read_bytes()[:512] + body)

    with pytest.raises(FormatError):
        read(path)
