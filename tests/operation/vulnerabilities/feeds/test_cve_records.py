"""CVE records: who names which product, what others add, and how the files come."""

import json
from pathlib import Path
from typing import Any

import pytest

from mamoru.operation.vulnerabilities.feeds.cve5 import FEED
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Exploited, Needed, Points, Record, Score, Span
from material.feed_documents import cve5, lines, product, read, written, zipped

RANGE = {"version": "1.0", "status": "affected", "lessThan": "1.2", "versionType": "custom"}
COMMITS = {"version": "81033c6b584b", "status": "affected", "lessThan": "d7ff29a429b5", "versionType": "git"}


def one(folder: Path, document: dict[str, Any]) -> Record:
    records, skipped = read(FEED, written(folder, lines(document)))
    assert not skipped
    return records[0]


def names(record: Record) -> list[str]:
    return [each.product for each in record.affected]


def test_a_product_is_named_as_the_record_names_it(tmp_path: Path) -> None:
    record = one(tmp_path, cve5(product(RANGE)))

    assert names(record) == ["cna:maker:thing"]
    assert (record.affected[0].spans, record.affected[0].fixed) == ((Span("1.0", "1.2"),), ("1.2",))


def test_known_software_is_named_too_and_its_versions_count_as_its_own(tmp_path: Path) -> None:
    record = one(tmp_path, cve5(product(RANGE, vendor="OpenSSL", product="OpenSSL")))

    assert names(record) == ["cna:openssl:openssl", "software:openssl"]
    assert {each.order for each in record.affected} == {"openssl"}


def test_known_software_is_told_by_its_repository(tmp_path: Path) -> None:
    repo = "https://github.com/eclipse-threadx/threadx"

    record = one(tmp_path, cve5(product(RANGE, repo=repo)))

    assert names(record) == ["cna:maker:thing", "software:threadx", "pkg:github/eclipse-threadx/threadx"]


def test_a_product_that_the_record_does_not_name_is_no_name(tmp_path: Path) -> None:
    assert names(one(tmp_path, cve5(product(RANGE, vendor="n/a", product="n/a")))) == []


@pytest.mark.parametrize(
    ("collection", "package", "name", "order"),
    [
        ("pypi.example", "Flask_Login", "pkg:pypi/flask-login", "pep440"),
        ("https://www.npmjs.example", "@scope/thing", "pkg:npm/@scope/thing", "semver"),
        ("https://repo.maven.example/maven2", "org.x:thing", "pkg:maven/org.x/thing", "maven"),
        ("https://pkg.go.example", "github.com/x/y", "pkg:golang/github.com/x/y", "go"),
    ],
)
def test_a_package_of_a_collection_is_named_by_its_url(
    tmp_path: Path, collection: str, package: str, name: str, order: str
) -> None:
    record = one(tmp_path, cve5(product(RANGE, collectionURL=collection, packageName=package)))

    assert [(each.product, each.order) for each in record.affected][-1] == (name, order)


def test_a_package_url_is_taken_without_its_version(tmp_path: Path) -> None:
    record = one(tmp_path, cve5(product(RANGE, packageURL="pkg:npm/%40scope/thing@1.0?arch=arm")))

    assert names(record)[-1] == "pkg:npm/@scope/thing"


def test_a_distributions_package_is_not_the_distribution(tmp_path: Path) -> None:
    fixed = {"version": "0:6.2.0-1.el9", "status": "unaffected", "lessThan": "*", "versionType": "rpm"}
    entry = product(
        fixed, vendor="Red Hat", product="Red Hat Enterprise Linux 9", packageName="pcp", defaultStatus="affected",
        collectionURL="https://access.redhat.com/downloads/content/package-browser/",
        cpes=["cpe:/a:redhat:enterprise_linux:9::appstream"],
    )  # fmt: skip

    record = one(tmp_path, cve5(entry))

    assert [(each.product, each.order, each.spans) for each in record.affected] == [
        ("pkg:rpm/redhat/pcp#9", "rpm", (Span(None, "0:6.2.0-1.el9"),))
    ]


def test_the_source_files_that_are_hit_are_kept(tmp_path: Path) -> None:
    assert one(tmp_path, cve5(product(RANGE, programFiles=["fs/a.c"]))).affected[0].files == ("fs/a.c",)


def test_cpes_name_the_product_and_without_ranges_the_versions(tmp_path: Path) -> None:
    cpes = [
        "cpe:2.3:a:php_group:php:8.1.0:*:*:*:*:windows:*:*",
        "cpe:2.3:a:php_group:php:8.1.1:*:*:*:*:windows:*:*",
    ]

    ranged = one(tmp_path, cve5(product(RANGE, cpes=cpes)))
    bare = one(tmp_path, cve5(product(cpes=cpes, defaultStatus="unknown")))

    assert [(each.product, each.on) for each in ranged.affected][1:] == [("cpe:a:php_group:php", "windows")]
    assert [(each.product, each.exact) for each in bare.affected] == [
        ("cpe:a:php_group:php", ("8.1.0", "8.1.1"))
    ]


def test_cpe_configurations_keep_what_must_be_there_too(tmp_path: Path) -> None:
    firmware = {
        "vulnerable": True,
        "criteria": "cpe:2.3:o:m:cam_firmware:*:*:*:*:*:*:*:*",
        "versionEndExcluding": "2.0",
    }
    device = {"vulnerable": False, "criteria": "cpe:2.3:h:m:cam:-:*:*:*:*:*:*:*"}
    nodes = [{"operator": "OR", "negate": False, "cpeMatch": [each]} for each in (firmware, device)]

    record = one(tmp_path, cve5(cpeApplicability=[{"operator": "AND", "nodes": nodes}]))

    assert [(each.product, each.spans, each.needs) for each in record.affected] == [
        ("cpe:o:m:cam_firmware", (Span(None, "2.0"),), (Needed(("cpe:2.3:h:m:cam:-:*:*:*:*:*:*:*",)),))
    ]


def test_what_cisa_adds_is_read(tmp_path: Path) -> None:
    options = [{"Exploitation": "active"}, {"Automatable": "no"}, {"Technical Impact": "total"}]
    metrics = [
        {"other": {"type": "ssvc", "content": {"options": options, "version": "2.0.3"}}},
        {"other": {"type": "kev", "content": {"dateAdded": "2024-09-10", "reference": "https://x"}}},
        {"cvssV3_1": {"vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 9.8}},
    ]
    cisa = {
        "title": "CISA ADP Vulnrichment",
        "metrics": metrics,
        "providerMetadata": {"shortName": "CISA-ADP"},
    }

    record = one(tmp_path, cve5(product(RANGE), adp=[cisa]))

    assert record.points == Points(exploitation="active", automatable=False, technical_impact="total")
    assert record.exploited == Exploited(added="2024-09-10")
    assert record.scores == (Score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, "CISA-ADP"),)


def test_what_others_add_does_not_speak_of_known_software_nor_repeat_commits(tmp_path: Path) -> None:
    linux = product(
        {"version": "6.4", "status": "affected", "lessThan": "6.9"}, vendor="Linux", product="Linux"
    )
    copied = product(
        COMMITS, vendor="linux", product="linux_kernel", cpes=["cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*"]
    )

    record = one(tmp_path, cve5(linux, adp=[{"affected": [copied]}]))

    assert names(record) == ["cna:linux:linux", "software:linux"]


def test_commits_are_marked_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert [each.git for each in one(tmp_path, cve5(product(COMMITS))).affected] == [True]


def test_commits_are_left_out_where_another_entry_gives_releases(tmp_path: Path) -> None:
    record = one(tmp_path, cve5(product(COMMITS), product(RANGE)))

    assert [(each.git, each.spans) for each in record.affected] == [(False, (Span("1.0", "1.2"),))]


def test_ids_texts_and_links_are_taken(tmp_path: Path) -> None:
    japanese = {"lang": "ja", "value": "製品に\n不具合があります。"}
    record = one(
        tmp_path,
        cve5(
            product(RANGE), title="A title", source={"advisory": "GHSA-4c9f-284j-phvj"}, descriptions=[japanese],
            references=[{"url": "https://maker.example/1"}, {"url": "javascript:x"}],
            problemTypes=[{"descriptions": [{"cweId": "CWE-79"}, {"description": "CWE-20 Input"}]}],
        ),
    )  # fmt: skip

    assert (record.title, record.title_ja) == ("A title", "製品に 不具合があります。")
    assert (record.aliases, record.weaknesses) == (("GHSA-4c9f-284j-phvj",), ("CWE-79", "CWE-20"))
    assert record.links == ("https://maker.example/1",)


def test_a_rejected_record_is_withdrawn_with_its_reason(tmp_path: Path) -> None:
    document = cve5(rejectedReasons=[{"lang": "en", "value": "It was a duplicate."}])
    document["cveMetadata"] |= {"state": "REJECTED", "dateRejected": "2024-05-06T00:00:00Z"}

    record = one(tmp_path, document)

    assert (record.withdrawn, record.title, record.affected) == (True, "It was a duplicate.", ())


def test_prose_about_versions_is_shown_with_its_product(tmp_path: Path) -> None:
    record = one(tmp_path, cve5(product({"version": "1.0", "status": "affected", "lessThan": "Patch 7"})))

    assert record.shown == "Thing: 1.0 < Patch 7"


def test_one_bad_record_costs_only_itself(tmp_path: Path) -> None:
    bad = cve5(product({"version": 7, "status": "affected"}))
    nameless = cve5(product(RANGE), id="CVE-x")

    records, skipped = read(
        FEED, written(tmp_path, lines(bad, nameless) + b'{"cut\n' + lines(cve5(product(RANGE))))
    )

    assert [record.id for record in records] == ["CVE-2024-1234"]
    assert [each.where for each in skipped] == ["line 1", "CVE-x", "line 3"]


def test_one_record_a_file_a_list_and_lines_are_the_same(tmp_path: Path) -> None:
    document = cve5(product(RANGE))
    forms = [lines(document), json.dumps(document, indent=4).encode(), json.dumps([document]).encode()]
    paths = [written(tmp_path, form, f"{n}.json") for n, form in enumerate(forms)]

    assert all(FEED.mine(opened(path)) for path in paths)
    assert len({str(read(FEED, path)) for path in paths}) == 1


def test_the_programs_zip_in_a_zip_is_read_record_by_record(tmp_path: Path) -> None:
    members = {
        f"cves/2024/1xxx/CVE-2024-100{n}.json": json.dumps(
            cve5(product(RANGE), id=f"CVE-2024-100{n}")
        ).encode()
        for n in range(3)
    }
    inner = zipped({"cves/delta.json": b"[]", **members, "cves/2024/1xxx/CVE-2024-1009.json": b"{"})
    path = written(tmp_path, zipped({"cves.zip": inner}), "2026-11-23_all_CVEs_at_midnight.zip.zip")

    records, skipped = read(FEED, path)

    assert [record.id for record in records] == ["CVE-2024-1000", "CVE-2024-1001", "CVE-2024-1002"]
    assert [each.where for each in skipped] == ["cves/2024/1xxx/CVE-2024-1009.json"]
    assert (FEED.mine(opened(path)), FEED.as_of(opened(path))) == (True, "2026-11-23")


def test_a_zip_of_the_repository_is_known_by_its_records(tmp_path: Path) -> None:
    members = {"cvelistV5-main/.github/x.json": b"{}", "cvelistV5-main/cves/delta.json": b"{}"}
    members["cvelistV5-main/cves/2024/1xxx/CVE-2024-1234.json"] = json.dumps(cve5(product(RANGE))).encode()
    path = written(tmp_path, zipped(members), "cvelistV5-main.zip")

    assert FEED.mine(opened(path))
    assert [record.id for record in read(FEED, path)[0]] == ["CVE-2024-1234"]


def test_a_zip_of_changes_is_known_as_such(tmp_path: Path) -> None:
    data = zipped({"deltaCves/CVE-2024-1234.json": json.dumps(cve5(product(RANGE))).encode()})
    delta = opened(written(tmp_path, data, "2026-11-23_delta_CVEs_at_1200Z.zip"))

    assert (FEED.mine(delta), FEED.changes(delta)) == (True, True)


def test_downloads_are_everything_first_and_changes_later() -> None:
    assert [each.name.endswith("_all_CVEs_at_midnight.zip.zip") for each in FEED.downloads(None)] == [True]
    assert all("delta" in each.name for each in FEED.downloads("2999-01-01T00:00:00+00:00"))
