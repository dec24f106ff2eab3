"""Older vulnerabilities of the kernel: a span for each stable series, from the first release to its fix."""

from pathlib import Path
from typing import Any

from mamoru.operation.vulnerabilities.feeds.kernel_older import FEED
from mamoru.operation.vulnerabilities.record import Record, Span
from material.feed_documents import lines, read, written


def one(folder: Path, **fields: Any) -> Record:
    records, skipped = read(FEED, written(folder, lines({"id": "CVE-2020-0009", **fields})))
    assert not skipped
    return records[0]


def spans(record: Record) -> tuple[Span, ...]:
    return record.affected[0].spans


def test_each_series_is_affected_until_its_own_fix(tmp_path: Path) -> None:
    record = one(tmp_path, first="v5.1-rc1", fixed="v5.5-rc2", streams={"5.3": "5.3.17", "5.4": "5.4.4"})

    assert spans(record) == (Span("5.1-rc1", "5.3.17"), Span("5.4", "5.4.4"))
    assert record.affected[0].fixed == ("5.3.17", "5.4.4", "5.5-rc2")
    assert (record.affected[0].product, record.affected[0].order) == ("software:linux", "kernel")


def test_a_series_that_had_the_fix_from_its_start_is_not_affected(tmp_path: Path) -> None:
    assert spans(one(tmp_path, first="v5.1-rc1", fixed="v6.2-rc1", streams={"6.1": "6.1"})) == (
        Span("5.1-rc1", "6.1"),
    )


def test_a_series_from_before_the_first_release_has_it_by_a_backport(tmp_path: Path) -> None:
    record = one(tmp_path, first="v4.1-rc1", fixed="v4.3", streams={"3.16": "3.16.35"})

    assert spans(record) == (Span("3.16", "3.16.35"), Span("4.1-rc1", "4.3"))


def test_an_unknown_end_is_open(tmp_path: Path) -> None:
    assert spans(one(tmp_path, first="v4.1-rc1", fixed="unk")) == (Span("4.1-rc1", None),)
    assert spans(one(tmp_path, first="unk", fixed="v6.9-rc1")) == (Span(None, "6.9-rc1"),)


def test_a_weakness_that_nobody_has_traced_to_its_beginning_is_bounded_from_above_only(
    tmp_path: Path,
) -> None:
    traced = one(tmp_path, first="v5.1-rc1", fixed="v5.5-rc2")
    untraced = one(tmp_path, first="v2.6.12-rc2", fixed="v6.2-rc6", streams={"5.15": "5.15.91"})

    assert (traced.affected[0].upper, untraced.affected[0].upper) == (False, True)


def test_a_withdrawn_candidate_release_counts_by_its_number(tmp_path: Path) -> None:
    assert spans(one(tmp_path, first="v5.12-rc1-dontuse", fixed="v5.13")) == (Span("5.12-rc1", "5.13"),)


def test_where_nothing_is_known_nothing_is_said_but_that(tmp_path: Path) -> None:
    record = one(tmp_path, first="unk", fixed="unk")

    assert (record.affected, record.shown is None) == ((), False)


def test_what_is_no_release_is_skipped(tmp_path: Path) -> None:
    bad = [
        {"id": "CVE-2020-0009", "first": "soon", "fixed": "v5.1"},
        {"id": "x", "first": "v5.1"},
        {"id": "CVE-2020-0010", "streams": []},
    ]

    records, skipped = read(FEED, written(tmp_path, lines(*bad)))

    assert (records, [each.where for each in skipped]) == ([], ["CVE-2020-0009", "x", "line 3"])
