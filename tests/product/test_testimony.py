"""How far a written thing is vouched for."""

from datetime import date
from typing import Any

from mamoru.evidence import Check, Effort, Grade, Location, Missing, Severity, Shown, SubjectKind
from mamoru.language import Text
from mamoru.product.testimony import testimony as vouched
from mamoru.product.testimony import weakest
from material.documents import documents

SAID = Text("言葉", "words")
CHECK = Check(
    id="DOC-X-001", title=SAID, why=SAID, remedy=SAID, severity=Severity.LOW, claims=("a-claim",),
    subject=SubjectKind.MAKER, effort=Effort.HOURS,
)  # fmt: skip
AT = Location(path="maker.yaml", line=1)
WHOLE: dict[str, Any] = {"by": "佐藤花子", "on": date(2026, 11, 23), "document": "docs/policy.pdf"}


def told(**bends: Any) -> Shown | Missing:
    return vouched(CHECK, documents(), what=SAID, at=AT, **(WHOLE | bends))


def test_a_person_a_day_and_a_document_attest() -> None:
    said = told()
    assert isinstance(said, Shown)
    assert (said.grade, said.by) == (Grade.ATTESTED, "佐藤花子")
    assert "docs/policy.pdf" in said.proof.ja
    assert "佐藤花子" in said.proof.en


def test_an_https_address_is_a_document() -> None:
    said = told(document="https://kodama.example/policy")
    assert isinstance(said, Shown)
    assert said.grade is Grade.ATTESTED


def test_what_is_lacking_is_named_where_it_is_only_declared() -> None:
    said = told(by=None, document=None)
    assert isinstance(said, Shown)
    assert said.grade is Grade.DECLARED
    assert "担当者、文書" in said.proof.ja
    assert "a person, a document" in said.proof.en


def test_a_placeholder_is_no_person() -> None:
    said = told(by=" 未定 ")
    assert isinstance(said, Shown)
    assert (said.grade, said.by) == (Grade.DECLARED, None)


def test_a_document_that_is_not_there_does_not_even_declare() -> None:
    assert isinstance(told(document="docs/other.pdf"), Missing)


def test_a_plain_http_address_is_no_document() -> None:
    assert isinstance(told(document="http://kodama.example/policy"), Missing)


def test_a_day_to_come_does_not_even_declare() -> None:
    assert isinstance(told(on=date(2026, 11, 24)), Missing)


def test_of_several_each_of_which_must_hold_the_weakest_is_shown() -> None:
    seen = list(weakest([told(), told(by=None)]))
    assert [s.grade for s in seen if isinstance(s, Shown)] == [Grade.DECLARED]


def test_of_several_one_that_is_missing_leaves_nothing_shown() -> None:
    assert [type(s) for s in weakest([told(), told(document="docs/other.pdf")])] == [Missing]


def test_of_none_nothing_is_said() -> None:
    assert list(weakest([])) == []


def test_braces_in_what_a_user_wrote_are_only_text() -> None:
    said = told(by="{lacking} {0} {")
    assert "{lacking} {0} {" in said.proof.ja if isinstance(said, Shown) else False
