"""The plan and the main job say the same of each requirement, with the same evidence on the same day."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.assessment import State
from mamoru.jobs import Wish, examine
from mamoru.jobs.plan.testing import Handed, PlanTold, plan_of, record_result
from mamoru.verification.plan import Result, Standing, TargetKind
from material.designs import NETCAM, WORKED
from material.records import sheet

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WISH = Wish(on=TODAY, at=NOW, standards=("en-303-645", "jc-star-1", "cra"))
WORKED_PRODUCTS = [WORKED / "gateway.yaml", WORKED / "sensor.yaml"]
OTHERS = ["nas", "remoteio", "soil", "vacuum", "wallbox"]
BARE = """\
id: nc-1
name: {en: Camera}
interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password}]
data: [{id: video, kind: privacy, description: video, stored: card}]
releases: [{version: "1.0", images: [{file: fw.bin}]}]
"""


def workspace(folder: Path, product: str) -> Path:
    (folder / "maker.yaml").write_text(
        "id: m\nname: {en: M}\nroles: [{role: security, name: Minoru}]\n", encoding="utf-8"
    )
    (folder / "product.yaml").write_text(product, encoding="utf-8")
    return folder


def planned(path: Path) -> PlanTold:
    return plan_of(path, WISH)[0]


def stated(told: PlanTold) -> dict[str, State | None]:
    return {r.target.id: r.state for r in told.plan.matrix if r.target.kind is TargetKind.REQUIREMENT}


def checked(path: Path) -> dict[str, State]:
    report = examine(path, WISH)[0]
    return {point.id: point.state for each in report.assessment.standards for point in each.requirements}


def differing(path: Path) -> list[str]:
    """The requirements of which check and plan differ; what applies is in both, and there is some."""
    said, told = checked(path), stated(planned(path))
    assert len(told) > 40
    assert {id for id, state in said.items() if state is not State.NOT_APPLICABLE} <= set(told)
    return [id for id, state in told.items() if said[id] is not state]


def test_the_demo_has_one_state(tmp_path: Path) -> None:
    shutil.copytree(NETCAM, tmp_path / "netcam")

    assert differing(tmp_path / "netcam") == []


@pytest.mark.parametrize("product", WORKED_PRODUCTS, ids=lambda path: path.stem)
def test_the_worked_examples_have_one_state(product: Path, tmp_path: Path) -> None:
    assert differing(workspace(tmp_path, product.read_text(encoding="utf-8"))) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", OTHERS)
def test_the_products_of_others_have_one_state(name: str, tmp_path: Path, shared_data: Path) -> None:
    shutil.copytree(shared_data.parent / "cases" / "design" / "products" / name, tmp_path / name)

    assert differing(tmp_path / name) == []


def recorded(path: Path, result: str, **bent: object) -> None:
    case = str(bent.get("case", "TC-DEL-01"))
    record = {"attach": (sheet(path, case, "1.0"),)} if result == "pass" else {}
    given = {"device": "SN-1"} | record
    values = {"case": case, "result": Result(result), "by": "Minoru", "on": TODAY} | given | bent
    record_result(path, Handed(**values), at=NOW, today=TODAY)  # type: ignore[arg-type]


def reset(told: PlanTold) -> Standing:
    return next(test.standing for test in told.plan.by_hand() if test.id == "TC-DEL-01")


def test_a_failed_test_moves_both_alike(tmp_path: Path) -> None:
    path = workspace(tmp_path, BARE)
    before = stated(planned(path))["guide:2B.1"]
    recorded(path, "fail")

    assert differing(path) == []
    assert before is not State.FALLS_SHORT
    assert stated(planned(path))["guide:2B.1"] is State.FALLS_SHORT


def test_an_acceptance_moves_both_alike(tmp_path: Path) -> None:
    path = workspace(
        tmp_path,
        BARE
        + "accepted: [{requirement: 'guide:2B.1', by: Minoru, until: 2027-01-01, why: the next board erases it}]\n",
    )

    assert differing(path) == []
    assert stated(planned(path))["guide:2B.1"] is State.ACCEPTED


def test_a_file_that_changed_since_the_last_check_is_told_as_it_is_now(tmp_path: Path) -> None:
    path = workspace(tmp_path, BARE)
    checked(path)
    (path / "product.yaml").write_text(BARE + "users: [{id: a, description: b}]\n", encoding="utf-8")

    before_the_next_check = stated(planned(path))

    assert {k: v for k, v in checked(path).items() if k in before_the_next_check} == before_the_next_check


def test_a_failure_on_one_device_and_a_pass_on_another_are_both_kept_and_shown(tmp_path: Path) -> None:
    path = workspace(tmp_path, BARE)
    recorded(path, "fail", device="SN-1")
    recorded(path, "pass", device="SN-2")

    told = planned(path)

    (test,) = [test for test in told.plan.by_hand() if test.id == "TC-DEL-01"]
    assert [(t.device, t.result, t.counts) for t in test.history] == [
        ("SN-1", Standing.FAILED, True),
        ("SN-2", Standing.PASSED, True),
    ]
    assert test.standing is Standing.FAILED


def test_the_same_device_however_typed_that_passes_later_closes_its_failure(tmp_path: Path) -> None:
    path = workspace(tmp_path, BARE)
    recorded(path, "fail", device="SN-1", on=date(2026, 11, 20))
    recorded(path, "pass", device=" sn-1 ")

    assert reset(planned(path)) is Standing.PASSED


def test_a_result_is_of_the_images_of_that_day(tmp_path: Path) -> None:
    path = workspace(tmp_path, BARE)
    (path / "fw.bin").write_bytes(b"first build")
    recorded(path, "pass")
    same = reset(planned(path))
    (path / "fw.bin").write_bytes(b"second build")

    told = planned(path)

    assert (same, reset(told)) == (Standing.PASSED, Standing.RETEST)
    assert next(t for t in told.plan.tests if t.id == "TC-DEL-01").history[0].of_other_image
    assert differing(path) == []
    assert checked(path)["guide:2B.1"] is not State.HOLDS


def test_a_result_of_a_document_is_not_bound_to_the_image(tmp_path: Path) -> None:
    path = workspace(tmp_path, BARE)
    (path / "fw.bin").write_bytes(b"first build")
    recorded(path, "pass", case="TC-DOC-05")
    (path / "fw.bin").write_bytes(b"second build")

    assert next(t.standing for t in planned(path).plan.tests if t.id == "TC-DOC-05") is Standing.PASSED
