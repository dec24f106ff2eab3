"""What does not decide is told as undecided: broken bounds, prose, other numberings, branches nobody assessed."""

import json
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.versions.schemes import of_another_scheme
from mamoru.product.component import Component
from material.feed_documents import cve5, lines, written
from material.vulnerabilities import criterion, cve, part, store

FOO = "cpe:2.3:a:acme:foo:{}:*:*:*:*:*:*:*"


def foo(version: str) -> Component:
    return Component(name="foo", version=version, cpes=(FOO.format(version),))


def said_of_foo(tmp_path: Path, *versions: dict[str, str], default: str = "unaffected") -> Store:
    cpes = [FOO.format("*")]
    entry = {
        "vendor": "acme",
        "product": "foo",
        "cpes": cpes,
        "defaultStatus": default,
        "versions": list(versions),
    }
    record = json.dumps(cve5(entry, id="CVE-2026-2222")).encode()
    return store(tmp_path, files=[written(tmp_path, record, "CVE-2026-2222.json")])


def certainty(component: Component, vulnerabilities: Store) -> list[Certainty]:
    return [match.certainty for match in matched([component], vulnerabilities).matches]


def test_a_bound_that_excludes_itself_decides_nothing_and_the_others_still_speak(tmp_path: Path) -> None:
    vulnerabilities = said_of_foo(
        tmp_path,
        {"status": "affected", "version": "3.1.1", "lessThan": "3.1.1", "versionType": "semver"},
        {"status": "affected", "version": "2.0", "lessThan": "2.0.9", "versionType": "semver"},
    )

    assert certainty(foo("3.0.0"), vulnerabilities) == [Certainty.ORDER_UNKNOWN]
    assert certainty(foo("2.0.5"), vulnerabilities) == [Certainty.AFFECTED]


def test_bounds_in_the_wrong_order_decide_nothing(tmp_path: Path) -> None:
    curl = criterion("a:haxx:curl", versionStartIncluding="8.0", versionEndExcluding="7.0")
    vulnerabilities = store(tmp_path, cve("CVE-2026-1111", [curl]))

    assert certainty(part("curl", "7.5"), vulnerabilities) == [Certainty.ORDER_UNKNOWN]
    assert certainty(part("curl", "9.5"), vulnerabilities) == [Certainty.ORDER_UNKNOWN]


def test_a_bound_in_prose_is_undecided_and_shown(tmp_path: Path) -> None:
    vulnerabilities = said_of_foo(tmp_path, {"status": "affected", "version": "2021-05-18 onwards"})
    [match] = matched([foo("1.0.0")], vulnerabilities).matches

    assert match.certainty is Certainty.ORDER_UNKNOWN
    assert "2021-05-18 onwards" in match.words[0].why.ja


def test_prose_beside_a_range_leaves_what_the_range_decides(tmp_path: Path) -> None:
    vulnerabilities = said_of_foo(
        tmp_path,
        {"status": "affected", "version": "builds since spring 2021"},
        {"status": "affected", "version": "1.0", "lessThan": "1.2", "versionType": "custom"},
    )

    assert certainty(foo("1.1"), vulnerabilities) == [Certainty.AFFECTED]
    assert certainty(foo("1.3"), vulnerabilities) == [Certainty.ORDER_UNKNOWN]


@pytest.mark.parametrize(
    ("version", "bound"),
    [
        ("1.9.4", "r118"),
        ("1.0.0", "2021-05-18"),
        ("1.0.0", "20210518"),
        ("2.3", "2021.05.18"),
        ("1.21.3", "5-1.17"),
        ("1.2", "build7"),
    ],
)
def test_a_bound_that_is_numbered_in_another_way_decides_nothing(version: str, bound: str) -> None:
    assert of_another_scheme("generic", version, bound)


@pytest.mark.parametrize(
    ("order", "version", "bound"),
    [
        ("generic", "1.9.4", "v1.9.5"), ("generic", "r117", "r118"), ("generic", "1.0.0", "2.0"), ("generic", "20210101", "20210518"),
        ("calendar", "0.52", "2013.59"), ("generic", "2021.1", "2021.05.18"), ("generic", "1.2-3", "1-2.3"), ("dpkg", "1.2-3", "5-1.17"),
        ("generic", "1.0", "0"), ("generic", "1.0", "ver1.2"),
    ],
)  # fmt: skip
def test_a_bound_that_is_numbered_alike_still_decides(order: str, version: str, bound: str) -> None:
    assert not of_another_scheme(order, version, bound)


def test_a_kerberos_release_is_compared_by_its_own_number_whatever_its_list_writes_before_it(
    tmp_path: Path,
) -> None:
    vulnerabilities = store(
        tmp_path,
        cve("CVE-2018-20217", [criterion("a:mit:kerberos", versionEndExcluding="5-1.17")]),
        cve("CVE-2000-0546", [criterion("a:mit:kerberos", versionEndExcluding="4.0")]),
    )

    assert {
        m.vulnerability: m.certainty for m in matched([part("krb5", "1.21.3")], vulnerabilities).matches
    } == {"CVE-2000-0546": Certainty.ORDER_UNKNOWN}
    assert Certainty.AFFECTED in certainty(part("krb5", "1.16"), vulnerabilities)


OPENSSL = [
    criterion("a:openssl:openssl", versionStartIncluding="1.0.2", versionEndExcluding="1.0.2zd"),
    criterion("a:openssl:openssl", versionStartIncluding="1.1.1", versionEndExcluding="1.1.1n"),
]


def published(on: str) -> dict[str, str]:
    return {"published": f"{on}T00:00:00.000"}


def test_a_branch_past_its_end_is_not_assessed_by_upstream_and_so_undecided(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2022-0778", OPENSSL, **published("2022-03-15")))
    [match] = matched([part("openssl", "1.0.1e")], vulnerabilities).matches

    assert match.certainty is Certainty.CONDITIONAL
    assert "1.0.1" in match.words[0].why.en
    assert "not assessed by upstream" in match.words[0].why.en


def test_a_branch_that_was_cared_for_when_it_was_published_is_simply_not_affected(tmp_path: Path) -> None:
    vulnerabilities = store(tmp_path, cve("CVE-2016-0001", OPENSSL, **published("2016-03-15")))

    assert certainty(part("openssl", "1.0.1e"), vulnerabilities) == []


def test_a_weakness_that_came_in_later_is_none_of_an_ended_branch(tmp_path: Path) -> None:
    came_in = criterion("a:openssl:openssl", versionStartIncluding="1.1.1d", versionEndExcluding="1.1.1n")
    only_new = criterion("a:openssl:openssl", versionStartIncluding="3.0.0", versionEndExcluding="3.0.8")
    vulnerabilities = store(
        tmp_path,
        cve("CVE-2022-0001", [came_in], **published("2022-03-15")),
        cve("CVE-2022-0002", [only_new], **published("2022-03-15")),
    )

    assert certainty(part("openssl", "1.0.1e"), vulnerabilities) == []


def debian(version: str) -> Component:
    return part("curl", "7.74.0", purl=f"pkg:deb/debian/curl@{version}?distro=debian-11")


def test_upstreams_range_on_a_package_with_backports_is_conditional_where_the_distribution_is_silent(
    tmp_path: Path,
) -> None:
    curl = criterion("a:haxx:curl", versionEndExcluding="7.80.0")
    vulnerabilities = store(tmp_path, cve("CVE-2026-0001", [curl]))
    [match] = matched([debian("7.74.0-1.3+deb11u14")], vulnerabilities).matches

    assert match.certainty is Certainty.CONDITIONAL
    assert "pkg:deb/debian/curl#11" in match.words[0].why.en
    assert certainty(part("curl", "7.74.0"), vulnerabilities) == [Certainty.AFFECTED]


def test_the_lowest_bound_from_above_of_a_series_goes_before_a_higher_one(tmp_path: Path) -> None:
    of_pkgsrc = {
        "package": "mbedtls<2.28.2",
        "type_of_exploit": "unspecified",
        "url": "https://nvd.nist.gov/vuln/detail/CVE-2022-46393",
    }
    bounds = {
        "Unaffected": [{"Range": "ge", "Slot": "", "Text": "2.28.7"}],
        "Vulnerable": [{"Range": "lt", "Slot": "", "Text": "2.28.7"}],
    }
    of_gentoo = {
        "ID": "202409-14", "Announced": "2024-09-22", "Product": {"Text": "mbedtls", "Type": "ebuild"},
        "Affected": {"Package": [{"Arch": "*", "Auto": "yes", "Name": "net-libs/mbedtls", **bounds}]},
        "References": {"URI": [{"Link": f"https://nvd.nist.gov/{id}", "Text": id} for id in ("CVE-2022-46393",)]},
    }  # fmt: skip
    files = [
        written(tmp_path, lines(of_gentoo), "gentoo-glsa.jsonl"),
        written(tmp_path, lines(of_pkgsrc), "netbsd-pkgsrc.jsonl"),
    ]
    vulnerabilities = store(tmp_path, files=files)

    assert certainty(part("mbedtls", "2.28.3"), vulnerabilities) == []
    assert Certainty.AFFECTED in certainty(part("mbedtls", "2.28.1"), vulnerabilities)
