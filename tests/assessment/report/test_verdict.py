"""The sentences that say where it stands."""

from mamoru.assessment.report.verdict import severities, standing_sentences
from mamoru.evidence import Severity
from material.reports import FINDINGS, bare, camera


def test_the_sentence_leaves_out_what_does_not_apply() -> None:
    first, *_ = standing_sentences(camera())
    assert first.en == "10 of the 29 points that the METI guide asks hold."
    assert "29項目" in first.ja


def test_what_is_gravest_is_told_first() -> None:
    _, rest = standing_sentences(camera())
    assert rest.en == "6 fall short and 9 are not shown."


def test_an_image_alone_is_told_by_its_weaknesses() -> None:
    (only,) = standing_sentences(bare())
    assert "12" in only.en


def test_severities_are_counted_worst_first() -> None:
    assert severities(FINDINGS)[0] == (Severity.CRITICAL, 3)
