"""OSV records: names by ecosystem, ranges by events, versions by tags, one record a CVE."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.feeds.osv import FEED
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Score, Span
from material.feed_documents import lines, osv, packaged, read, written, zipped

OLD = ({"introduced": "0"}, {"fixed": "1.2"})


def some(folder: Path, *documents: dict[str, Any]) -> list[Record]:
    records, skipped = read(FEED, written(folder, lines(*documents)))
    assert not skipped
    return records


def said(folder: Path, *entries: dict[str, Any], **fields: Any) -> tuple[Affected, ...]:
    return some(folder, osv("GHSA-aaaa-bbbb-cccc", *entries, **fields))[0].affected


@pytest.mark.parametrize(
    ("ecosystem", "name", "product", "order"),
    [
        ("Debian:11", "openssl", "pkg:deb/debian/openssl#11", "dpkg"),
        ("Debian", "openssl", "pkg:deb/debian/openssl", "dpkg"),
        ("Ubuntu:22.04:LTS", "openssl", "pkg:deb/ubuntu/openssl#22.04", "dpkg"),
        ("Ubuntu:Pro:18.04:LTS", "openssl", "pkg:deb/ubuntu/openssl#18.04", "dpkg"),
        ("Alpine:v3.18", "expat", "pkg:apk/alpine/expat#3.18", "apk"),
        ("AlmaLinux:9", "zlib", "pkg:rpm/almalinux/zlib#9", "rpm"),
        ("Red Hat:enterprise_linux:9::appstream", "pcp", "pkg:rpm/redhat/pcp#9", "rpm"),
        ("openEuler:24.03-LTS", "zlib", "pkg:rpm/openeuler/zlib#24.03-lts", "rpm"),
        ("PyPI", "Flask_Login", "pkg:pypi/flask-login", "pep440"),
        ("npm", "@scope/thing", "pkg:npm/@scope/thing", "semver"),
        ("Go", "github.com/x/y", "pkg:golang/github.com/x/y", "go"),
        ("crates.io", "time", "pkg:cargo/time", "semver"),
        ("Maven", "org.x:thing", "pkg:maven/org.x/thing", "maven"),
        ("Packagist", "x/y", "pkg:composer/x/y", "composer"),
        ("Never Heard: 1", "x", "pkg:never-heard/x", "never heard"),
        ("Linux", "Kernel", "software:linux", "kernel"),
    ],
)
def test_a_package_is_named_by_its_ecosystem(
    tmp_path: Path, ecosystem: str, name: str, product: str, order: str
) -> None:
    found = said(tmp_path, packaged(ecosystem, name, *OLD))

    assert [(each.product, each.order, each.spans) for each in found] == [
        (product, order, (Span(None, "1.2"),))
    ]


@pytest.mark.parametrize(
    ("events", "spans"),
    [
        (
            [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"fixed": "2.1"}],
            [(None, "1.2"), ("2.0", "2.1")],
        ),
        (
            [{"introduced": "0"}, {"introduced": "2.0"}, {"fixed": "2.1"}, {"fixed": "1.2"}],
            [(None, "1.2"), ("2.0", "2.1")],
        ),
        ([{"fixed": "1.2"}, {"introduced": "1.0"}], [("1.0", "1.2")]),
        ([{"introduced": "1.0"}], [("1.0", None)]),
        ([{"introduced": "0"}], [(None, None)]),
        ([{"introduced": "1.0"}, {"limit": "1.5"}], [("1.0", "1.5")]),
        ([{"introduced": "1.0"}, {"limit": "*"}], [("1.0", None)]),
    ],
)
def test_events_are_ranges_from_the_oldest_on(
    tmp_path: Path, events: list[dict[str, str]], spans: list[tuple[str | None, str | None]]
) -> None:
    found = said(tmp_path, packaged("npm", "x", *events, kind="SEMVER"))

    assert [(span.low, span.high) for span in found[0].spans] == spans


def test_the_last_affected_version_is_hit_itself_and_is_no_fix(tmp_path: Path) -> None:
    found = said(tmp_path, packaged("npm", "x", {"introduced": "5.15.12"}, {"last_affected": "5.15.12"}))

    assert (found[0].spans, found[0].fixed) == ((Span("5.15.12", "5.15.12", high_closed=True),), ())


@pytest.mark.parametrize(
    ("urgency", "why"), [("unimportant", reason("debian.unimportant")), ("not yet assigned", None), (7, None)]
)
def test_debians_word_that_it_does_not_matter_is_kept(tmp_path: Path, urgency: Any, why: str | None) -> None:
    found = said(tmp_path, packaged("Debian:11", "x", *OLD, ecosystem_specific={"urgency": urgency}))

    assert [each.why for each in found] == [why]


def test_mixed_up_events_in_an_unknown_order_are_no_range(tmp_path: Path) -> None:
    mixed = [{"introduced": "0"}, {"introduced": "2"}, {"fixed": "1"}]

    assert said(tmp_path, packaged("Never", "x", *mixed)) == ()


def test_a_list_of_versions_counts_where_the_order_is_not_known(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        packaged("Never Heard", "x/y", *OLD, versions=["v1.0", "1.1"]),
        packaged("npm", "z", *OLD, versions=["1.0.0"]),
    )

    assert [(each.spans, each.exact) for each in found] == [
        ((Span(None, "1.2"),), ("1.0", "1.1")),
        ((Span(None, "1.2"),), ()),
    ]


def test_a_distributions_record_becomes_one_a_cve_and_says_where_it_comes_from(tmp_path: Path) -> None:
    records = some(
        tmp_path,
        osv("DSA-5000-1", packaged("Debian:11", "x", *OLD), related=["CVE-2024-1111", "CVE-2024-2222"]),
        osv("DEBIAN-CVE-2024-3333", packaged("Debian:11", "x", *OLD), upstream=["CVE-2024-3333"]),
        osv(
            "USN-1-1",
            packaged("Ubuntu:22.04:LTS", "x", *OLD),
            upstream=["CVE-2024-4444", "UBUNTU-CVE-2024-4444"],
        ),
    )

    assert [(each.id, each.origin, each.aliases) for each in records] == [
        ("CVE-2024-1111", "DSA-5000-1", ("DSA-5000-1",)),
        ("CVE-2024-2222", "DSA-5000-1", ("DSA-5000-1",)),
        ("CVE-2024-3333", "DEBIAN-CVE-2024-3333", ("DEBIAN-CVE-2024-3333",)),
        ("CVE-2024-4444", "USN-1-1", ("USN-1-1",)),
    ]


def test_a_record_is_named_by_its_cve_but_not_by_one_that_is_only_related(tmp_path: Path) -> None:
    records = some(
        tmp_path,
        osv("GHSA-aaaa-bbbb-cccc", aliases=["CVE-2024-1111", "PYSEC-2024-1"]),
        osv("GHSA-dddd-eeee-ffff", related=["CVE-2024-2222"]),
    )

    assert [(each.id, each.aliases) for each in records] == [
        ("CVE-2024-1111", ("GHSA-aaaa-bbbb-cccc", "PYSEC-2024-1")),
        ("GHSA-dddd-eeee-ffff", ()),
    ]


def test_bitnami_names_known_software_by_its_cpe_and_never_by_its_own_name_alone(tmp_path: Path) -> None:
    def of(name: str, cpe: str) -> list[str]:
        entry = packaged("Bitnami", name, *OLD, kind="SEMVER")
        return [each.product for each in said(tmp_path, entry, database_specific={"cpes": [cpe]})]

    assert of("nginx", "cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*") == ["pkg:bitnami/nginx", "software:nginx"]
    assert of("mongoose", "cpe:2.3:a:mongoosejs:mongoose:*:*:*:*:*:node.js:*:*") == ["pkg:bitnami/mongoose"]


def test_a_projects_tags_are_its_versions(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        fuzzed(
            "libexpat",
            "https://github.com/libexpat/libexpat.git",
            versions=["R_2_4_1", "R_2_4_2", "nonsense"],
        ),
    )

    assert {each.product for each in found} == {"software:expat", "pkg:github/libexpat/libexpat"}
    assert {each.exact for each in found} == {("2.4.1", "2.4.2")}


def test_a_project_of_the_same_name_from_elsewhere_is_not_the_known_software(tmp_path: Path) -> None:
    found = said(tmp_path, fuzzed("mongoose", "https://github.com/Automattic/mongoose", versions=["5.0.0"]))

    assert {each.product for each in found} == {"pkg:generic/mongoose", "pkg:github/automattic/mongoose"}


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://gitlab.com/libtiff/libtiff", True),
        ("https://github.com/mirror/busybox", True),
        ("https://github.com/samba-team/samba.git", True),
        ("https://gitlab.gnome.org/GNOME/libxml2", True),
        ("https://sourceware.org/git/glibc.git", True),
        ("https://gitlab.com/somebody/libtiff", False),
        ("https://github.com/somebody/busybox", False),
        ("https://sourceware.org/git/unheard-of.git", False),
    ],
)
def test_a_mirror_is_known_by_its_owner_or_host_and_a_fork_is_not(
    tmp_path: Path, url: str, named: bool
) -> None:
    entry = {"ranges": [{"type": "GIT", "repo": url, "events": [{"introduced": "0"}]}], "versions": ["v1.0"]}

    assert any(each.product.startswith("software:") for each in said(tmp_path, entry)) is named


def test_a_weakness_that_no_release_ever_had_is_no_match(tmp_path: Path) -> None:
    assert said(tmp_path, fuzzed("x", "https://github.com/x/x", versions=[])) == ()


def test_commits_without_any_list_of_tags_are_marked(tmp_path: Path) -> None:
    assert [each.git for each in said(tmp_path, fuzzed("x", "https://github.com/x/x"))] == [True, True]


def test_a_long_list_of_tags_is_one_span_a_series(tmp_path: Path) -> None:
    tags = [f"v8.2.{n:04}" for n in range(1, 200)] + ["v9.0.0001", "v9.0.0002", "v9.1.7"]

    found = said(tmp_path, fuzzed("x", "https://github.com/x/x", versions=tags))

    assert found[0].spans == (
        Span("8.2.0001", "8.2.0199", high_closed=True),
        Span("9.0.0001", "9.0.0002", high_closed=True),
    )
    assert found[0].exact == ("9.1.7",)


def test_scores_weaknesses_and_a_withdrawal_are_taken(tmp_path: Path) -> None:
    v3 = {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}
    entry = {**packaged("npm", "x", *OLD), "severity": [v3, {"type": "Ubuntu", "score": "medium"}]}

    record = some(
        tmp_path,
        osv(
            "GHSA-aaaa-bbbb-cccc",
            entry,
            withdrawn="2024-02-02T00:00:00Z",
            database_specific={"cwe_ids": ["CWE-79", "CWE-79x!"]},
        ),
    )[0]

    assert record.scores == (Score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", None, "GHSA"),)
    assert (record.weaknesses, record.withdrawn) == (("CWE-79",), True)


def test_an_ecosystems_zip_is_read_record_by_record(tmp_path: Path) -> None:
    members = {"DSA-1-1.json": lines(osv("DSA-1-1", packaged("Debian:11", "x", *OLD))), "DSA-2-1.json": b"[]"}
    path = written(tmp_path, zipped(members), "all.zip")

    records, skipped = read(FEED, path)

    assert FEED.mine(opened(path))
    assert ([each.id for each in records], [each.where for each in skipped]) == (
        ["DSA-1-1"],
        ["DSA-2-1.json"],
    )


def test_yaml_with_aliases_or_of_another_form_is_skipped(tmp_path: Path) -> None:
    good = b"id: OSV-2024-1\nmodified: 2024-01-02T00:00:00Z\nsummary: x\n"
    bomb = b"id: OSV-2024-2\na: &a [x, x]\nb: [*a, *a]\n"
    path = written(
        tmp_path,
        tarred({"v/OSV-2024-1.yaml": good, "v/OSV-2024-2.yaml": bomb, "v/OSV-2024-3.yaml": b"id: [\n"}),
        "v.tar",
    )

    records, skipped = read(FEED, path)

    assert [(each.id, each.modified) for each in records] == [("OSV-2024-1", "2024-01-02T00:00:00Z")]
    assert [each.where for each in skipped] == ["v/OSV-2024-2.yaml", "v/OSV-2024-3.yaml"]


@given(st.text(alphabet="id: OSV-2024-1\n{}[]!&*?|>'\"%@`,#", max_size=60))
def test_no_yaml_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    data = b"id: OSV-2024-1\n" + text.encode()
    path = written(tmp_path_factory.mktemp("yaml"), tarred({"v/OSV-2024-1.yaml": data}), "v.tar")

    records, skipped = read(FEED, path)

    assert len(records) + len(skipped) == 1


@pytest.mark.parametrize(
    "text",
    [b"[" * 50_000, b"? {a: b}\n: c\n", b"a: !!binary x\n", b"a: !!python/none x\n", b"a: !!set {b}\n"],
)
def test_yaml_of_strange_kinds_is_read_or_skipped(tmp_path: Path, text: bytes) -> None:
    path = written(tmp_path, tarred({"v/OSV-2024-1.yaml": b"id: OSV-2024-1\n" + text}), "v.tar")

    records, skipped = read(FEED, path)

    assert len(records) + len(skipped) == 1


def test_one_bad_record_costs_only_itself(tmp_path: Path) -> None:
    bad = osv("GHSA-aaaa-bbbb-cccc", {"package": "x"})

    records, skipped = read(FEED, written(tmp_path, lines(bad, osv(""), osv("GHSA-dddd-eeee-ffff"))))

    assert [each.id for each in records] == ["GHSA-dddd-eeee-ffff"]
    assert [each.where for each in skipped] == ["line 1", "?"]


def fuzzed(project: str, repository: str, **fields: Any) -> dict[str, Any]:
    events = [{"introduced": "a" * 40}, {"fixed": "b" * 40}]
    ranges = [{"type": "GIT", "repo": repository, "events": events}]
    return {"package": {"ecosystem": "OSS-Fuzz", "name": project}, "ranges": ranges, **fields}


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()
