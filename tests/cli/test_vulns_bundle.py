"""`vulns bundle` and `sync --from FILE.bundle`, as a user runs them on two machines."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from mamoru.jobs.schema import schemas
from material.command import mamoru
from material.vulnerabilities import AT, criterion, cve, store

OLD_ZLIB = cve("CVE-2018-25032", [criterion("a:zlib:zlib", versionEndExcluding="1.2.12")])


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "here" / "vulnerabilities"
    folder.mkdir(parents=True)
    store(folder, OLD_ZLIB).close()
    return {"MAMORU_DATA_DIR": str(tmp_path / "here")}


@pytest.fixture
def there(tmp_path: Path) -> dict[str, str]:
    return {"MAMORU_DATA_DIR": str(tmp_path / "there")}


def test_the_data_moves_to_a_machine_that_trusts_the_fingerprint(
    here: dict[str, str], there: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "v.bundle"
    made = mamoru("vulns", "bundle", "-o", file, "--format", "json", environment=here)
    fingerprint = json.loads(made.stdout)["made"]["fingerprint"]

    refused = mamoru("vulns", "sync", "--from", file, environment=there)
    taken = mamoru(
        "vulns", "sync", "--from", file, "--trust", fingerprint, "--format", "json", environment=there
    )
    status = mamoru("vulns", "status", "--format", "json", environment=there)

    jsonschema_rs.validate(json.loads(schemas()["vulns-bundle.schema.json"]), json.loads(made.stdout))
    jsonschema_rs.validate(json.loads(schemas()["vulns-sync.schema.json"]), json.loads(taken.stdout))
    assert (refused.returncode, refused.stdout, refused.stderr.count(b"\n")) == (2, b"", 1)
    assert fingerprint.encode() in refused.stderr
    assert taken.returncode == 0
    assert json.loads(taken.stdout)["bundle"]["fingerprint"] == fingerprint
    nvd = next(feed for feed in json.loads(status.stdout)["feeds"] if feed["id"] == "nvd")
    assert (nvd["vulnerabilities"], nvd["synced"]) == (1, AT)


def test_a_bundle_needs_data_that_was_synced(there: dict[str, str], tmp_path: Path) -> None:
    ended = mamoru("vulns", "bundle", "-o", tmp_path / "v.bundle", environment=there)

    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
    assert b"vulns sync" in ended.stderr


def test_a_bundle_is_not_read_together_with_other_files(
    here: dict[str, str], there: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "v.bundle"
    mamoru("vulns", "bundle", "-o", file, environment=here)

    ended = mamoru("vulns", "sync", "--from", file, "--from", tmp_path, environment=there)

    assert (ended.returncode, b"together" in ended.stderr) == (2, True)
