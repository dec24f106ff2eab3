"""Known vulnerabilities without an answer."""

from datetime import date
from pathlib import Path

from mamoru.evidence import Finding, Inconclusive, Severity, Shown
from mamoru.operation.checks.vulnerabilities_known import run
from mamoru.operation.vulnerabilities.decisions import Decision, Scope
from mamoru.operation.vulnerabilities.telling import Circumstances
from material.vulnerabilities import criterion, cve, exploited, part, told

OPENSSL = criterion("a:openssl:openssl", versionEndExcluding="1.1.1n")
SCORE = {
    "cvssMetricV31": [
        {
            "source": "nvd@nist.gov",
            "cvssData": {"vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 9.8},
        }
    ]
}
HIT, OTHER = cve("CVE-2022-0778", [OPENSSL]), cve("CVE-2022-0779", [OPENSSL], metrics=SCORE)
DAY = date(2026, 11, 23)


def decision(state: str, **fields: object) -> Decision:
    return Decision(
        scope=Scope(vulnerability="CVE-2022-0778", component="openssl"),
        state=state,  # type: ignore[arg-type] # what a test asks for
        reason="looked at",
        by="Hanako Sato",
        on=DAY,
        **fields,  # type: ignore[arg-type]
    )


def test_a_component_with_known_vulnerabilities_is_one_finding_as_grave_as_the_worst(tmp_path: Path) -> None:
    (finding,) = run(told(tmp_path, [part("openssl", "1.1.1k")], HIT, OTHER))

    assert isinstance(finding, Finding)
    assert finding.severity is Severity.CRITICAL
    assert "CVE-2022-0779 (CVSS 9.8)" in finding.proof
    assert "CVE-2022-0778" in finding.proof


def test_a_version_in_which_all_are_mended_shows_the_claims(tmp_path: Path) -> None:
    shown = list(run(told(tmp_path, [part("openssl", "1.1.1n")], HIT, OTHER)))

    assert {each.claim for each in shown if isinstance(each, Shown)} == {
        "vulnerabilities-answered",
        "no-known-exploitable-vulnerability",
    }


def test_a_vulnerability_that_was_answered_is_no_finding(tmp_path: Path) -> None:
    answer = decision("not-affected", justification="vulnerable_code_not_present")

    said = list(
        run(told(tmp_path, [part("openssl", "1.1.1k")], HIT, around=Circumstances(decisions=(answer,))))
    )

    assert not [each for each in said if isinstance(each, Finding)]


def test_an_answer_that_has_expired_is_no_answer(tmp_path: Path) -> None:
    answer = decision("accepted", until=DAY)
    around = Circumstances(decisions=(answer,))
    components = [part("openssl", "1.1.1k")]

    assert not [f for f in run(told(tmp_path, components, HIT, around=around)) if isinstance(f, Finding)]
    later = told(tmp_path, components, HIT, around=around, on=date(2026, 11, 24))
    assert [f for f in run(later) if isinstance(f, Finding)]


def test_old_data_shows_nothing_by_its_silence(tmp_path: Path) -> None:
    (said,) = run(told(tmp_path, [part("openssl", "1.1.1n")], HIT, on=date(2027, 3, 1)))

    assert isinstance(said, Inconclusive)
    assert "mamoru vulns sync" in said.reason.en


def test_a_part_of_unknown_version_leaves_it_undecided(tmp_path: Path) -> None:
    (said,) = run(told(tmp_path, [part("openssl", None)], HIT))

    assert isinstance(said, Inconclusive)


def test_without_a_component_there_is_nothing_to_match(tmp_path: Path) -> None:
    (said,) = run(told(tmp_path, [], HIT))

    assert isinstance(said, Inconclusive)


def test_an_exploited_vulnerability_makes_it_critical(tmp_path: Path) -> None:
    files = [exploited(tmp_path, "CVE-2022-0778")]

    (finding,) = run(told(tmp_path, [part("openssl", "1.1.1k")], HIT, files=files))

    assert isinstance(finding, Finding)
    assert finding.severity is Severity.CRITICAL


def test_the_day_of_the_data_is_that_of_the_sources_that_speak_of_the_components(tmp_path: Path) -> None:
    files = [exploited(tmp_path, "CVE-2022-0778")]
    fresh = told(tmp_path, [part("openssl", "1.1.1n")], HIT, files=files)
    assert fresh.data.as_of is not None
    assert fresh.data.as_of.startswith("2026-11-23")

    nobody = told(tmp_path, [part("zlib", "1.3.1")], HIT, files=files)

    assert nobody.data.as_of is None
    assert [type(said) for said in run(nobody)] == [Inconclusive]
