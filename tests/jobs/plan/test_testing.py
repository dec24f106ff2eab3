"""The plan of a workspace, results by hand kept as evidence, and what the main job makes of them."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mamoru.assessment import ClaimState, State
from mamoru.assessment.report.model import Report
from mamoru.errors import InputError
from mamoru.evidence.attachments import Attachments
from mamoru.evidence.folder import EvidenceFolder
from mamoru.jobs import Wish, examine
from mamoru.jobs.plan.testing import Handed, PlanTold, plan_of, record_result
from mamoru.verification.plan import Result, Standing, TargetKind
from material.designs import NETCAM, WORKED
from material.records import sheet

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
MAKER = "id: mimamori\nname: {en: Mimamori}\nroles: [{role: quality, name: 高橋実}, {role: security, name: 佐藤}]\n"
CAMERA = """\
id: nc-100
name: {ja: カメラ, en: Camera}
interfaces:
  - {id: web, kind: network-service, protocol: https, port: 443, authentication: password}
  - {id: cloud, kind: client, protocol: mqtts, exposure: internet, peer: iot.example.com, authentication: certificate}
  - {id: uart, kind: debug, protocol: uart, exposure: board}
data: [{id: video, kind: privacy, description: 映像, stored: SDカード, sent_by: [cloud]}]
functions: [{id: watch, description: 見守る}]
update: {method: network, automatic: true}
risks: [{id: resale, threat: 売られたカメラから映像が見える, impact: high, decision: mitigate, measures: [2B]}]
decisions: [{measure: 2B, how: 鍵を破棄する}]
releases: [{version: "1.0"}, {version: "1.1", date: 2026-10-01}]
"""
GATEWAY = """\
id: gw-1
name: {ja: ゲートウェイ, en: Gateway}
interfaces:
  - {id: modbus, kind: network-service, protocol: modbus, port: 502, authentication: none}
  - {id: opcua, kind: network-service, protocol: opc-ua, authentication: certificate}
data: [{id: settings, kind: setting, description: 設定, stored: eMMC}]
functions: [{id: relay, description: 計測値の中継, must_stay_available: true, recovery: 監視タイマー}]
update: {method: local}
releases: [{version: "2.0"}]
"""
SENSOR = """\
id: s-1
name: {ja: 温度センサー, en: Sensor}
interfaces: [{id: ble, kind: radio, protocol: ble, exposure: nearby, authentication: pairing}]
data: [{id: temperature, kind: telemetry, description: 温度, sent_by: [ble]}]
functions: [{id: measure, description: 温度を測る}]
update: {method: none}
releases: [{version: "0.9"}]
"""


def folder(place: Path, product: str) -> Path:
    (place / "maker.yaml").write_text(MAKER, encoding="utf-8")
    (place / "product.yaml").write_text(product, encoding="utf-8")
    return place


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    return folder(tmp_path, CAMERA)


def planned(path: Path, **wish: object) -> PlanTold:
    return plan_of(path, Wish(**{"on": TODAY, "at": NOW} | wish))[0]  # type: ignore[arg-type]


def by_hand(told: PlanTold) -> set[str]:
    return {test.id for test in told.plan.by_hand()}


def recorded(path: Path, result: str = "pass", **bent: object) -> None:
    case = str(bent.get("case", "TC-DEL-01"))
    record = {"attach": (sheet(path, case, str(bent.get("release", "1.1"))),)} if result == "pass" else {}
    given = {"device": "SN-1"} | record
    values = {"case": case, "result": Result(result), "by": "高橋実", "on": TODAY} | given | bent
    record_result(path, Handed(**values), at=NOW, today=TODAY)  # type: ignore[arg-type]


def looked(path: Path) -> Report:
    return examine(path, Wish(on=TODAY, at=NOW))[0]


def state(report: Report, id: str) -> State:
    return next(r.state for s in report.assessment.standards for r in s.requirements if r.id == f"guide:{id}")


def test_a_camera_is_tested_for_deletion_updates_and_its_cloud(camera: Path) -> None:
    told = planned(camera)

    assert {"TC-DEL-01", "TC-UPD-02", "TC-AUTH-07", "TC-DATA-03"} <= by_hand(told)
    assert not {"TC-REC-01", "TC-ANO-01"} & by_hand(told)  # it need not stay available


def test_a_gateway_that_must_stay_available_is_tested_for_recovery(tmp_path: Path) -> None:
    told = planned(folder(tmp_path, GATEWAY))

    test = next(test for test in told.plan.by_hand() if test.id == "TC-REC-01")
    assert test.objects == ("relay (計測値の中継)",)
    assert "guide:3A.1" in test.targets


def test_a_sensor_that_need_not_stay_available_is_not_tested_for_recovery_and_goes_through_its_radio(
    tmp_path: Path,
) -> None:
    told = planned(folder(tmp_path, SENSOR))

    assert not {"TC-REC-01", "TC-ANO-01"} & by_hand(told)
    login = next(test for test in told.plan.by_hand() if test.id == "TC-AUTH-01")
    assert login.objects == ("ble (ble)",)


@pytest.mark.parametrize("product", [CAMERA, GATEWAY, SENSOR], ids=["camera", "gateway", "sensor"])
def test_every_claim_of_every_standard_that_applies_has_a_test(product: str, tmp_path: Path) -> None:
    asked = ("jc-star-1", "en-303-645", "cra", "nistir-8259", "psti", "iot-gl")

    told = planned(folder(tmp_path, product), standards=asked)

    assert [(row.target.id, row.uncovered) for row in told.plan.matrix if row.uncovered] == []


WORKED_EXAMPLES = {
    "camera": NETCAM / "products" / "nc-100" / "product.yaml",
    "gateway": WORKED / "gateway.yaml",
    "sensor": WORKED / "sensor.yaml",
}


@pytest.mark.parametrize("example", WORKED_EXAMPLES)
def test_every_threat_of_the_worked_examples_has_a_test_for_each_claim_that_counters_it(
    example: str, tmp_path: Path
) -> None:
    text = WORKED_EXAMPLES[example].read_text(encoding="utf-8")

    rows = planned(folder(tmp_path, text)).plan.matrix

    threats = [row for row in rows if row.target.kind is TargetKind.THREAT]
    assert threats
    assert [
        (row.target.id, row.uncovered) for row in threats if row.uncovered or not row.by_hand + row.automatic
    ] == []


def test_threat_decision_and_requirement_meet_in_one_test(camera: Path) -> None:
    test = next(test for test in planned(camera).plan.by_hand() if test.id == "TC-DEL-01")

    assert {"guide:2B.1", "decision:2B", "data-left-behind"} <= set(test.targets)


def test_a_failed_test_is_a_finding_and_makes_the_requirement_fall_short(camera: Path) -> None:
    recorded(camera, "fail", device="SN-1", note="録画が残った")

    report = looked(camera)

    assert state(report, "2B.1") is State.FALLS_SHORT
    assert [(f.check, f.location.path) for f in report.findings if f.check.startswith("TC-")] == [
        ("TC-DEL-01", "SN-1")
    ]
    assert state(report, "M5.3") is State.FALLS_SHORT  # a serious finding is open


def test_a_retest_that_passes_closes_it_and_the_history_stays(camera: Path) -> None:
    recorded(camera, "fail", on=date(2026, 11, 20))
    recorded(camera, "pass")

    report = looked(camera)
    test = next(test for test in planned(camera).plan.by_hand() if test.id == "TC-DEL-01")

    assert not [f for f in report.findings if f.check.startswith("TC-")]
    assert state(report, "2B.1") is not State.FALLS_SHORT
    assert [(each.result, each.counts) for each in test.history] == [
        (Standing.FAILED, False),
        (Standing.PASSED, True),
    ]


def test_a_failure_on_one_device_stands_beside_a_pass_on_another_in_plan_and_check(camera: Path) -> None:
    recorded(camera, "fail", device="SN-1", on=date(2026, 11, 20))
    recorded(camera, "pass", device="SN-2", on=date(2026, 11, 21))

    test = next(test for test in planned(camera).plan.by_hand() if test.id == "TC-DEL-01")

    assert test.standing is Standing.FAILED
    assert state(looked(camera), "2B.1") is State.FALLS_SHORT

    recorded(camera, "pass", device="SN-2", note="SN-1 was a prototype without the mended boot loader")

    test = next(test for test in planned(camera).plan.by_hand() if test.id == "TC-DEL-01")
    assert test.standing is Standing.PASSED
    assert state(looked(camera), "2B.1") is not State.FALLS_SHORT


def all_passed(path: Path, hour: int) -> ClaimState:
    """How the claim stands that every planned test was passed, at an hour of the day."""
    report = examine(path, Wish(on=TODAY, at=NOW + timedelta(hours=hour)))[0]
    point = next(r for s in report.assessment.standards for r in s.requirements if r.id == "guide:M5.2")
    return next(claim.state for claim in point.claims if claim.claim == "planned-tests-passed")


def test_verification_by_the_plan_waits_for_the_last_of_its_tests(camera: Path) -> None:
    first, *others = sorted(by_hand(planned(camera)))
    for case in others:
        recorded(camera, case=case)

    assert all_passed(camera, 1) is ClaimState.NOTHING

    recorded(camera, "fail", case=first, on=date(2026, 11, 22))
    assert all_passed(camera, 2) is ClaimState.REFUTED

    recorded(camera, "pass", case=first, note="mended")
    assert all_passed(camera, 3) is ClaimState.SHOWN


def test_what_failed_on_the_release_before_is_to_be_retested_on_this_one(camera: Path) -> None:
    recorded(camera, "fail", release="1.0")

    told = planned(camera)

    assert next(t.standing for t in told.plan.by_hand() if t.id == "TC-DEL-01") is Standing.RETEST
    assert not [f for f in looked(camera).findings if f.check.startswith("TC-")]


def test_an_attachment_that_was_lost_is_told_by_the_main_job(camera: Path) -> None:
    (camera / "photo.jpg").write_bytes(b"x")
    recorded(camera, attach=(camera / "photo.jpg",))
    for kept in (camera / ".mamoru" / "attachments").iterdir():
        kept.unlink()

    assert any("photo.jpg" in told.en for told in looked(camera).not_looked)


def test_a_failure_can_be_accepted_until_a_day(camera: Path) -> None:
    recorded(camera, "fail", device="SN-1")
    accepted = "accepted: [{check: TC-DEL-01, by: 佐藤, until: 2026-12-31, why: 次の版で直す}]\n"
    (camera / "product.yaml").write_text(CAMERA + accepted, encoding="utf-8")

    report = looked(camera)

    assert [f.check for f in report.accepted_findings] == ["TC-DEL-01"]
    assert state(report, "2B.1") is not State.FALLS_SHORT


def test_a_result_of_an_earlier_day_never_supersedes_a_later_one(camera: Path) -> None:
    recorded(camera, "fail")
    recorded(camera, "pass", on=date(2026, 11, 1))

    assert state(looked(camera), "2B.1") is State.FALLS_SHORT


@pytest.mark.parametrize(
    ("bent", "told"),
    [
        ({"case": "TC-NONE-01"}, "no test"),
        ({"on": date(2026, 11, 24)}, "still to come"),
        ({"by": " "}, "not named"),
        ({"result": Result.NOT_APPLICABLE}, "does not apply"),
        ({"release": "9.9"}, "no release"),
        ({"attach": (Path("no-such-file"),)}, "cannot be attached"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_leaves_no_evidence(
    bent: dict[str, object], told: str, camera: Path
) -> None:
    with pytest.raises(InputError, match=told):
        recorded(camera, **bent)

    assert EvidenceFolder(camera / ".mamoru" / "evidence").names() == []


def test_a_product_without_a_release_cannot_record_a_test_of_one(tmp_path: Path) -> None:
    bare = folder(tmp_path, "id: x\nname: {en: X}\n")

    with pytest.raises(InputError, match="of a release"):
        recorded(bare)
    recorded(bare, case="TC-DOC-05")  # of the product


KILLED = """
import os, signal, sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from mamoru.jobs.plan.testing import Handed, record_result
from mamoru.verification.plan import Result
steps = int(sys.argv[2])
def watch(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.remove", "os.mkdir") and ".mamoru" in str(arguments[0]):
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
handed = Handed(case="TC-DEL-01", result=Result.FAIL, by="x", on=date(2026, 11, 23), attach=(Path(sys.argv[1]) / "log.txt",))
sys.addaudithook(watch)
record_result(Path(sys.argv[1]), handed, at=datetime(2026, 11, 23, 9, tzinfo=UTC), today=date(2026, 11, 23))
print("kept")
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_a_record_that_is_killed_at_any_step_is_there_whole_or_not_at_all(camera: Path) -> None:
    (camera / "log.txt").write_text("log", encoding="utf-8")
    evidence = EvidenceFolder(camera / ".mamoru" / "evidence")
    killed = 0
    while True:
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(camera), str(killed)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ,
        )
        assert not [fault for fault in evidence.faults() if not fault.harmless]
        assert list(Attachments(camera).faults(evidence.evidence())) == []
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        killed += 1
    assert killed > 5
    assert evidence.evidence()


def test_a_threat_that_was_accepted_asks_for_no_test_until_the_acceptance_ends(camera: Path) -> None:
    def threats(until: str) -> set[str]:
        risk = f"covers: [data-left-behind], decision: accept, why: 店の中でだけ使う, until: {until}, "
        risk += "reviewed: {by: 佐藤, on: 2026-01-15}"
        text = CAMERA.replace("impact: high, decision: mitigate, measures: [2B]", f"impact: high, {risk}")
        (camera / "product.yaml").write_text(text, encoding="utf-8")
        return {row.target.id for row in planned(camera).plan.matrix}

    assert "data-left-behind" not in threats("2026-12-31")
    assert "data-left-behind" in threats("2026-01-31")
