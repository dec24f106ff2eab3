"""The main job on a workspace: every check that can run, and what could not be looked at."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.assessment import State
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.verdict import found
from mamoru.errors import InputError
from mamoru.evidence.folder import EvidenceFolder
from mamoru.exit_status import Exit, ended
from mamoru.jobs import Wish, examine
from mamoru.jobs.check.writing import last_results
from mamoru.jobs.plan.testing import Handed, record_result
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import DECISIONS, Decision, DecisionFolder, Scope
from mamoru.verification.plan import Result
from material import firmware as make
from material.keys import pem

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAKER = "id: mimamori\nname: {en: Mimamori}\nroles: [{role: security, name: Sato, deputy: Ito}]\n"
PRODUCT = """\
id: nc-100
name: {en: Camera}
releases:
  - {version: "1.0", date: 2026-01-01, images: [{file: old.bin}]}
  - {version: "1.1", date: 2026-06-01, images: [{file: new.bin}]}
"""
WEAK = make.ROOT | {
    "etc/inittab": make.File(b"::sysinit:/etc/init.d/rcS\n"),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\ntelnetd -l /bin/sh\n", 0o100755),
}
MENDED = WEAK | {
    "etc/shadow": make.File(b"root:*:19000:0:99999:7:::\n", 0o100600),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\nmount -a\n", 0o100755),
}


def flash(tree: dict[str, make.File]) -> bytes:
    return make.flash((0x10000, make.uimage(gzip.compress(make.cpio(tree), mtime=0))))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    product = tmp_path / "products" / "nc-100"
    product.mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text(MAKER, encoding="utf-8")
    (product / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    (product / "old.bin").write_bytes(flash(WEAK))
    (product / "new.bin").write_bytes(flash(MENDED))
    return tmp_path


def looked(path: Path, **wish: object) -> Report:
    asked = {"on": date(2026, 11, 23), "at": NOW} | wish
    return examine(path, Wish(**asked))[0]  # type: ignore[arg-type]


def state(report: Report, id: str) -> State:
    found = {r.id: r.state for s in report.assessment.standards for r in s.requirements}
    return found[id]


def test_the_latest_release_is_examined_unless_another_is_named(workspace: Path) -> None:
    assert looked(workspace).release == "1.1"
    assert looked(workspace, release="1.0").release == "1.0"


def test_a_release_that_is_not_there_is_an_input_error_that_names_the_others(workspace: Path) -> None:
    with pytest.raises(InputError) as caught:
        looked(workspace, release="9.9")

    assert "1.0" in caught.value.remedy.en


def test_a_weakness_refutes_the_measure_it_belongs_to_and_mending_it_does_not(workspace: Path) -> None:
    assert state(looked(workspace, release="1.0"), "guide:1A.1") is State.FALLS_SHORT
    assert state(looked(workspace, release="1.1"), "guide:1A.1") is not State.FALLS_SHORT


def test_a_release_tells_what_changed_since_the_one_before_once_that_was_examined(workspace: Path) -> None:
    assert looked(workspace).changes is None
    looked(workspace, release="1.0")

    changes = looked(workspace).changes

    assert changes is not None
    assert changes.since == "1.0"
    assert {finding.location.path for finding in changes.gone} >= {"/etc/shadow", "/etc/init.d/rcS"}
    assert changes.new == ()


def test_an_image_that_is_not_there_leaves_its_requirements_indeterminate(workspace: Path) -> None:
    (workspace / "products" / "nc-100" / "new.bin").unlink()

    report = looked(workspace)

    assert state(report, "guide:1A.1") is State.INDETERMINATE
    assert any("new.bin" in text.en for text in report.not_looked)


def test_an_image_other_than_the_declared_one_is_not_taken_for_it(workspace: Path) -> None:
    product = workspace / "products" / "nc-100" / "product.yaml"
    product.write_text(PRODUCT.replace("new.bin", f"new.bin, sha256: {'0' * 64}"), encoding="utf-8")

    report = looked(workspace)

    assert state(report, "guide:1A.1") is State.INDETERMINATE
    assert report.findings == ()


def test_an_image_that_comes_back_is_judged_by_itself(workspace: Path) -> None:
    image = workspace / "products" / "nc-100" / "new.bin"
    kept = image.read_bytes()
    image.unlink()
    looked(workspace)
    image.write_bytes(kept)

    assert state(looked(workspace), "guide:1A.1") is not State.INDETERMINATE


def test_what_an_image_was_made_without_is_told_and_leaves_silence_unproved(workspace: Path) -> None:
    lacking = Text("部品がありません。", "Libraries are missing.")

    report = looked(workspace, lacking=lacking)

    assert any("Libraries are missing." in text.en for text in report.not_looked)
    assert state(report, "guide:1A.1") is State.INDETERMINATE


def test_the_status_says_1_for_findings_before_anything_else(workspace: Path) -> None:
    report = looked(workspace, release="1.0")
    assert ended("check", found=found(report), looked=report.looked) is Exit.FOUND


def test_every_run_is_kept_and_the_last_result_is_remembered(workspace: Path) -> None:
    looked(workspace)
    looked(workspace)

    folder = EvidenceFolder(workspace / ".mamoru" / "evidence")

    assert folder.faults() == []
    assert [report.release for report in last_results(workspace)] == ["1.1"]


def test_an_accepted_finding_no_longer_falls_short_until_its_day(workspace: Path) -> None:
    product = workspace / "products" / "nc-100" / "product.yaml"
    checks = sorted({f.check for f in looked(workspace, release="1.0").findings})
    entries = "".join(
        f"  - {{check: {c}, by: Sato, until: 2027-01-31, why: on the bench only}}\n" for c in checks
    )
    product.write_text(PRODUCT + "accepted:\n" + entries, encoding="utf-8")

    before = looked(workspace, release="1.0")
    after = looked(workspace, release="1.0", on=date(2027, 2, 1))

    assert state(before, "guide:1A.1") is not State.FALLS_SHORT
    assert before.findings == ()
    assert before.accepted_findings != ()
    assert state(after, "guide:1A.1") is State.FALLS_SHORT


KEPT_SECRET = "data: [{id: key, kind: credential, description: 機器の鍵, stored: flash}]\n"


def attested(path: Path, case: str, release: str) -> None:
    """A person passed the test by hand `case` on `release`."""
    day = date(2026, 11, 23)
    handed = Handed(case=case, result=Result.PASS, by="Suzuki", on=day, release=release)
    record_result(path, handed, at=NOW, today=day)


@pytest.mark.parametrize(("release", "stands"), [("1.0", State.FALLS_SHORT), ("1.1", State.HOLDS)])
def test_telnet_in_the_image_contradicts_what_a_person_attested_of_minimal_code(
    workspace: Path, release: str, stands: State
) -> None:
    attested(workspace, "TC-SRF-04", release)
    report = looked(workspace, release=release, standards=("en-303-645",))
    assert state(report, "en-303-645:5.6-6") is stands


def test_a_private_key_in_the_image_contradicts_what_a_person_attested_of_key_management(
    workspace: Path,
) -> None:
    product = workspace / "products" / "nc-100"
    (product / "product.yaml").write_text(PRODUCT + KEPT_SECRET, encoding="utf-8")
    secret = make.File(pem().encode(), 0o100600)
    (product / "new.bin").write_bytes(flash(MENDED | {"etc/device.key": secret}))
    attested(workspace, "TC-DATA-06", "1.1")

    report = looked(workspace, standards=("en-303-645",))

    assert state(report, "en-303-645:5.5-8") is State.FALLS_SHORT


def test_a_decision_on_a_vulnerability_that_ends_soon_is_among_the_deadlines(workspace: Path) -> None:
    kept = Decision(
        scope=Scope(vulnerability="CVE-2022-0778", releases=("1.1",)),
        state="accepted",
        reason="mended in 1.2",
        by="Yamada",
        on=date(2026, 11, 1),
        until=date(2026, 12, 1),
    )
    DecisionFolder(workspace / DECISIONS).keep(kept, at=NOW, tool="test")
    (found,) = looked(workspace).deadlines
    assert found.what.en == "End of the decision on CVE-2022-0778 (Yamada)"
    assert looked(workspace, release="1.0").deadlines == ()
