"""The store: built whole or not at all, brought up to date by what changed, safe against its files."""

import json
import lzma
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mamoru.errors import InputError
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.layout import cve_id, vulnerability_number
from mamoru.operation.vulnerabilities.store.reading import Store
from material.vulnerabilities import AT, criterion, cve, nvd_feed

LATER = "2026-11-24T00:00:00+00:00"
OLD_ZLIB = criterion("a:zlib:zlib", versionEndExcluding="1.2.12")


def told(path: Path, id: str) -> str | None:
    with Store(path) as store:
        number = store.number_of(id)
        found = store.told([number]).get(number)
        return found.title if found else None


def test_a_sync_gives_a_store_that_tells_of_each_record(tmp_path: Path) -> None:
    feed = nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))

    built = build([feed], tmp_path / "s.db", at=AT)

    assert [(taken.feed, taken.records, taken.skipped) for taken in built.taken] == [("nvd", 1, 0)]
    assert told(tmp_path / "s.db", "CVE-2018-25032") == "What CVE-2018-25032 is."


def test_a_file_that_no_feed_knows_is_named_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("shopping list")

    built = build([nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB])), other], tmp_path / "s.db", at=AT)

    assert built.unknown == (str(other),)
    assert len(built.taken) == 1


def test_a_record_that_cannot_be_read_is_counted_named_and_skipped(tmp_path: Path) -> None:
    bad = {"cve": {"id": "CVE-2024-1", "descriptions": 7}}
    feed = nvd_feed(tmp_path, bad, cve("CVE-2018-25032", [OLD_ZLIB]))

    built = build([feed], tmp_path / "s.db", at=AT)

    assert (built.taken[0].records, built.taken[0].skipped) == (1, 1)
    with Store(tmp_path / "s.db") as store:
        assert [(row[0], row[1], row[2]) for row in store.skipped()] == [("nvd", feed.name, "#1")]


def test_a_file_that_is_cut_is_told_and_read_again_when_it_is_whole(tmp_path: Path) -> None:
    feed = nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))
    whole = feed.read_bytes()
    feed.write_bytes(whole[:-20])

    cut = build([feed], tmp_path / "s.db", at=AT)
    feed.write_bytes(whole)
    mended = build([feed], tmp_path / "s.db", at=AT)

    assert "no feed of the NVD" in cut.taken[0].lost
    assert (mended.taken[0].lost, mended.taken[0].records) == ("", 1)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    feed = nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))
    build([feed], tmp_path / "s.db", at=AT)
    before = (tmp_path / "s.db").read_bytes()

    again = build([feed], tmp_path / "s.db", at=LATER)

    assert again.taken[0].unchanged
    assert (tmp_path / "s.db").read_bytes() == before


def test_a_delta_replaces_what_was_said_before_and_notes_what_changed(tmp_path: Path) -> None:
    same, mended = cve("CVE-2024-0001", [OLD_ZLIB]), cve("CVE-2024-0002", [OLD_ZLIB])
    build([nvd_feed(tmp_path, same, mended)], tmp_path / "s.db", at=AT)
    mended["cve"]["descriptions"] = [{"lang": "en", "value": "Said anew."}]

    build([nvd_feed(tmp_path, same, mended, name="nvdcve-2.0-modified.json")], tmp_path / "s.db", at=LATER)

    with Store(tmp_path / "s.db") as store:
        assert [cve_id(number) for number in store.changed_since(AT)] == ["CVE-2024-0002"]
        assert len(list(store.said("cpe:a:zlib:zlib", vulnerability_number("CVE-2024-0002")))) == 1
    assert told(tmp_path / "s.db", "CVE-2024-0002") == "Said anew."


def test_changes_in_the_same_sync_go_before_the_yearly_feed(tmp_path: Path) -> None:
    old, new = cve("CVE-2024-0002", [OLD_ZLIB]), cve("CVE-2024-0002", [OLD_ZLIB])
    new["cve"]["descriptions"] = [{"lang": "en", "value": "Said anew."}]
    files = [nvd_feed(tmp_path, new, name="nvdcve-2.0-modified.json"), nvd_feed(tmp_path, old)]

    build(files, tmp_path / "s.db", at=AT)

    assert told(tmp_path / "s.db", "CVE-2024-0002") == "Said anew."


def test_a_record_that_its_source_refused_is_not_told(tmp_path: Path) -> None:
    feed = nvd_feed(tmp_path, cve("CVE-2024-0003", [OLD_ZLIB], vulnStatus="Rejected"))

    build([feed], tmp_path / "s.db", at=AT)

    assert told(tmp_path / "s.db", "CVE-2024-0003") is None


def test_two_syncs_at_once_do_not_lose_the_work_of_one(tmp_path: Path) -> None:
    feed = nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))
    held = sqlite3.connect(tmp_path / ".s.db.lock")
    held.execute("BEGIN EXCLUSIVE")

    with pytest.raises(InputError, match="Another sync"):
        build([feed], tmp_path / "s.db", at=AT)


def test_a_store_that_is_damaged_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)

    with pytest.raises(InputError, match="cannot be read as vulnerability data"):
        Store(tmp_path / "s.db")


def test_a_sync_heals_a_store_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)

    build([nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))], tmp_path / "s.db", at=AT)

    assert told(tmp_path / "s.db", "CVE-2018-25032") is not None


SYNC = """
import sys
from pathlib import Path
from mamoru.operation.vulnerabilities.store.building import build
if __name__ == "__main__":
    build([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]), at="2026-11-24T00:00:00+00:00")
"""


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_a_killed_sync_leaves_the_old_store_and_the_next_completes(tmp_path: Path, moment: int) -> None:
    target = tmp_path / "s.db"
    build([nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))], target, at=AT)
    many = [cve(f"CVE-2023-{n:05}", [OLD_ZLIB]) for n in range(6000)]
    more = nvd_feed(tmp_path, *many, name="nvdcve-2.0-2023.json")
    script = tmp_path / "sync.py"
    script.write_text(SYNC)

    process = subprocess.Popen([sys.executable, str(script), str(target), str(more)])
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        beside = [path for path in tmp_path.glob(".s.db.*.tmp") if path.exists()]
        if beside and beside[0].stat().st_size > moment * 200_000:
            break
    process.kill()
    process.wait()

    assert told(target, "CVE-2018-25032") is not None
    build([more], target, at=LATER)
    assert told(target, "CVE-2023-05999") is not None
    assert told(target, "CVE-2018-25032") is not None
    assert not list(tmp_path.glob(".s.db.*.tmp"))


@pytest.mark.parametrize("id", ["CVE-1999-0001", "CVE-2024-12345", "CVE-2026-1234567", "CVE-2024-0001"])
def test_a_cve_id_and_its_number_mean_each_other(id: str) -> None:
    assert cve_id(vulnerability_number(id)) == id


def test_an_id_that_is_no_cve_has_a_number_of_its_own() -> None:
    assert cve_id(vulnerability_number("JVNDB-2024-000001")) is None


@pytest.mark.shared
def test_a_real_feed_is_read_whole(shared_data: Path, tmp_path: Path) -> None:
    feed = shared_data / "nvd" / "nvdcve-2.0-2002.json.xz"
    expected = len(json.loads(lzma.decompress(feed.read_bytes()))["vulnerabilities"])

    built = build([feed], tmp_path / "s.db", at=AT)

    assert (built.taken[0].records, built.taken[0].skipped) == (expected, 0)


@pytest.mark.shared
def test_files_read_by_processes_beside_this_one_give_the_same_store(
    shared_data: Path, tmp_path: Path
) -> None:
    feeds = [shared_data / "nvd" / f"nvdcve-2.0-{year}.json.xz" for year in (1999, 2000, 2001)]

    build(feeds, tmp_path / "one.db", at=AT, workers=0)
    build(feeds, tmp_path / "two.db", at=AT, workers=2)

    counts = []
    for name in ("one.db", "two.db"):
        with Store(tmp_path / name) as store:
            counts.append((store.counts(), sorted((f.name, f.records) for f in store.files())))
    assert counts[0] == counts[1]


def other_edition(path: Path) -> None:
    """Make the store at `path` one that another version of Mamoru made."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '0:abc' WHERE key = 'edition'")
    connection.close()


def test_keys_made_by_other_orders_of_versions_are_not_compared(tmp_path: Path) -> None:
    build([nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))], tmp_path / "s.db", at=AT)
    other_edition(tmp_path / "s.db")

    with pytest.raises(InputError, match="another version of Mamoru"):
        Store(tmp_path / "s.db")


def test_a_sync_makes_such_a_store_anew_from_files_that_it_has_read_before(tmp_path: Path) -> None:
    feed = nvd_feed(tmp_path, cve("CVE-2018-25032", [OLD_ZLIB]))
    build([feed], tmp_path / "s.db", at=AT)
    other_edition(tmp_path / "s.db")

    built = build([feed], tmp_path / "s.db", at=LATER)

    assert not built.taken[0].unchanged
    assert told(tmp_path / "s.db", "CVE-2018-25032") is not None
