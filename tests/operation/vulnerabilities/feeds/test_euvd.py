"""ENISA's EUVD: flattened texts taken apart, and shown where they are not sure."""

import json
from pathlib import Path
from typing import Any

import pytest

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.euvd import FEED
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Exploited, Score, Span
from material.feed_documents import lines, read, written


def item(*versions: str, **fields: Any) -> dict[str, Any]:
    products = [{"id": "x", "product": {"name": "OpenSSL"}, "product_version": each} for each in versions]
    return {
        "id": "EUVD-2025-12345", "description": "What it\nis.", "datePublished": "Apr 15, 2025, 8:30:58 PM",
        "dateUpdated": "2025-04-16T00:00:00Z", "baseScore": 9.8,
        "baseScoreVector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "references": "https://maker.example/1\nnot a link\n", "aliases": "CVE-2025-1111\nGHSA-aaaa-bbbb-cccc\n", "epss": 0.04,
        "enisaIdProduct": products, "enisaIdVendor": [{"id": "y", "vendor": {"name": "OpenSSL"}}], **fields,
    }  # fmt: skip


def answer(folder: Path, *items: Any) -> Path:
    return written(folder, json.dumps({"items": items, "total": len(items)}).encode(), "euvd-000.json")


def test_an_answer_is_read_item_by_item(tmp_path: Path) -> None:
    path = answer(tmp_path, item("1.0 <1.5"))

    records, skipped = read(FEED, path)

    record = records[0]
    assert FEED.mine(opened(path)) and not skipped
    assert (record.id, record.origin) == ("CVE-2025-1111", "EUVD-2025-12345")
    assert record.aliases == ("EUVD-2025-12345", "GHSA-aaaa-bbbb-cccc")
    assert (record.published, record.modified) == ("2025-04-15T20:30:58Z", "2025-04-16T00:00:00Z")
    assert record.scores == (Score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, "EUVD"),)
    assert (record.links, record.epss) == (("https://maker.example/1",), None)


@pytest.mark.parametrize(
    ("version", "span"),
    [
        ("1.0 <1.5", Span("1.0", "1.5")),
        ("1.0 ≤1.5", Span("1.0", "1.5", high_closed=True)),
        ("<2.3", Span(None, "2.3")),
        ("0 <2.3", Span(None, "2.3")),
    ],
)
def test_a_version_that_is_sure_is_a_range(tmp_path: Path, version: str, span: Span) -> None:
    affected = read(FEED, answer(tmp_path, item(version)))[0][0].affected

    assert [(each.product, each.spans) for each in affected] == [
        ("cna:openssl:openssl", (span,)), ("software:openssl", (span,)),
    ]  # fmt: skip


@pytest.mark.parametrize("version", ["patch: 1.5", "<1.5, <2.3", "", "n/a"])
def test_a_version_that_is_not_sure_is_shown(tmp_path: Path, version: str) -> None:
    record = read(FEED, answer(tmp_path, item(version)))[0][0]

    assert (record.affected, record.shown) == ((), f"OpenSSL: {version}")


def test_a_product_of_several_vendors_is_nobodys(tmp_path: Path) -> None:
    vendors = [{"vendor": {"name": "One"}}, {"vendor": {"name": "Two"}}]

    record = read(FEED, answer(tmp_path, item("<1.5", enisaIdVendor=vendors)))[0][0]

    assert (record.affected, record.shown) == ((), "OpenSSL: <1.5")


def test_what_is_exploited_says_since_when(tmp_path: Path) -> None:
    record = read(FEED, answer(tmp_path, item(exploitedSince="Jan 1, 2026, 12:00:00 AM")))[0][0]

    assert record.exploited == Exploited(added="2026-01-01")


def test_an_item_a_line_and_bad_items_among_good_ones_are_read(tmp_path: Path) -> None:
    records, skipped = read(
        FEED, written(tmp_path, lines(item("<1.5"), {"id": "EUVD-x"}, {"id": 1}, item("<1.6")))
    )

    assert (len(records), [each.where for each in skipped]) == (2, ["EUVD-x", "line 3"])


def test_an_answer_that_is_cut_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        read(FEED, written(tmp_path, b'{"items": [{"id"', "euvd-000.json"))


def test_an_empty_answer_is_known_and_holds_nothing(tmp_path: Path) -> None:
    path = answer(tmp_path)

    assert (FEED.mine(opened(path)), read(FEED, path)) == (True, ([], []))
