"""The files as their makers publish them: every record is read, and known ones say what is known of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mamoru.operation.vulnerabilities.feeds import feed, feeds
from mamoru.operation.vulnerabilities.feeds.opening import lines, opened
from mamoru.operation.vulnerabilities.record import Affected, Points, Record, Skipped, Span
from mamoru.operation.vulnerabilities.versions import key
from material.feed_documents import read

FILES = [
    ("advisories/openssl.jsonl.xz", "cve5", 272),
    ("advisories/kernel-cna.jsonl.xz", "cve5", 14_624),
    ("advisories/cve5-single.jsonl.xz", "cve5", 4),
    ("cve5/vulnrichment-sample.jsonl.xz", "cve5", 679),
    ("osv/bitnami.jsonl.xz", "osv", 7_444),
    ("osv/oss-fuzz-vulns.tar.xz", "osv", 4_026),
    ("advisories/debian-osv.jsonl.xz", "osv", 14_394),
    ("advisories/alpine-osv.jsonl.xz", "osv", 1_321),
    ("advisories/python.jsonl.xz", "osv", 132),
    ("advisories/kernel-older.jsonl.xz", "kernel-older", 1_774),
]


@cache
def records(path: Path, source: str) -> tuple[list[Record], list[Skipped]]:
    by = feed(source)
    assert by is not None
    return read(by, path)


def found(folder: Path, name: str, id: str) -> list[Record]:
    source = next(source for file, source, _ in FILES if file == name)
    return [record for record in records(folder / name, source)[0] if record.id == id]


def of(said: list[Record], product: str) -> list[Affected]:
    return [each for record in said for each in record.affected if each.product == product]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "id", "count"), FILES)
def test_a_published_file_is_read_whole_by_its_own_feed_alone(
    shared_data: Path, name: str, id: str, count: int
) -> None:
    path = shared_data / name

    read_from_it, skipped = records(path, id)

    assert [each.id for each in feeds() if each.mine(opened(path))] == [id]
    assert (len(read_from_it), skipped) == (count, [])


@pytest.mark.shared
def test_openssls_letters_are_kept(shared_data: Path) -> None:
    said = of(found(shared_data, "advisories/openssl.jsonl.xz", "CVE-2022-0778"), "software:openssl")

    assert [each.order for each in said] == ["openssl"]
    assert {(span.low, span.high) for span in said[0].spans} >= {("1.1.1", "1.1.1n"), ("1.0.2", "1.0.2zd")}


@pytest.mark.shared
def test_a_kernels_record_is_a_span_for_each_stable_series_with_the_files_hit(shared_data: Path) -> None:
    said = of(found(shared_data, "advisories/kernel-cna.jsonl.xz", "CVE-2021-46920"), "software:linux")

    assert [each.spans for each in said] == [(Span("5.6", "5.10.32"), Span("5.11", "5.11.16"))]
    assert (said[0].fixed, said[0].files) == (("5.10.32", "5.11.16", "5.12"), ("drivers/dma/idxd/irq.c",))


@pytest.mark.shared
def test_no_kernel_record_is_left_with_commits_alone(shared_data: Path) -> None:
    every, _ = records(shared_data / "advisories/kernel-cna.jsonl.xz", "cve5")

    assert not [record.id for record in every if not of([record], "software:linux")]
    assert not [record.id for record in every for each in record.affected if each.git or each.every]


@pytest.mark.shared
@pytest.mark.parametrize("version", ["4.19.50", "5.0", "5.10.100", "6.6.20", "6.12.10", "7.0"])
def test_a_kernel_is_hit_exactly_where_the_records_own_rules_say(shared_data: Path, version: str) -> None:
    path = shared_data / "advisories/kernel-cna.jsonl.xz"
    by_record = {
        record.id: any(
            _inside(version, span) for each in of([record], "software:linux") for span in each.spans
        )
        or any(version in each.exact for each in of([record], "software:linux"))
        for record in records(path, "cve5")[0]
    }

    by_rules = {}
    for _, line in lines(opened(path)):
        document = json.loads(line)
        products = document["containers"]["cna"]["affected"]
        by_rules[document["cveMetadata"]["cveId"]] = any(_affected(version, each) for each in products)

    assert by_record == by_rules


def _affected(version: str, entry: dict[str, Any]) -> bool:
    """The status of a version as the format's own algorithm gives it: the first entry that holds it."""
    ranges = [each for each in entry.get("versions", []) if each.get("versionType") != "git"]
    for each in ranges:
        high, closed = (
            each.get("lessThan") or each.get("lessThanOrEqual") or each["version"],
            "lessThan" not in each,
        )
        low = None if each["version"] == "0" else each["version"]
        if _inside(version, Span(low, None if high == "*" else high, high_closed=closed)):
            return bool(each["status"] == "affected")
    return bool(ranges and entry["defaultStatus"] == "affected")


def _inside(version: str, span: Span) -> bool:
    place = kernel(version)
    above = span.low is None or (place > kernel(span.low) if span.low_open else place >= kernel(span.low))
    return above and (
        span.high is None or (place <= kernel(span.high) if span.high_closed else place < kernel(span.high))
    )


@cache
def kernel(version: str) -> bytes:
    return key("kernel", version) or b""


@pytest.mark.shared
@pytest.mark.parametrize(
    ("id", "software", "span"),
    [
        ("CVE-2024-28115", "software:freertos", Span(None, "10.6.2")),
        ("CVE-2024-2214", "software:threadx", Span(None, "6.4.0")),
        ("CVE-2023-33973", "software:riot", Span(None, "2023.01", high_closed=True)),
        ("CVE-2023-34100", "software:contiki-ng", Span(None, "4.8", high_closed=True)),
    ],
)
def test_bounds_inside_the_version_are_read(shared_data: Path, id: str, software: str, span: Span) -> None:
    said = of(found(shared_data, "advisories/cve5-single.jsonl.xz", id), software)

    assert [each.spans for each in said] == [(span,)]


@pytest.mark.shared
def test_cisas_points_are_read(shared_data: Path) -> None:
    said = found(shared_data, "cve5/vulnrichment-sample.jsonl.xz", "CVE-2023-0238")

    assert [each.points for each in said] == [
        Points(exploitation="none", automatable=False, technical_impact="partial")
    ]


@pytest.mark.shared
def test_a_distributions_package_is_told_by_release(shared_data: Path) -> None:
    said = found(shared_data, "advisories/debian-osv.jsonl.xz", "CVE-2022-0778")

    assert {each.spans for each in of(said, "pkg:deb/debian/openssl#11")} >= {
        (Span(None, "1.1.1k-1+deb11u2"),)
    }


@pytest.mark.shared
def test_tags_of_a_repository_tell_upstreams_versions(shared_data: Path) -> None:
    said = of(found(shared_data, "advisories/alpine-osv.jsonl.xz", "CVE-2022-40674"), "software:expat")

    assert any("2.4.8" in each.exact for each in said)
    assert not any("2.4.9" in each.exact for each in said)
