"""Feeds are read in processes beside this one, each in a cage, with the same result as in this one."""

import json
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.reading import Store
from material.feed_documents import cve5, product, written, zipped
from material.vulnerabilities import AT, criterion, cve, nvd_feed

RANGE = {"version": "1.0", "status": "affected", "lessThan": "1.2", "versionType": "custom"}


def records(folder: Path, feeds: list[Path], *, workers: int) -> list[tuple[str, int]]:
    place = folder / f"{workers}.db"
    build(feeds, place, at=AT, workers=workers)
    with Store(place) as store:
        return sorted((file.name, file.records) for file in store.files())


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_zip_in_a_zip_is_read_in_a_cage_too(tmp_path: Path, workers: int) -> None:
    """What lies in it is unpacked into a temporary file, for which a cage needs a place."""
    member = json.dumps(cve5(product(RANGE), id="CVE-2024-1000")).encode()
    inner = zipped({"cves/2024/1xxx/CVE-2024-1000.json": member})
    (tmp_path / "cve").mkdir()
    feeds = [
        written(tmp_path / "cve", zipped({"cves.zip": inner}), "2026-11-23_all_CVEs_at_midnight.zip.zip"),
        nvd_feed(tmp_path, cve("CVE-2024-2000", [criterion("a:haxx:curl", versionEndExcluding="8.0")])),
    ]

    beside = records(tmp_path, feeds, workers=workers)

    assert beside == records(tmp_path, feeds, workers=0)
    assert [count for _, count in beside] == [1, 1]
