"""The SARIF form: what code-scanning tools read, after the text of the standard (2.1.0)."""

import json
from typing import Any

import msgspec
import pytest

from mamoru.assessment.report import Report
from mamoru.assessment.report.sarif import render
from mamoru.language import Lang
from material.reports import FINDINGS, camera, hostile


def _run(report: Report) -> Any:
    document = json.loads(render(report, Lang.EN))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    return run


@pytest.fixture(scope="module")
def run() -> Any:
    return _run(camera())


def test_every_finding_is_a_result_of_a_rule_that_is_there(run: Any) -> None:
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(FINDINGS)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_a_level_follows_the_severity(run: Any) -> None:
    levels = {r["properties"]["severity"]: r["level"] for r in run["results"]}
    assert levels == {"critical": "error", "high": "error", "medium": "warning", "low": "note"}


def test_a_weakness_is_named_in_the_taxonomy_that_the_run_holds(run: Any) -> None:
    taxa = run["taxonomies"][0]["taxa"]
    for result in run["results"]:
        assert all(taxa[taxon["index"]]["id"] == taxon["id"] for taxon in result["taxa"])


def test_a_place_is_a_file_with_a_line_or_a_part_with_an_offset(run: Any) -> None:
    places = {r["ruleId"]: r["locations"][0]["physicalLocation"] for r in run["results"]}
    assert places["FW-SERV-002"]["artifactLocation"] == {"uri": "etc/init.d/rcS", "uriBaseId": "ROOTFS"}
    assert places["FW-SERV-002"]["region"] == {"startLine": 14}
    assert places["FW-BOOT-001"]["artifactLocation"] == {"uri": "u-boot-env", "uriBaseId": "IMAGE"}
    assert places["FW-BOOT-001"]["region"] == {"byteOffset": 96}


def test_a_base_that_a_place_names_is_declared(run: Any) -> None:
    named = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"] for r in run["results"]}
    assert named <= run["originalUriBaseIds"].keys()


def test_a_fingerprint_stays_when_the_weakness_moves_to_another_line() -> None:
    moved = msgspec.structs.replace(
        FINDINGS[1], location=msgspec.structs.replace(FINDINGS[1].location, line=40)
    )
    before = _run(camera(findings=(FINDINGS[1],)))["results"][0]
    after = _run(camera(findings=(moved,)))["results"][0]
    assert before["partialFingerprints"] == after["partialFingerprints"]


def test_like_weaknesses_have_fingerprints_of_their_own() -> None:
    results = _run(camera(findings=(FINDINGS[0], FINDINGS[0])))["results"]
    assert results[0]["partialFingerprints"] != results[1]["partialFingerprints"]


def test_an_accepted_weakness_is_there_with_its_suppression() -> None:
    report = camera(findings=FINDINGS[1:], accepted_findings=FINDINGS[:1])
    suppressed = [r for r in _run(report)["results"] if "suppressions" in r]
    assert [r["ruleId"] for r in suppressed] == ["FW-CRED-001"]
    assert suppressed[0]["suppressions"][0]["status"] == "accepted"


def test_what_was_not_looked_at_is_a_notification(run: Any) -> None:
    texts = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("live device" in text for text in texts)
    assert any("not opened" in text for text in texts)


def test_an_address_of_a_hostile_name_stays_an_address() -> None:
    uris = [
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in _run(hostile())["results"]
    ]
    assert all(uri.isascii() and uri.isprintable() and " " not in uri and "<" not in uri for uri in uris)


def test_a_rule_tells_japanese_readers_too(run: Any) -> None:
    assert all(rule["properties"]["remedy_ja"] for rule in run["tool"]["driver"]["rules"])
