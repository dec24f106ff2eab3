"""Tests by hand on this release."""

from mamoru.verification.checks import release_tested as check
from material.documents import bare, documents, heard

RETEST = {
    "claims": ["reset-erases-data", "deletion-confirmed"],
    "what": "初期化後にデータが残らない",
    "result": "pass",
    "release": "1.0",
    "on": "2026-10-05",
    "by": "高橋実",
    "document": "docs/retest.pdf",
}


def test_a_passing_test_with_its_record_is_attested_for_each_claim() -> None:
    said = heard(check, documents())
    assert said.grades == {"reset-erases-data": "attested", "deletion-confirmed": "attested"}
    assert not said.findings


def test_a_failed_test_refutes_all_its_claims_in_one_finding() -> None:
    said = heard(check, documents(verification__results__0__result="fail"))
    assert said.fields == ["verification.results[0]"]
    assert said.evidence.refutes == ("deletion-confirmed", "reset-erases-data")
    assert not said.shown


def test_a_test_of_another_release_shows_nothing_and_says_so() -> None:
    said = heard(check, documents(releases__1={"version": "0.9"}, verification__results__0__release="0.9"))
    assert not said.shown
    assert said.lacking == {"reset-erases-data", "deletion-confirmed"}


def test_a_failure_of_another_release_refutes_nothing() -> None:
    said = heard(
        check,
        documents(
            releases__1={"version": "0.9"},
            verification__results__0__release="0.9",
            verification__results__0__result="fail",
        ),
    )
    assert not said.findings


def test_a_test_passed_later_stands_for_the_same_test() -> None:
    said = heard(
        check,
        documents(
            verification__results__0__result="fail", verification__results__3={**RETEST, "on": "2026-10-05"}
        ),
    )
    assert not said.findings
    assert said.grades == {"reset-erases-data": "attested", "deletion-confirmed": "attested"}


def test_a_test_passed_before_it_failed_does_not() -> None:
    said = heard(
        check,
        documents(
            verification__results__0__result="fail", verification__results__3={**RETEST, "on": "2026-09-01"}
        ),
    )
    assert len(said.findings) == 1
    assert not said.shown


def test_a_pass_of_another_test_mends_no_failure() -> None:
    said = heard(
        check,
        documents(
            verification__results__0__result="fail", verification__results__3={**RETEST, "what": "別の試験"}
        ),
    )
    assert len(said.findings) == 1
    assert not said.shown


def test_a_pass_that_points_at_no_record_mends_no_failure() -> None:
    said = heard(
        check,
        documents(
            verification__results__0__result="fail",
            verification__results__3={**RETEST, "document": "docs/lost.pdf"},
            absent=("docs/lost.pdf",),
        ),
    )
    assert len(said.findings) == 1


def test_a_pass_to_come_mends_no_failure() -> None:
    said = heard(
        check,
        documents(
            verification__results__0__result="fail", verification__results__3={**RETEST, "on": "2027-01-01"}
        ),
    )
    assert len(said.findings) == 1


def test_a_test_without_a_record_is_declared() -> None:
    said = heard(check, documents(verification__results__0__document=None))
    assert set(said.grades.values()) == {"declared"}


def test_a_record_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/reset-1.0.pdf",)))
    assert not said.shown
    assert said.lacking == {"reset-erases-data", "deletion-confirmed"}


def test_without_a_release_nothing_counts() -> None:
    said = heard(check, bare())
    assert not said.shown
    assert not said.findings
    assert len(said.missing) == 1
