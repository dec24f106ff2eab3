"""Japanese words about versions: read where sure, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds.japanese_ranges import Read, read, without_cves
from mamoru.operation.vulnerabilities.record import Span


def spans(*found: Span) -> Read:
    """What spans alone read as."""
    return Read(spans=found)


UP_TO = Span(None, "1.2.3", high_closed=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.2.3 未満", spans(Span(None, "1.2.3"))),
        ("1.2.3より前のバージョン", spans(Span(None, "1.2.3"))),
        ("Ver.1.2.3より前のバージョン", spans(Span(None, "1.2.3"))),
        ("バージョン 1.2.3 より古い", spans(Span(None, "1.2.3"))),
        ("1.2.3 およびそれ以前", spans(UP_TO)),
        ("1.2.3およびそれ以前のバージョン", spans(UP_TO)),
        ("1.2.3 以前", spans(UP_TO)),
        ("1.2.3 以下", spans(UP_TO)),
        ("1.2.3 まで", spans(UP_TO)),
        ("ファームウェアバージョン 1.2.3およびそれ以前", spans(UP_TO)),
        ("2.0 から 2.4.1 まで", spans(Span("2.0", "2.4.1", high_closed=True))),
        ("2.0 から 2.4.1 までのバージョン", spans(Span("2.0", "2.4.1", high_closed=True))),
        ("2.0 以上 2.4.1 未満", spans(Span("2.0", "2.4.1"))),
        ("バージョン 2.0以上 2.4.1以下", spans(Span("2.0", "2.4.1", high_closed=True))),
        ("2.0 から 2.4.1 より前", spans(Span("2.0", "2.4.1"))),
        ("2.0 以降 2.4.1 未満", spans(Span("2.0", "2.4.1"))),
        ("v2.0 ～ v2.4.1", spans(Span("2.0", "2.4.1", high_closed=True))),
        ("2.0 以降", spans(Span("2.0"))),
        ("2.0 およびそれ以降", spans(Span("2.0"))),
        ("7.x", spans(Span("7", "8"))),
        ("2.4 系", spans(Span("2.4", "2.5"))),
        ("１．２．３ 未満", spans(Span(None, "1.2.3"))),
        ("すべてのバージョン", Read(every=True)),
        ("全てのバージョン", Read(every=True)),
        ("7.7", Read(exact=("7.7",))),
        ("1.0、1.1 および 1.2", Read(exact=("1.0", "1.1", "1.2"))),
        ("1.0 および 2.0 以上 2.4.1 未満", Read(spans=(Span("2.0", "2.4.1"),), exact=("1.0",))),
        ("3.1.1a以上 3.1.1d未満", spans(Span("3.1.1a", "3.1.1d"))),
    ],
)
def test_words_of_a_known_pattern_become_a_range(text: str, wanted: Read) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "for NetApp 5.8 (Build 1299) 未満",
        "v6 R4 およびそれ以前のバージョン",
        "2.x (2.4.1 未満)",
        "2015年4月以前に出荷された製品",
        "1.2.3 未満 (Windows 版のみ)",
        "最新版",
        "不明",
        "シリアル番号 1234 以前",
        "1.2.3 ではない",
        "2.x 未満",
        "",
    ],
)
def test_words_that_are_not_sure_are_not_read(text: str) -> None:
    assert read(text) is None


def test_a_bracket_of_cves_is_no_part_of_the_range() -> None:
    assert (
        without_cves("Ver.1.4.2より前のバージョン（CVE-2025-0354、CVE-2025-0355）")
        == "Ver.1.4.2より前のバージョン"
    )


@given(st.text(alphabet="0123456789.xv 未満以前降上下からまでよりおびそれ、～(()バージョン", max_size=60))
def test_any_words_are_read_or_left(text: str) -> None:
    found = read(text)

    assert found is None or found.spans or found.exact or found.every
