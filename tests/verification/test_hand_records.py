"""A pass counts as attested where its record is of this test, this release and these images."""

from datetime import date
from typing import Any

import msgspec
import pytest

from mamoru.product import Attestation, Documents
from mamoru.product.documents import Before, Content
from mamoru.verification.checks import release_tested as check
from mamoru.verification.hand_records import why_only_declared
from material.documents import documents, heard

REPORT = "試験報告書 版 1.0\n1) 初期化後にデータが残らない: 合格\n2) 鍵の更新を通しで試す: 合格\n"
RECORD = "docs/reset-1.0.pdf"


def reported(text: str | None = REPORT, **bends: Any) -> Documents:
    """The good documents, whose first test has a record with this text."""
    made = documents(**bends)
    record = msgspec.structs.replace(made.files[RECORD], content=Content(text=text))
    return msgspec.structs.replace(made, files={**made.files, RECORD: record})


def why(made: Documents) -> str:
    reason = why_only_declared(made, made.product.verification.results[0])
    return reason.en if reason else ""


def grade(made: Documents) -> str:
    return heard(check, made).grades["reset-erases-data"]


def test_a_report_that_names_the_test_and_the_release_is_its_record() -> None:
    assert why(reported()) == ""
    assert grade(reported()) == "attested"


def test_a_report_that_names_the_number_of_the_test_is_its_record() -> None:
    bent = {"verification__results__0__what": "TC-DEL-01 初期化"}
    assert why(reported("TC-DEL-01 ok, release 1.0. " + "words of a report " * 9, **bent)) == ""
    assert "does not speak of this test" in why(reported("TC-DEL-011 ok, release 1.0", **bent))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("会議の議事録。出席者は山田、佐藤。来期の販売計画と展示会の準備について話した。版 1.0", "does not speak of this test"),
        (REPORT.replace("1.0", "0.9"), "does not speak of release 1.0"),
        (REPORT.replace("1.0", "11.0"), "does not speak of release 1.0"),
        (REPORT.replace("1.0", "1.0.3"), "does not speak of release 1.0"),
    ],
)  # fmt: skip
def test_another_paper_is_none(text: str, word: str) -> None:
    assert word in why(reported(text))
    assert grade(reported(text)) == "declared"


def test_a_photo_is_the_record_of_one_test_only() -> None:
    alone = reported(None)
    assert why(alone) == ""
    shared = reported(None, verification__results__1__document=RECORD)
    assert "is the record of another test too" in why(shared)


def test_a_test_of_long_before_the_release_only_declares() -> None:
    made = reported(verification__results__0__on="2024-01-01")
    assert "more than 12 months before" in why(made)
    assert grade(made) == "declared"


def test_a_maintenance_release_beside_takes_no_test_away() -> None:
    made = reported(releases__1={"version": "0.9.9", "date": "2026-10-10"})
    assert why(made) == ""


@pytest.mark.parametrize(
    "written", ["ファームウェアv1.0、", "1.0版で", "ファームウェア1.0で", "Ver.1.0 ", "release 1.0."]
)
def test_a_release_may_be_written_in_any_way(written: str) -> None:
    assert why(reported(REPORT.replace("版 1.0", written))) == ""


@pytest.mark.parametrize("what", ["1.0 で", "1.0 ok", "v1.0 ", "KC-1 の", "1. ", "1) "])
def test_what_stands_in_every_record_is_no_number_of_a_test(what: str) -> None:
    minutes = "会議の議事録。1. 版 1.0 と KC-1 の販売計画、展示会の準備、来期の予算と人の配置について話した。"
    bent = {"verification__results__0__what": f"{what}初期化後にデータが残らない"}
    assert "does not speak of this test" in why(reported(minutes, **bent))


@pytest.mark.parametrize("said", ["不合格", "FAILED", "未実施", "NG", "was not tested"])
def test_a_record_that_says_it_failed_is_no_record_of_a_pass(said: str) -> None:
    bent = {"verification__results__0__what": "T-06 初期化"}
    text = f"試験報告 版 1.0 手順書のとおりに行った結果の一覧。\nT-05 更新: 合格\nT-06 初期化: {said}\n"
    assert "says that this test was failed or not made" in why(reported(text, **bent))
    assert why(reported(text.replace(said, "合格"), **bent)) == ""


@pytest.mark.parametrize("listed", ["T-05, T-06, T-07", "T-05\nT-06\nT-07", "T-05 合格\nT-06\nT-07 合格"])
def test_a_list_of_tests_is_the_record_of_those_whose_outcome_it_tells(listed: str) -> None:
    bent = {"verification__results__0__what": "T-06 初期化"}
    text = f"試験の一覧 版 1.0 手順書のとおりに試験を行った日程と担当者と場所。\n{listed}\n"
    assert "says not what came out of T-06" in why(reported(text, **bent))
    assert why(reported(text.replace("T-06", "T-06 初期化\n手順書どおり、残らず。判定 合格"), **bent)) == ""
    assert (
        why(reported("試験 T-06 版 1.0 初期化のあと、保存領域を読み、利用者の情報がないことを見た。", **bent))
        == ""
    )


def with_image(made: Documents, digest: str, tested_with: str) -> Documents:
    """`made`, whose release has an image of this digest and was tested with one of that."""
    assert made.release is not None
    image = msgspec.convert({"file": "fw.bin", "sha256": digest * 64}, type(made.release.images[0]))
    result = made.product.verification.results[0]
    attested = Attestation(place=RECORD, by=result.by, on=result.on)
    before = Before(sha256=made.files[RECORD].sha256, images=(tested_with * 64,))
    release = msgspec.structs.replace(made.release, images=(image,))
    return msgspec.structs.replace(made, release=release, files={k: v for k, v in made.files.items() if k != "fw.bin"}, attested={attested: before})  # fmt: skip


def test_a_test_of_another_image_of_the_same_release_only_declares() -> None:
    made = reported(releases__0__images=[{"file": "fw.bin"}])
    assert why(with_image(made, "a", "a")) == ""
    assert "the firmware has changed since the test (bbbbbbbbbbbb → aaaaaaaaaaaa)" in why(
        with_image(made, "a", "b")
    )


def test_what_was_tested_is_kept_with_the_record() -> None:
    made = reported(releases__0__images=[{"file": "fw.bin", "sha256": "c" * 64}])
    without = msgspec.structs.replace(made, files={k: v for k, v in made.files.items() if k != "fw.bin"})
    papers = {paper.images for shown in heard(check, without).shown for paper in shown.papers}
    assert papers == {("c" * 64,)}


def test_a_failure_is_not_mended_by_a_pass_without_a_record() -> None:
    again = {
        "claims": ["reset-erases-data", "deletion-confirmed"],
        "what": "初期化後にデータが残らない",
        "result": "pass",
        "release": "1.0",
        "on": "2026-10-05",
        "by": "高橋実",
    }
    bent = {"verification__results__0__result": "fail", "verification__results__3": again}
    assert heard(check, documents(**bent)).findings
    bent["verification__results__3"] = {**again, "document": "docs/retest.pdf"}
    assert not heard(check, documents(**bent)).findings


def test_a_failure_counts_whoever_wrote_it_and_without_a_record() -> None:
    made = documents(
        verification__results__0__result="fail",
        verification__results__0__document=None,
        verification__results__0__by="x",
        verification__results__0__on=date(2020, 1, 1).isoformat(),
    )
    assert heard(check, made).findings


def test_one_test_does_not_show_everything() -> None:
    claims = [f"claim-{n}" for n in range(9)]
    made = reported(verification__results__0__claims=["reset-erases-data", *claims[1:]])
    assert "one test does not show 9 claims" in why(made)
    assert why(reported(verification__results__0__claims=["reset-erases-data", *claims[2:]])) == ""
