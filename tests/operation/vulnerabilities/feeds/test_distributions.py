"""Distributions: what each says of its own packages, and of upstream."""

import json
from pathlib import Path

import pytest

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds import feed
from mamoru.operation.vulnerabilities.feeds.alpine_secdb import FEED as ALPINE
from mamoru.operation.vulnerabilities.feeds.arch import FEED as ARCH
from mamoru.operation.vulnerabilities.feeds.freebsd_vuxml import FEED as FREEBSD
from mamoru.operation.vulnerabilities.feeds.gentoo_glsa import FEED as GENTOO
from mamoru.operation.vulnerabilities.feeds.netbsd_pkgsrc import FEED as PKGSRC
from mamoru.operation.vulnerabilities.feeds.netbsd_pkgsrc import alternates
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.feeds.ubuntu_tracker import FEED as UBUNTU
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Span
from material.feed_files import held, on_lines, one, records, skipped, told

VUXML = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE vuxml PUBLIC "-//vuxml.org//DTD VuXML 1.1//EN" "http://www.vuxml.org/dtd/vuxml-1/vuxml-11.dtd">
<vuxml xmlns="http://www.vuxml.org/apps/vuxml-1"><vuln vid="v1"><topic>curl -- x</topic><affects><package>
<name>curl</name><range><ge>7.69.0</ge><lt>8.4.0</lt></range></package></affects><references>
<cvename>CVE-2023-38545</cvename></references><dates><entry>2023-10-11</entry></dates></vuln>
<vuln vid="v2"><cancelled/></vuln></vuxml>"""


def secfixes(**fixes: list[str]) -> dict[str, object]:
    """A line of Alpine's secdb for curl in 3.18."""
    return {"distroversion": "v3.18", "reponame": "main", "pkg": {"name": "curl", "secfixes": fixes}}


def glsa(vulnerable: list[dict[str, str]], unaffected: list[dict[str, str]], *cves: str) -> dict[str, object]:
    """A GLSA on curl."""
    package = {"Name": "net-misc/curl", "Vulnerable": vulnerable, "Unaffected": unaffected}
    uri = [{"Text": cve, "Link": ""} for cve in cves]
    return {
        "ID": "202601-01",
        "Title": "curl",
        "Affected": {"Package": [package]},
        "References": {"URI": uri},
    }


def test_alpine_names_the_fixed_package_of_a_release_and_upstreams_bound(tmp_path: Path) -> None:
    record = one(ALPINE, tmp_path, secfixes(**{"8.4.0-r0": ["CVE-2023-38545"]}))

    affected = told(record, "pkg:apk/alpine/curl#3.18")

    assert (affected.order, affected.spans, affected.fixed) == (
        "apk",
        (Span(None, "8.4.0-r0"),),
        ("8.4.0-r0",),
    )
    assert told(record, "software:curl").spans == (Span(None, "8.4.0"),)


def test_alpine_that_patched_says_nothing_of_upstream(tmp_path: Path) -> None:
    record = one(ALPINE, tmp_path, secfixes(**{"8.3.0-r2": ["CVE-2023-38545"]}))

    assert [affected.product for affected in record.affected] == ["pkg:apk/alpine/curl#3.18"]


def test_alpine_of_version_zero_is_not_affected(tmp_path: Path) -> None:
    record = one(ALPINE, tmp_path, secfixes(**{"0": ["CVE-2023-38545 (only with OpenLDAP)"]}))

    affected = told(record, "pkg:apk/alpine/curl#3.18")

    assert (affected.state, affected.every, affected.why) == ("not-affected", True, "only with OpenLDAP")


def test_alpine_is_read_as_it_is_published_too(tmp_path: Path) -> None:
    packages = [{"pkg": {"name": "curl", "secfixes": {"8.4.0-r0": ["CVE-2023-38545"]}}}, {"pkg": 1}]
    file = held(tmp_path, json.dumps({"apkurl": "x", "distroversion": "v3.18", "packages": packages}))

    [record] = records(ALPINE, file)

    assert ALPINE.mine(file)
    assert told(record, "pkg:apk/alpine/curl#3.18").fixed == ("8.4.0-r0",)
    assert len(skipped(ALPINE, file)) == 1


@pytest.mark.parametrize(
    ("status", "fixed", "state", "span"),
    [
        ("Fixed", "8.4.0-1", "affected", (Span(None, "8.4.0-1"),)),
        ("Vulnerable", None, "affected", (Span("8.3.0-1"),)),
        ("Not affected", None, "not-affected", ()),
    ],
)
def test_arch_says_fixed_vulnerable_or_not_affected(
    status: str, fixed: str | None, state: str, span: tuple[Span, ...], tmp_path: Path
) -> None:
    group = {
        "name": "AVG-1",
        "packages": ["curl"],
        "status": status,
        "issues": ["CVE-2023-38545"],
        "affected": "8.3.0-1",
        "fixed": fixed,
    }

    affected = told(one(ARCH, tmp_path, group), "pkg:alpm/arch/curl")

    assert (affected.state, affected.spans) == (state, span)


def test_arch_says_that_a_bound_of_a_group_is_an_upper_one(tmp_path: Path) -> None:
    group = {
        "name": "AVG-1",
        "packages": ["curl"],
        "status": "Fixed",
        "issues": ["CVE-2023-38545", "CVE-2023-38546"],
        "fixed": "8.4.0-1",
    }

    first, _ = records(ARCH, held(tmp_path, on_lines([group])))

    assert told(first, "software:curl").why == reason("upper.arch-several", "curl")


def test_a_state_of_arch_that_is_unknown_is_told(tmp_path: Path) -> None:
    group = {"name": "AVG-1", "packages": ["curl"], "status": "Unknown", "issues": ["CVE-2023-38545"]}

    assert [each.why for each in skipped(ARCH, held(tmp_path, on_lines([group])))] == ["its state is Unknown"]


def test_gentoo_bounds_a_version_within_its_slot(tmp_path: Path) -> None:
    vulnerable = [
        {"Range": "lt", "Slot": "9.4", "Text": "9.4.26"},
        {"Range": "lt", "Slot": "0", "Text": "8.1"},
    ]
    unaffected = [
        {"Range": "ge", "Slot": "9.4", "Text": "9.4.26"},
        {"Range": "rge", "Slot": "", "Text": "8.0-r3"},
    ]

    affected = told(
        one(GENTOO, tmp_path, glsa(vulnerable, unaffected, "CVE-2026-1234")), "pkg:ebuild/net-misc/curl"
    )

    assert affected.spans == (Span("9.4", "9.4.26"), Span(None, "8.1"))
    assert affected.spared == (Span("9.4.26", "9.5"), Span("8.0-r3", "8.0-r99999", high_closed=True))


def test_a_bound_of_gentoo_for_several_says_so(tmp_path: Path) -> None:
    entry = glsa([{"Range": "lt", "Text": "8.4.0"}], [], "CVE-2026-1234", "CVE-2026-1235")

    first, second = records(GENTOO, held(tmp_path, on_lines([entry])))

    assert told(first, "software:curl") == told(second, "software:curl")
    assert told(first, "software:curl").why == reason("gentoo.bound-several", "GLSA-202601-01", 2)


def test_a_range_that_gentoo_does_not_know_is_skipped(tmp_path: Path) -> None:
    entry = glsa([{"Range": "about", "Text": "8.4.0"}], [], "CVE-2026-1234")

    assert [each.why for each in skipped(GENTOO, held(tmp_path, on_lines([entry])))] == ["not a range: about"]


def test_freebsd_is_read_as_it_is_published(tmp_path: Path) -> None:
    file = held(tmp_path, VUXML)

    [record] = records(FREEBSD, file)

    assert FREEBSD.mine(file)
    assert (record.id, record.published) == ("CVE-2023-38545", "2023-10-11")
    assert told(record, "pkg:freebsd/curl").spans == (Span("7.69.0", "8.4.0"),)
    assert told(record, "software:curl").spans == (Span("7.69.0", "8.4.0"),)


def test_freebsd_takes_no_entity(tmp_path: Path) -> None:
    text = VUXML.replace('vuxml-11.dtd">', 'vuxml-11.dtd" [<!ENTITY x "y">]>')

    with pytest.raises(FormatError):
        list(FREEBSD.read(held(tmp_path, text)))


@pytest.mark.parametrize(
    ("pattern", "name", "span"),
    [
        ("curl<8.4.0", "curl", Span(None, "8.4.0")),
        ("curl>=7.69.0<8.4.0", "curl", Span("7.69.0", "8.4.0")),
        ("curl>7.69.0<=8.4.0", "curl", Span("7.69.0", "8.4.0", low_open=True, high_closed=True)),
        ("curl>=7.69.0", "curl", Span("7.69.0")),
        ("py39-curl<8.4.0", "py39-curl", Span(None, "8.4.0")),
    ],
)
def test_a_pattern_of_pkgsrc_is_a_name_with_bounds(
    pattern: str, name: str, span: Span, tmp_path: Path
) -> None:
    record = one(
        PKGSRC,
        tmp_path,
        {
            "package": pattern,
            "type_of_exploit": "x",
            "url": "https://nvd.nist.gov/vuln/detail/CVE-2023-38545",
        },
    )

    assert told(record, f"pkg:pkgsrc/{name}").spans == (span,)


def test_a_pattern_of_every_version_and_one_of_a_single_version(tmp_path: Path) -> None:
    lines = "# $NetBSD: pkg-vulnerabilities,v 1.1 2026/01/02 03:04:05 x Exp $\nwolfssl-[0-9]*\tx\thttps://x/CVE-2026-1234\ncurl-8.3.0 x https://x/CVE-2026-1235\n"

    file = held(tmp_path, lines, "pkg-vulnerabilities")

    first, second = records(PKGSRC, file)

    assert PKGSRC.as_of(file) == "2026-01-02"

    assert told(first, "pkg:pkgsrc/wolfssl").every
    assert told(second, "pkg:pkgsrc/curl").exact == ("8.3.0",)


def test_braces_stand_for_several_names() -> None:
    assert alternates("py{27,38}-{a,b}<1") == ["py27-a<1", "py27-b<1", "py38-a<1", "py38-b<1"]


@pytest.mark.parametrize("pattern", ["py{27-a<1", "{a,b}" * 20 + "<1", "x" * 400, "curl<8.4.0<9", "curl~8"])
def test_a_pattern_that_is_not_read_is_skipped(pattern: str, tmp_path: Path) -> None:
    entry = {"package": pattern, "type_of_exploit": "x", "url": "https://x/CVE-2026-1234"}

    assert len(skipped(PKGSRC, held(tmp_path, on_lines([entry])))) == 1


@pytest.mark.parametrize(
    ("text", "spans", "every", "state"),
    [
        ("released 7.68.0-1ubuntu2.23", (Span(None, "7.68.0-1ubuntu2.23"),), False, "affected"),
        ("pending 7.68.0-1ubuntu2.23", (Span(None, "7.68.0-1ubuntu2.23"),), False, "affected"),
        ("needed", (), True, "affected"),
        ("deferred 2024-05-01", (), True, "affected"),
        ("ignored change too intrusive", (), True, "affected"),
        ("not-affected 7.88.1-8ubuntu1", (), True, "not-affected"),
        ("not-affected code not present", (), True, "not-affected"),
    ],
)
def test_a_state_of_ubuntus_tracker(
    text: str, spans: tuple[Span, ...], every: bool, state: str, tmp_path: Path
) -> None:
    entry = {
        "candidate": "CVE-2023-38545",
        "packages": {"curl": {"focal": text, "upstream": "released 8.4.0-1"}},
    }

    record = one(UBUNTU, tmp_path, entry)

    affected = told(record, "pkg:deb/ubuntu/curl#20.04")
    assert (affected.spans, affected.every, affected.state) == (spans, every, state)
    assert told(record, "software:curl").spans == (Span(None, "8.4.0"),)


@pytest.mark.parametrize("text", ["DNE", "needs-triage"])
def test_what_ubuntu_has_not_judged_says_nothing(text: str, tmp_path: Path) -> None:
    assert (
        one(UBUNTU, tmp_path, {"candidate": "CVE-2023-38545", "packages": {"curl": {"focal": text}}}).affected
        == ()
    )


@pytest.fixture(scope="module")
def upstream_told(shared_data: Path) -> dict[str, set[str]]:
    """What the distributions' real files say of upstream's versions: the vulnerabilities by product."""
    names = {"alpine-secdb": "alpine-secdb", "arch-avg": "arch", "gentoo-glsa": "gentoo-glsa",
             "netbsd-pkgsrc": "netbsd-pkgsrc", "freebsd-vuxml": "freebsd-vuxml", "ubuntu-tracker": "ubuntu-tracker"}  # fmt: skip
    found: dict[str, set[str]] = {}
    for name, id in names.items():
        each = feed(id)
        assert each is not None
        for record in records(each, opened(shared_data / f"advisories/{name}.jsonl.xz")):
            for affected in record.affected:
                found.setdefault(affected.product, set()).add(record.id)
    return found


@pytest.mark.shared
@pytest.mark.parametrize(
    ("cve", "software"),
    [
        ("CVE-2022-0778", "openssl"),
        ("CVE-2021-3711", "openssl"),
        ("CVE-2023-0286", "openssl"),
        ("CVE-2022-40674", "expat"),
        ("CVE-2022-25235", "expat"),
        ("CVE-2022-23852", "expat"),
        ("CVE-2023-4863", "libwebp"),
        ("CVE-2021-42377", "busybox"),
        ("CVE-2023-38545", "curl"),
        ("CVE-2023-48795", "openssh"),
    ],
)
def test_the_well_known_ones_have_an_upstream_bound_of_a_distribution(
    cve: str, software: str, upstream_told: dict[str, set[str]]
) -> None:
    assert cve in upstream_told[f"software:{software}"]
