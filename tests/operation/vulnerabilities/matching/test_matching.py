"""A match: every name, exact order, conditions and backports respected, and always a reason."""

import json
import lzma
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching import matched, near_misses
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.product.component import Component
from material.vulnerabilities import AT, criterion, cve, part, store

OPENSSL = criterion("a:openssl:openssl", versionStartIncluding="1.1.1", versionEndExcluding="1.1.1n")
CURL = criterion("a:haxx:curl", versionEndIncluding="7.88.0")
KERNEL = criterion("o:linux:linux_kernel", versionEndExcluding="5.11")
WINDOWS = criterion("o:microsoft:windows", vulnerable=False)


def found(components: list[Component], vulnerabilities: Store) -> list[tuple[str, str, Certainty]]:
    return [
        (match.vulnerability, match.component.name, match.certainty)
        for match in matched(components, vulnerabilities).matches
    ]


def test_a_version_in_a_range_is_affected_and_the_match_says_why(tmp_path: Path) -> None:
    told = matched([part("openssl", "1.1.1k")], store(tmp_path, cve("CVE-2022-0778", [OPENSSL]))).matches[0]

    assert (told.certainty, told.fixed) == (Certainty.AFFECTED, ("1.1.1n",))
    assert told.words[0].source == "nvd"
    assert told.words[0].why.en == (
        "cpe:a:openssl:openssl (software): 1.1.1k lies in the range >= 1.1.1, < 1.1.1n"
    )


def test_the_version_in_which_it_is_mended_is_not_affected(tmp_path: Path) -> None:
    assert found([part("openssl", "1.1.1n")], store(tmp_path, cve("CVE-2022-0778", [OPENSSL]))) == []


def test_an_upper_bound_that_is_included_is_affected(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2023-0001", [CURL]))

    assert found([part("curl", "7.88.0")], vulnerabilities) == [("CVE-2023-0001", "curl", Certainty.AFFECTED)]
    assert found([part("curl", "7.88.1")], vulnerabilities) == []


def test_a_version_that_is_named_is_affected_however_many_zeros_it_has(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2023-0002", [criterion("a:haxx:curl:8.0")]))

    assert len(found([part("curl", "8.0.0")], vulnerabilities)) == 1
    assert found([part("curl", "8.0.1")], vulnerabilities) == []


def test_every_version_is_told_as_such(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2010-4756", [criterion("a:gnu:glibc")]))

    assert found([part("glibc", "2.31")], vulnerabilities) == [
        ("CVE-2010-4756", "glibc", Certainty.ANY_VERSION)
    ]


def test_a_part_whose_version_is_not_known_is_never_called_affected(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2022-0778", [OPENSSL]))

    assert found([part("openssl", None)], vulnerabilities) == [
        ("CVE-2022-0778", "openssl", Certainty.VERSION_UNKNOWN)
    ]


def test_a_program_on_another_system_is_no_match_on_a_linux_device(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2024-47611", [CURL], [WINDOWS], joined="AND"))
    device = [part("linux", "5.10.223"), part("curl", "7.80.0")]

    assert found(device, vulnerabilities) == []
    assert "windows" in near_misses("CVE-2024-47611", device, vulnerabilities)[0].why.en


def test_without_a_system_in_sight_such_a_match_is_conditional(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2024-47611", [CURL], [WINDOWS], joined="AND"))

    assert found([part("curl", "7.80.0")], vulnerabilities) == [
        ("CVE-2024-47611", "curl", Certainty.CONDITIONAL)
    ]


def test_a_condition_that_another_component_meets_is_met(tmp_path: Path) -> None:
    on_linux = criterion("o:linux:linux_kernel", vulnerable=False)
    vulnerabilities = store(tmp_path, cve("CVE-2023-0003", [CURL], [on_linux], joined="AND"))

    assert found([part("curl", "7.80.0"), part("linux", "5.10.223")], vulnerabilities) == [
        ("CVE-2023-0003", "curl", Certainty.AFFECTED)
    ]


def test_a_program_that_runs_on_linux_is_no_vulnerability_of_the_kernel(tmp_path: Path) -> None:
    chrome = criterion("a:google:chrome", versionEndExcluding="120")
    on_linux = criterion("o:linux:linux_kernel", vulnerable=False)
    vulnerabilities = store(tmp_path, cve("CVE-2023-7024", [chrome], [on_linux], joined="AND"))

    assert found([part("linux", "5.10.223")], vulnerabilities) == []


def test_a_plugin_for_another_program_is_not_ours(tmp_path: Path) -> None:
    plugin = criterion("a:haxx:curl:*:*:*:*:*:node.js", versionEndExcluding="9")
    vulnerabilities = store(tmp_path, cve("CVE-2023-0004", [plugin]))

    assert found([part("curl", "7.80.0"), part("linux", "5.10.223")], vulnerabilities) == []


def test_both_vendors_of_one_product_are_known(tmp_path: Path) -> None:
    vulnerabilities = store(
        tmp_path,
        cve("CVE-2020-0001", [criterion("a:thekelleys:dnsmasq", versionEndExcluding="2.83")]),
        cve("CVE-2020-0002", [criterion("a:dnsmasq:dnsmasq", versionEndExcluding="2.83")]),
    )

    assert len(found([part("dnsmasq", "2.80")], vulnerabilities)) == 2


def test_a_part_that_is_no_known_software_is_matched_by_its_own_cpe(tmp_path: Path) -> None:
    vulnerabilities = store(
        tmp_path, cve("CVE-2021-0001", [criterion("a:acme:anvil", versionEndExcluding="2.0")])
    )
    anvil = Component(name="anvil", version="1.4", cpes=("cpe:2.3:a:acme:anvil:1.4:*:*:*:*:*:*:*",))

    assert found([anvil], vulnerabilities) == [("CVE-2021-0001", "anvil", Certainty.AFFECTED)]


def test_a_name_that_only_looks_alike_is_no_match(tmp_path: Path) -> None:
    vulnerabilities = store(
        tmp_path, cve("CVE-2022-0778", [criterion("a:other:openssl", versionEndExcluding="9")])
    )

    assert found([part("openssl", "1.1.1k")], vulnerabilities) == []


def test_a_tool_of_the_build_is_not_inside_the_product(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2022-0778", [OPENSSL]))

    assert found([part("openssl", "1.1.1k", tool=True)], vulnerabilities) == []


def debian(version: str, release: str = "11") -> Component:
    purl = f"pkg:deb/debian/libssl1.1@{version.replace('+', '%2B')}?distro=debian-{release}&upstream=openssl"
    return part("openssl", version.partition("-")[0], purl=purl)


def osv(folder: Path, fixed: str) -> Path:
    """The record of a distribution that mended a vulnerability in its own package."""
    record = {
        "id": "CVE-2022-0778",
        "modified": "2024-01-01T00:00:00Z",
        "affected": [
            {
                "package": {"ecosystem": "Debian:11", "name": "openssl"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
            }
        ],
    }
    path = folder / "debian.json"
    path.write_text(json.dumps(record))
    return path


def test_a_backported_fix_is_not_reported_and_the_distribution_is_named(tmp_path: Path) -> None:
    upstream = cve("CVE-2022-0778", [OPENSSL])
    vulnerabilities = store(tmp_path, upstream, files=[osv(tmp_path, "1.1.1k-1+deb11u2")])

    mended = matched([debian("1.1.1k-1+deb11u2")], vulnerabilities)

    assert mended.matches == ()
    assert [(near.source, near.vulnerability) for near in mended.ruled_out] == [("osv", "CVE-2022-0778")]
    assert "1.1.1k-1+deb11u2" in mended.ruled_out[0].why.en


def test_the_same_upstream_version_without_the_backport_is_reported(tmp_path: Path) -> None:
    upstream = cve("CVE-2022-0778", [OPENSSL])
    vulnerabilities = store(tmp_path, upstream, files=[osv(tmp_path, "1.1.1k-1+deb11u2")])

    assert len(found([debian("1.1.1k-1+deb11u1")], vulnerabilities)) == 1
    assert len(found([part("openssl", "1.1.1k")], vulnerabilities)) == 1
    assert len(found([debian("1.1.1k-1", release="12")], vulnerabilities)) == 1


def counted_from_commits(folder: Path, *versions: str) -> Path:
    """A record of OSV that lists releases of curl, as it counts them out from commits."""
    events = [{"introduced": "b8d1366852fd0034374c5de1e4968c7a224f77cc"}]
    record = {
        "id": "CVE-2023-0001",
        "modified": "2024-01-01T00:00:00Z",
        "affected": [
            {
                "ranges": [{"type": "GIT", "repo": "https://github.com/curl/curl", "events": events}],
                "versions": [f"curl-{version.replace('.', '_')}" for version in versions],
            }
        ],
    }
    path = folder / "osv.json"
    path.write_text(json.dumps(record))
    return path


def test_a_release_counted_out_from_commits_gives_way_to_an_exact_range(tmp_path: Path) -> None:
    listed = counted_from_commits(tmp_path, "7.88.0", "7.88.1")
    vulnerabilities = store(tmp_path, cve("CVE-2023-0001", [CURL]), files=[listed])

    assert len(found([part("curl", "7.88.0")], vulnerabilities)) == 1
    assert found([part("curl", "7.88.1")], vulnerabilities) == []


def test_where_nobody_states_an_exact_range_such_a_release_counts(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, files=[counted_from_commits(tmp_path, "7.88.1")])

    assert len(found([part("curl", "7.88.1")], vulnerabilities)) == 1


def test_coverage_says_which_source_speaks_of_which_years_and_which_part_nobody_knows(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2022-0778", [OPENSSL]), cve("CVE-2021-3711", [OPENSSL]))
    unknown = Component(name="our-daemon", version="1.0")

    known, nobody = matched([part("openssl", "3.0.0"), unknown], vulnerabilities).coverage

    assert [(source.name, source.years) for source in known.sources] == [("nvd", {2021: 1, 2022: 1})]
    assert nobody.sources == ()


@pytest.mark.shared
def test_the_mini_firmware_has_the_vulnerabilities_that_a_plain_match_gives(
    shared_data: Path, tmp_path: Path
) -> None:
    records = shared_data / "nvd-embedded.json.xz"
    feed = tmp_path / "nvd-embedded.json"
    feed.write_bytes(lzma.decompress(records.read_bytes()))
    build([feed], tmp_path / "store.db", at=AT, workers=0)
    expected = json.loads((shared_data / "firmware" / "mini.expected_cves.json").read_bytes())["mini"]
    ids = {"libpng1.6": "libpng", "sqlite3": "sqlite", "xz-utils": "xz"}
    parts = [
        part(ids.get(name.split()[0], name.split()[0]), name.split()[1]) for name in expected["components"]
    ]

    matches = matched([*parts, part("linux", "5.10.223")], Store(tmp_path / "store.db")).matches

    got: dict[str, set[str]] = {each.name: set() for each in parts}
    sure: dict[str, set[str]] = {each.name: set() for each in parts}
    for match in matches:
        if match.component.name != "linux":
            got[match.component.name].add(match.vulnerability)
            if match.certainty is Certainty.AFFECTED:
                sure[match.component.name].add(match.vulnerability)
    for name, classes in expected["components"].items():
        id = ids.get(name.split()[0], name.split()[0])
        assert set(classes["sure"]) <= sure[id], name
        assert got[id] <= {c for kind in classes.values() for c in kind}, name


def test_a_name_without_a_version_says_nothing_of_a_version_that_is_known(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2016-7545", [criterion("a:selinux_project:selinux:-")]))

    assert found([part("libselinux", "3.1")], vulnerabilities) == []
    assert found([part("libselinux", None)], vulnerabilities) == [
        ("CVE-2016-7545", "libselinux", Certainty.VERSION_UNKNOWN)
    ]


def test_a_kernel_weakness_whose_beginning_nobody_knows_is_conditional(tmp_path: Path) -> None:
    line = {
        "id": "CVE-2023-0386",
        "first": "v2.6.12-rc2",
        "fixed": "v6.2-rc6",
        "streams": {"5.15": "5.15.91"},
    }
    lines = tmp_path / "kernel-older.jsonl"
    lines.write_text(
        json.dumps({**line, "fixes": "4f11ada10d0ad3fd53e2bd67806351de63a4f9c3"}, separators=(",", ":"))
    )
    vulnerabilities = store(tmp_path, files=[lines])

    assert found([part("linux", "5.10.223")], vulnerabilities) == [
        ("CVE-2023-0386", "linux", Certainty.CONDITIONAL)
    ]
    assert found([part("linux", "5.15.91")], vulnerabilities) == []
