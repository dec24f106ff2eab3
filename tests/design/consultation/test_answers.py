"""The answers of an adviser."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.design.consultation import Answers, answers, evidence_of_answers
from mamoru.design.consultation.answers import threat_of
from mamoru.evidence import Grade, Outcome
from mamoru.product.problems import ProductFileErrors
from material.designs import camera, designed

DESIGN = designed(camera())
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORM = """
product: nc-100
adviser: 県産業技術センター 高木
on: 2026-11-20
answers:
  - {about: botnet, opinion: agree, comment: ""}
  - {about: false-update, opinion: OPINION, comment: 署名鍵の保管を確かめること}
missing: MISSING
"""


def form(opinion: str = "agree", missing: str = "[]") -> str:
    """A form that was filled in."""
    return FORM.replace("OPINION", opinion).replace("MISSING", missing)


def read(text: str) -> Answers:
    """The answers in a form."""
    return answers(text.encode(), "answers.yaml", DESIGN, ON)


def test_answers_that_agree_attest_that_advice_was_taken() -> None:
    evidence = evidence_of_answers(read(form()), DESIGN, name="answers.yaml", at=AT, source="mamoru")
    (shown,) = evidence.shows
    assert (shown.claim, shown.grade, shown.by) == (
        "expert-consulted",
        Grade.ATTESTED,
        "県産業技術センター 高木",
    )
    assert (evidence.outcome, evidence.on) == (Outcome.PASS, date(2026, 11, 20))


def test_a_threat_that_is_seen_differently_refutes_that_risks_are_answered() -> None:
    evidence = evidence_of_answers(
        read(form("disagree")), DESIGN, name="answers.yaml", at=AT, source="mamoru"
    )
    (finding,) = evidence.findings
    assert evidence.refutes == ("risks-answered", "expert-consulted")
    assert finding.proof == "署名鍵の保管を確かめること"
    assert threat_of(finding) == "false-update"


def test_a_threat_that_is_missed_refutes_that_threats_are_foreseen() -> None:
    found = read(form(missing="[{threat: 音声の盗聴, comment: マイクの有無を確かめること}]"))
    evidence = evidence_of_answers(found, DESIGN, name="answers.yaml", at=AT, source="mamoru")
    assert evidence.refutes == ("threats-foreseen",)
    assert evidence.findings[0].title.en.endswith("音声の盗聴")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (form().replace("product: nc-100", "product: other"), "another product"),
        (form().replace("県産業技術センター 高木", "'  '"), "adviser is not named"),
        (form().replace("2026-11-20", "2026-11-24"), "yet to come"),
        (form().replace("about: botnet", "about: no-such"), "no-such"),
        (form("perhaps"), "cannot be read as answers"),
        ("- a list", "answers.yaml:1"),
        ("", "answers.yaml:1"),
    ],
)
def test_answers_that_cannot_count_are_refused_with_the_reason(text: str, told: str) -> None:
    with pytest.raises(ProductFileErrors) as caught:
        read(text)
    assert told in caught.value.message.en


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_answers_or_an_error_of_the_file(data: bytes) -> None:
    try:
        answers(data, "answers.yaml", DESIGN, ON)
    except ProductFileErrors as error:
        assert error.problems
