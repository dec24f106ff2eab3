"""The commands on published vulnerabilities, as a maker types them."""

import json
from pathlib import Path
from typing import NamedTuple

import jsonschema_rs
import pytest

from mamoru.assessment.report.plain_text import cells
from material.command import mamoru as run
from material.vulnerabilities import criterion, cve, exploited, nvd_feed

OPENSSL = criterion("a:openssl:openssl", versionStartIncluding="1.1.1", versionEndExcluding="1.1.1n")
SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


class Told(NamedTuple):
    """What a command gave, as text."""

    returncode: int
    stdout: str
    stderr: str


def mamoru(*arguments: object, lang: str = "en") -> Told:
    result = run(*arguments, lang=lang)
    return Told(result.returncode, result.stdout.decode(), result.stderr.decode())


def bill(folder: Path, version: str = "1.1.1k") -> Path:
    """A list of parts with one OpenSSL."""
    path = folder / "sbom.cdx.json"
    component = {
        "type": "library",
        "name": "openssl",
        "version": version,
        "cpe": f"cpe:2.3:a:openssl:openssl:{version}:*:*:*:*:*:*:*",
    }
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]}))
    return path


@pytest.fixture
def synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose vulnerability data holds one record."""
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    feed = nvd_feed(tmp_path, cve("CVE-2022-0778", [OPENSSL]))
    assert mamoru("vulns", "sync", "--from", str(feed)).returncode == 0
    return tmp_path


def valid(name: str, text: str) -> dict[str, object]:
    document = json.loads(text)
    jsonschema_rs.validate(json.loads((SCHEMAS / name).read_bytes()), document)
    return dict(document)


def test_sync_from_a_folder_says_what_it_read_and_what_it_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "feeds"
    folder.mkdir()
    nvd_feed(folder, cve("CVE-2022-0778", [OPENSSL]))
    (folder / "README.txt").write_text("no data")

    result = mamoru("vulns", "sync", "--from", str(folder), "--format", "json")

    told = valid("vulns-sync.schema.json", result.stdout)
    assert result.returncode == 0
    assert [file["records"] for file in told["files"]] == [1]  # type: ignore[attr-defined]
    assert len(told["unknown"]) == 1  # type: ignore[arg-type]


def test_sync_from_what_is_no_vulnerability_data_is_an_error_that_says_what_to_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "notes.txt").write_text("shopping list")

    result = mamoru("vulns", "sync", "--from", str(tmp_path / "notes.txt"), "--lang", "en")

    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "NVD" in result.stderr


def test_status_tells_the_feeds_and_the_record_that_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    feed = nvd_feed(tmp_path, {"cve": {"id": 7}}, cve("CVE-2022-0778", [OPENSSL]))
    mamoru("vulns", "sync", "--from", str(feed))

    told = valid("vulns-status.schema.json", mamoru("vulns", "status", "--format", "json").stdout)

    assert told["built_in"] is False
    assert [(s["feed"], s["where"]) for s in told["skipped"]] == [("nvd", "#1")]  # type: ignore[attr-defined]


def test_status_without_a_sync_tells_of_the_built_in_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))

    assert "built-in" in mamoru("vulns", "status", "--lang", "en").stdout
    assert "同梱" in mamoru("vulns", "status", "--lang", "ja").stdout


def test_match_tells_what_affects_with_status_1(synced: Path) -> None:
    result = mamoru("vulns", "match", str(bill(synced)), "--format", "json")

    told = valid("vulns-match.schema.json", result.stdout)
    assert result.returncode == 1
    match = told["matches"][0]  # type: ignore[index]
    assert (match["vulnerability"], match["certainty"], match["fixed"], match["state"]) == (
        "CVE-2022-0778",
        "affected",
        ["1.1.1n"],
        "open",
    )


def test_match_of_a_mended_version_gives_status_0(synced: Path) -> None:
    result = mamoru("vulns", "match", str(bill(synced, "1.1.1n")), "--lang", "en")

    assert result.returncode == 0
    assert "No vulnerability is found" in result.stdout


def test_what_the_maker_patched_is_answered_and_no_finding(synced: Path) -> None:
    path = bill(synced)
    document = json.loads(path.read_bytes())
    patch = {"type": "backport", "resolves": [{"type": "security", "id": "CVE-2022-0778"}]}
    document["components"][0]["pedigree"] = {"patches": [patch]}
    path.write_text(json.dumps(document))

    result = mamoru("vulns", "match", str(path), "--format", "json")

    match = valid("vulns-match.schema.json", result.stdout)["matches"][0]  # type: ignore[index]
    assert (result.returncode, match["state"]) == (0, "fixed")
    assert match["decision"]["source"].startswith("supplier: ")


@pytest.mark.parametrize(("status", "state", "code"), [("Patched", "fixed", 0), ("Unpatched", "open", 1)])
def test_a_yocto_build_with_the_patch_is_not_reported_and_one_without_is(
    synced: Path, status: str, state: str, code: int
) -> None:
    issue = {"id": "CVE-2022-0778", "summary": "x", "status": status}
    package = {"name": "openssl", "layer": "meta", "version": "1.1.1k", "products": [], "issue": [issue]}
    path = synced / "cve-summary.json"
    path.write_text(json.dumps({"version": "1", "package": [package]}))

    result = mamoru("vulns", "match", str(path), "--format", "json")

    match = valid("vulns-match.schema.json", result.stdout)["matches"][0]  # type: ignore[index]
    assert (result.returncode, match["vulnerability"], match["state"]) == (code, "CVE-2022-0778", state)


def test_match_as_sarif_names_the_place_and_both_languages(synced: Path) -> None:
    run = json.loads(mamoru("vulns", "match", str(bill(synced)), "--format", "sarif").stdout)["runs"][0]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CVE-2022-0778"]
    assert run["results"][0]["properties"]["why_ja"]


def test_match_fits_80_columns_in_both_languages(synced: Path) -> None:
    for lang in ("ja", "en"):
        told = mamoru("vulns", "match", str(bill(synced)), "--lang", lang).stdout
        assert max(cells(line) for line in told.splitlines() if "mamoru explain" not in line) <= 80


def test_a_vex_document_asks_for_a_workspace(synced: Path) -> None:
    result = mamoru("vulns", "match", str(bill(synced)), "--format", "openvex", "--lang", "en")

    assert (result.returncode, result.stdout) == (2, "")
    assert "workspace" in result.stderr


def test_explain_tells_why_a_part_has_a_vulnerability_and_why_another_has_it_not(synced: Path) -> None:
    told = [mamoru("explain", "CVE-2022-0778", str(bill(synced, v))).stdout for v in ("1.1.1k", "1.1.1n")]
    hit, miss = (" ".join(each.split()) for each in told)

    assert "1.1.1k lies in the range >= 1.1.1, < 1.1.1n" in hit
    assert "1.1.1n lies in no range" in miss


def test_explain_of_a_vulnerability_that_is_not_in_the_data_says_how_to_get_it(synced: Path) -> None:
    result = mamoru("explain", "CVE-2031-99999", "--lang", "en")

    assert result.returncode == 2
    assert "mamoru vulns sync" in result.stderr


def test_a_damaged_store_is_told_and_not_passed_over(synced: Path) -> None:
    store = synced / "data" / "vulnerabilities" / "store.db"
    store.write_bytes(store.read_bytes()[:4096] + b"\0" * 4096)

    result = mamoru("vulns", "match", str(bill(synced)), "--lang", "en")

    assert result.returncode == 2
    assert "vulnerability data" in result.stderr


def test_a_first_sync_without_the_widest_feed_knows_no_less_than_the_built_in_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    path = bill(tmp_path)
    before = json.loads(mamoru("vulns", "match", str(path), "--format", "json").stdout)

    assert mamoru("vulns", "sync", "--from", str(exploited(tmp_path, "CVE-2022-0778"))).returncode == 0

    after = json.loads(mamoru("vulns", "match", str(path), "--format", "json").stdout)
    assert not after["data"]["built_in"]
    assert {m["vulnerability"] for m in after["matches"]} == {m["vulnerability"] for m in before["matches"]}
    assert "CVE-2022-0778" in {m["vulnerability"] for m in after["matches"] if m["kev"]}


def test_facts_that_were_built_in_do_not_count_as_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    mamoru("vulns", "sync", "--from", str(exploited(tmp_path, "CVE-2022-0778")))

    feeds = {
        feed["id"]: feed for feed in json.loads(mamoru("vulns", "status", "--format", "json").stdout)["feeds"]
    }

    assert (feeds["nvd"]["synced"], feeds["nvd"]["vulnerabilities"] > 0) == (None, True)
    assert feeds["kev"]["synced"] is not None


def test_when_to_act_says_what_it_assumes_of_a_bill_and_not_of_a_workspace(tmp_path: Path) -> None:
    part = {
        "type": "library",
        "name": "openssl",
        "version": "1.1.1k",
        "purl": "pkg:github/openssl/openssl@1.1.1k",
    }
    bill = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [part]})
    (tmp_path / "bill.json").write_text(bill, "utf-8")
    (tmp_path / "maker.yaml").write_text("id: m\nname: {en: M}\n", "utf-8")
    (tmp_path / "product.yaml").write_text(
        "id: p\nname: {en: P}\nreleases: [{version: '1', sbom: bill.json}]\n"
        "interfaces: [{id: web, kind: network-service, protocol: https, exposure: local-network}]\n",
        "utf-8",
    )

    alone = mamoru("vulns", "match", str(tmp_path / "bill.json"), "--lang", "en").stdout
    placed = mamoru("vulns", "match", str(tmp_path), "--lang", "en").stdout

    assert "as if every part were open to the Internet" in " ".join(alone.split())
    assert "To look at first" in placed
    assert "as if every part" not in " ".join(placed.split())
