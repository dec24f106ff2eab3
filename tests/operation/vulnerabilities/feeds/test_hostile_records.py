"""Records of the CVE list, OSV, EUVD and older kernels, bent in every way: told, never an exception."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds import Feed
from mamoru.operation.vulnerabilities.feeds.cve5 import FEED as CVE5
from mamoru.operation.vulnerabilities.feeds.euvd import FEED as EUVD
from mamoru.operation.vulnerabilities.feeds.kernel_older import FEED as KERNEL_OLDER
from mamoru.operation.vulnerabilities.feeds.osv import FEED as OSV
from mamoru.operation.vulnerabilities.store.kept import affects
from material.feed_documents import cve5, osv, packaged, product, read, written

COMMIT = "8e8542437bb4070423c9754d5ba270ffdbae8c8d"
RECORDS: list[tuple[Feed, Any]] = [
    (
        CVE5,
        cve5(
            product(
                {"version": "1.0", "status": "affected", "lessThan": "6.6.*", "versionType": "semver",
                 "changes": [{"at": "1.1", "status": "unaffected"}]},
                {"version": ">= 1.2, < 1.4", "status": "affected"},
                {"version": COMMIT, "status": "unaffected", "lessThanOrEqual": "*", "versionType": "git"},
                defaultStatus="affected", repo="https://github.com/openssl/openssl", programFiles=["a.c"],
                cpes=["cpe:2.3:a:m:t:1.0:*:*:*:*:windows:*:*"], packageURL="pkg:npm/%40s/n@1", platforms=["Windows"],
            ),
            cpeApplicability=[{"operator": "AND", "nodes": [
                {"operator": "AND", "cpeMatch": [{"criteria": "cpe:2.3:o:a:b:1:*:*:*:*:*:*:*", "vulnerable": True}] * 2}]}],
            metrics=[{"other": {"type": "ssvc", "content": {"options": [{"Exploitation": "poc"}]}}},
                     {"other": {"type": "kev", "content": {"dateAdded": "2024-01-01"}}}],
            problemTypes=[{"descriptions": [{"cweId": "CWE-79"}]}],
            references=[{"url": "https://x.example"}], source={"advisory": "GHSA-4c9f-284j-phvj"},
        ),
    ),
    (
        OSV,
        osv(
            "DSA-1-1",
            packaged("Debian:11", "x", {"introduced": "0"}, {"fixed": "1.2"}, {"last_affected": "3"}, versions=["1"]),
            {"ranges": [{"type": "GIT", "repo": "https://github.com/openssl/openssl", "events": [{"introduced": COMMIT}]}],
             "versions": ["OpenSSL_1_1_1k", "v1"]},
            related=["CVE-2024-1111"], severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
            database_specific={"cwe_ids": ["CWE-1"], "cpes": ["cpe:2.3:a:a:b:1:*:*:*:*:*:*:*"]},
            references=[{"type": "WEB", "url": "https://x.example"}],
        ),
    ),
    (
        EUVD,
        {"id": "EUVD-2025-1", "aliases": "CVE-2025-1111\n", "baseScore": 1, "baseScoreVector": "CVSS:3.1/AV:N", "references": "https://x",
         "exploitedSince": "Jan 1, 2026, 12:00:00 AM", "enisaIdVendor": [{"vendor": {"name": "a"}}],
         "enisaIdProduct": [{"product": {"name": "b", "vendor": {"name": "c"}}, "product_version": "1.0 <1.5"}]},
    ),
    (KERNEL_OLDER, {"id": "CVE-2020-0009", "first": "v5.1-rc1", "fixed": "v5.5-rc2", "streams": {"5.3": "5.3.17"}}),
]  # fmt: skip

_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just([]), st.just({}), st.just([[]]),
    st.sampled_from(["", "*", "0", "x" * 70_000, "9" * 5000, "1." * 3000, "cpe:2.3:", "pkg:", "\ud83d", "‮", "\0", "<= ", "CVE-",
                     "-", "1.0 - ", "v", "1.*", "\n", "٣.٤", "¹"]),
)  # fmt: skip


def places(document: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inside = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [at, *(place for name, value in inside for place in places(value, (*at, name)))]


def bent(document: Any, place: tuple[Any, ...], odd: Any) -> Any:
    """The document with something odd at a place."""
    if not place:
        return odd
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[place[0]] = bent(copy[place[0]], place[1:], odd)
    return copy


@pytest.mark.parametrize(("feed", "document"), RECORDS, ids=["cve5", "osv", "euvd", "kernel-older"])
@given(data=st.data())
def test_a_record_with_something_odd_in_any_place_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, feed: Feed, document: Any, data: st.DataObject
) -> None:
    place, odd = data.draw(st.sampled_from(places(document)[1:])), data.draw(_ODD)
    line = json.dumps(bent(document, place, odd)).encode() + b"\n"

    records, skipped = read(feed, written(tmp_path_factory.mktemp("odd"), line))

    assert records or skipped
    assert all(affects(record.affected) is not None and len(str(record)) < 20_000 for record in records)


@pytest.mark.parametrize(("feed", "document"), RECORDS, ids=["cve5", "osv", "euvd", "kernel-older"])
@given(data=st.data())
def test_a_line_with_damaged_bytes_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, feed: Feed, document: Any, data: st.DataObject
) -> None:
    line = json.dumps(document).encode()
    at, put = data.draw(st.integers(1, len(line) - 1)), data.draw(st.binary(max_size=4))
    damaged = (line[:at] + put + line[at + len(put) :]).replace(b"\n", b" ") + b"\n"

    records, skipped = read(feed, written(tmp_path_factory.mktemp("damaged"), damaged))

    assert records or skipped


@pytest.mark.parametrize("feed", [CVE5, OSV, EUVD, KERNEL_OLDER], ids=lambda feed: feed.id)
@pytest.mark.parametrize(
    "opening", [b"[", b'{"a":', b'{"containers":{"cna":{"source":{"a":', b'{"database_specific":[']
)
def test_a_record_nested_without_end_is_told(tmp_path: Path, feed: Feed, opening: bytes) -> None:
    path = written(tmp_path, b'{"id": "GHSA-aaaa-bbbb-cccc"}\n' + opening * 100_000 + b"\n")

    _, skipped = read(feed, path)

    assert "line 2" in [each.where for each in skipped]


@pytest.mark.parametrize(("feed", "document"), RECORDS, ids=["cve5", "osv", "euvd", "kernel-older"])
def test_the_record_itself_is_read(tmp_path: Path, feed: Feed, document: Any) -> None:
    records, skipped = read(feed, written(tmp_path, json.dumps(document).encode() + b"\n"))

    assert (len(records), skipped) == (1, [])
    assert records[0].affected
