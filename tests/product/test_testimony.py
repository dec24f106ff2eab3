"""How far a written thing is vouched for."""

from datetime import date
from typing import Any

import msgspec
import pytest

from mamoru.evidence import Check, Effort, Grade, Location, Missing, Severity, Shown, SubjectKind
from mamoru.language import Text
from mamoru.product import Attestation, Documents
from mamoru.product.documents import Before
from mamoru.product.testimony import testimony as vouched
from mamoru.product.testimony import weakest
from material.documents import digest, documents

SAID = Text("言葉", "words")
CHECK = Check(
    id="DOC-X-001", title=SAID, why=SAID, remedy=SAID, severity=Severity.LOW, claims=("a-claim",),
    subject=SubjectKind.MAKER, effort=Effort.HOURS,
)  # fmt: skip
AT = Location(path="maker.yaml", line=1)
WHOLE: dict[str, Any] = {"by": "佐藤花子", "on": date(2026, 11, 23), "document": "docs/policy.pdf"}


POLICY = "docs/policy.pdf"


def told(papers: Documents | None = None, **bends: Any) -> Shown | Missing:
    return vouched(CHECK, papers or documents(), what=SAID, at=AT, **(WHOLE | bends))


def attested_before(sha256: str) -> Documents:
    """The good documents, of which the policy was attested before when its digest was this."""
    before = Attestation(place=POLICY, by=WHOLE["by"], on=WHOLE["on"])
    return msgspec.structs.replace(documents(), attested={before: Before(sha256=sha256)})


def test_a_person_a_day_and_a_document_attest() -> None:
    said = told()
    assert isinstance(said, Shown)
    assert (said.grade, said.by) == (Grade.ATTESTED, "佐藤花子")
    assert "docs/policy.pdf" in said.proof.ja
    assert "佐藤花子" in said.proof.en


def test_an_address_that_nobody_opened_only_declares() -> None:
    said = told(document="https://kodama.example/policy")
    assert isinstance(said, Shown)
    assert said.grade is Grade.DECLARED
    assert "an address that nobody has opened" in said.proof.en


def test_what_was_attested_keeps_the_digest_of_its_document() -> None:
    said = told()
    assert isinstance(said, Shown)
    (paper,) = said.papers
    assert (paper.place, paper.sha256, paper.by, paper.on) == (
        POLICY,
        digest(POLICY),
        "佐藤花子",
        WHOLE["on"],
    )


def test_an_empty_document_only_declares_and_keeps_no_digest() -> None:
    said = told(documents(empty=(POLICY,)))
    assert isinstance(said, Shown)
    assert (said.grade, said.papers) == (Grade.DECLARED, ())
    assert "docs/policy.pdf is empty" in said.proof.en
    assert "docs/policy.pdf が空です" in said.proof.ja


def test_a_document_that_cannot_be_read_as_text_says_so() -> None:
    said = told()
    assert isinstance(said, Shown)
    assert "counts by its size and digest only" in said.proof.en


def test_a_document_that_changed_since_it_was_attested_only_declares() -> None:
    said = told(attested_before("cd" * 32))
    assert isinstance(said, Shown)
    assert said.grade is Grade.DECLARED
    assert "docs/policy.pdf has changed since 2026-11-23, attested by 佐藤花子" in said.proof.en


def test_a_document_that_is_what_it_was_stays_attested() -> None:
    said = told(attested_before(digest("docs/policy.pdf")))
    assert isinstance(said, Shown)
    assert said.grade is Grade.ATTESTED


@pytest.mark.parametrize("renewed", [{"on": date(2026, 11, 22)}, {"by": "山田太郎"}])
def test_a_changed_document_is_attested_anew_by_another_day_or_person(renewed: dict[str, Any]) -> None:
    said = told(attested_before("cd" * 32), **renewed)
    assert isinstance(said, Shown)
    assert said.grade is Grade.ATTESTED


def test_a_document_that_is_gone_is_told_with_who_attested_it() -> None:
    known = attested_before(digest("docs/policy.pdf"))
    said = told(msgspec.structs.replace(known, files={}))
    assert isinstance(said, Missing)
    assert "docs/policy.pdf is gone: 佐藤花子 attested it on 2026-11-23" in said.reason.en


def test_a_record_of_the_act_must_say_something_too() -> None:
    said = told(documents(empty=("docs/watch.csv",)), record="docs/watch.csv")
    assert isinstance(said, Shown)
    assert said.grade is Grade.DECLARED


def test_of_several_the_documents_of_all_are_kept() -> None:
    (said,) = weakest([told(), told(document="docs/watch.csv")])
    assert isinstance(said, Shown)
    assert [paper.place for paper in said.papers] == [POLICY, "docs/watch.csv"]


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


@pytest.mark.parametrize("by", ["佐藤 花子", "佐藤花子さん", "開発部 鈴木一郎", "佐藤", "こだまの山田太郎様"])
def test_whom_the_maker_names_may_vouch_however_the_name_is_written(by: str) -> None:
    said = told(by=by)
    assert isinstance(said, Shown)
    assert said.grade is Grade.ATTESTED


@pytest.mark.parametrize("by", ["見知らぬ人", "x", "佐", "Somebody Else"])
def test_somebody_whom_the_maker_does_not_name_only_declares(by: str) -> None:
    said = told(by=by)
    assert isinstance(said, Shown)
    assert said.grade is Grade.DECLARED
    assert f"{by} among the roles or stakeholders" in said.proof.en


def test_an_adviser_from_outside_need_not_be_named() -> None:
    said = told(by="県工業技術センター", outside=True)
    assert isinstance(said, Shown)
    assert said.grade is Grade.ATTESTED
