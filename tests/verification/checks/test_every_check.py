"""Every firmware check: whole metadata, and its own cases."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from mamoru.catalog import catalog
from mamoru.evidence import Finding, Severity, SubjectKind
from mamoru.evidence.registry import load, registry
from mamoru.verification.firmware.image import OpenedImage
from material.check_cases import Cases, all_cases, given

CHECKS = {
    entry.check.id: entry
    for entry in registry().checks
    if entry.check.subject is SubjectKind.FIRMWARE and entry.module.startswith("mamoru.verification")
}
CASES = all_cases()
DAY = date(2026, 11, 23)
HINTS = ("FW-LOG-001", "FW-REC-001", "FW-RST-001")  # they only say what is missing


def findings(check: str, image: OpenedImage) -> list[Finding]:
    """What one check finds on the day of these tests."""
    _, run = load(CHECKS[check].module)
    dated = {"on": DAY} if CHECKS[check].check.dated else {}
    return [seen for seen in run(image, **dated) if isinstance(seen, Finding)]


def _each(kind: str) -> list[object]:
    rows = [(c.check, name, what) for c in CASES.values() for name, what in getattr(c, kind).items()]
    return [pytest.param(check, what, id=f"{check}: {name}") for check, name, what in rows]


@pytest.mark.parametrize(("check", "case"), _each("fails"))
def test_a_weakness_is_found_where_it_is(
    check: str, case: tuple[object, tuple[str, ...]], tmp_path: Path
) -> None:
    image = given(case[0]).opened(tmp_path)  # type: ignore[arg-type]
    found = findings(check, image)
    assert sorted(
        {str(msgspec.structs.replace(finding.location, offset=None)) for finding in found}
    ) == sorted(case[1])
    assert all(finding.cwe and finding.proof and finding.refutes for finding in found)


@pytest.mark.parametrize(("check", "case"), _each("passes"))
def test_what_is_in_order_is_not_told(check: str, case: object, tmp_path: Path) -> None:
    assert findings(check, given(case).opened(tmp_path)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("check", "case"), _each("near_misses"))
def test_what_only_looks_alike_is_not_told(check: str, case: object, tmp_path: Path) -> None:
    assert findings(check, given(case).opened(tmp_path)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_has_a_failing_a_passing_and_a_near_miss_case(check: str) -> None:
    cases: Cases = CASES[check]
    assert (cases.fails or check in HINTS) and cases.passes and cases.near_misses


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_says_in_both_languages_what_why_and_what_to_do(check: str) -> None:
    subject = CHECKS[check].check
    for text in (subject.title, subject.why, subject.remedy):
        assert any("ぁ" <= c <= "ヿ" for c in text.ja) and text.en.isascii()


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_speaks_of_claims_that_exist(check: str) -> None:
    subject = CHECKS[check].check
    assert subject.claims and set(subject.claims) <= {claim.id for claim in catalog().claims}


@pytest.mark.parametrize("check", sorted(set(CHECKS) - set(HINTS)))
def test_a_check_names_the_kind_of_weakness(check: str) -> None:
    subject = CHECKS[check].check
    assert subject.cwe and isinstance(subject.severity, Severity)


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_an_empty_root_file_system_gives_no_finding(check: str, tmp_path: Path) -> None:
    assert findings(check, given({"/etc/hostname": "x"}).opened(tmp_path)) == []


def test_there_are_no_cases_without_a_check() -> None:
    assert set(CASES) == set(CHECKS)
