"""Versions sort as their makers count them, and what is no version has no key."""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.versions import key, known_order, order_of, orders
from mamoru.product.software.model import Order

ASCENDING = {
    "generic": [
        "0.9", "1.0-dev", "1.0test1", "1.0-alpha", "1.0a2", "1.0beta", "1.0b1", "1.0-beta2", "1.0-pre3", "1.0rc1",
        "1.0-rc2", "1.0", "1.0a", "1.0b", "1.0p1", "1.0p2", "1.0.1", "1.0.9", "1.0.10", "1.2.3-beta2", "1.2.3", "1.2.*",
        "2.12.99", "2.13.0-dev", "2.13.0", "10.2.1", "20200101",
    ],
    "patch-letter": ["4.2.8p9", "4.2.8p15", "4.2.9", "6a", "6b", "9c", "9d", "9.1", "9.1a"],
    "calendar": ["0.53.1", "2013.62", "2017.01-rc1", "2017.01", "s20190709", "2020.81", "2021.11.22", "20211123"],
    "openssl": [
        "0.9.8zg", "0.9.8zh", "1.0.0-beta1", "1.0.0-beta2", "1.0.0", "1.0.2", "1.0.2a", "1.0.2z", "1.0.2za", "1.0.2zb",
        "1.0.2zd", "1.1.0-pre1", "1.1.0", "1.1.1-pre9", "1.1.1", "1.1.1w", "3.0.0-alpha17", "3.0.0-beta2", "3.0.0",
        "3.0.2", "3.0.10", "3.1",
    ],
    "openssh": ["8.3p1", "8.4p1", "8.5", "9.9p1", "9.9p2", "10.0"],
    "kernel": [
        "2.4.0-test1", "2.4", "2.6.16-rc7", "2.6.16", "2.6.16.1", "4.9.84-sigma", "5.10-rc3", "v5.10", "5.10.223",
        "5.10.*", "5.11-rc1", "5.11", "6.6.9", "6.6.23",
    ],
    "dpkg": ["1.0~rc1-1", "1.0-1~deb12u1", "1.0-1", "1.0-1+deb12u1", "1.0-1.1", "1.0a-1", "1.0+dfsg-1", "1.0.1-1", "1:0.1"],
    "rpm": [
        "1.0~rc1-1", "1.0", "1.0-1.el8", "1.0-1.el8_9", "1.0-2", "1.0^20240101-1", "1.0a-1", "1.0.a-2", "1.0.1-1", "1.0010-1",
        "1:0.9-1",
    ],
    "apk": ["1.0_alpha", "1.0_rc1", "1.0_rc2", "1.0-r0", "1.0-r1", "1.0_git20200101", "1.0_p1", "1.0a", "1.0.05", "1.0.1"],
    "pep440": ["1.0.dev1", "1.0a1.dev1", "1.0a1", "1.0b1", "1.0rc1", "1.0", "1.0+local", "1.0.post1", "1.0.1", "1!0.1"],
    "semver": ["1.0.0-1", "1.0.0-alpha", "1.0.0-rc.1", "1.0.0-rc.10", "1.0.0", "1.0.1", "1.1", "v2"],
    "go": [
        "v0.0.0-20180101000000-ffffffffffff", "v0.0.0-20190101000000-aaaaaaaaaaaa", "v0.1.0", "v1.2.4-0.20190101000000-abcdefabcdef",
        "1.2.4", "go1.21rc2", "go1.21", "1.21.1", "v2.0.0+incompatible",
    ],
    "rubygems": ["1.0.a", "1.0.b", "1.0.rc1", "1.0", "1.0.0.1", "1.0.1"],
    "nuget": ["1.0-ALPHA", "1.0-beta", "1.0", "1.0.0.1"],
    "maven": ["1.0-alpha-1", "1.0-beta-1", "1.0-m1", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp1", "1.0-x", "1.0-1", "1.0.1"],
    "pub": ["1.0.0-a", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.1"],
    "composer": ["dev-main", "1.0-dev", "1.0a1", "1.0b1", "1.0RC1", "1.0", "1.0.1", "1.0pl1", "1.10", "v2.0"],
    "kerberos": ["krb5-1.6.3", "5-1.16", "1.17", "5-1.17.2", "1.21.3"],
    "cran": ["0.1-2", "0.1-10", "0.2", "0.2.0"],
    "hackage": ["0.11.3.0", "1.0", "1.0.0", "1.0.0.1"],
}  # fmt: skip
SAME = {
    "generic": [
        ("1.0", "1.0.0"), ("1.0", "v1.0"), ("1.0-rc1", "1.0~RC1"), ("1.0.0-rc1", "1.0rc1"), ("4.2.8-p15", "4.2.8p15"),
        ("1.0.0a", "1.0a"), ("1.0+dfsg", "1.0"), ("release-1.2", "1.2"), ("1.0-final", "1.0"), ("012.05", "12.5"), ("n4.4", "4.4"), ("r.12.52", "12.52"), ("11.0.0-M1", "11.0.0-milestone1"),
    ],
    "calendar": [("20211123", "2021.11.23"), ("s20190709", "2019-07-09"), ("2020.80", "2020.080")],
    "openssl": [("1.0.2k-fips", "1.0.2k"), ("3.0", "3.0.0"), ("1.0.0-beta3", "1.0.0beta3")],
    "openssh": [("8.4", "8.4p1"), ("8.4", "8.4-p1")],
    "kernel": [("5.10", "v5.10.0"), ("5.4.143+", "5.4.143-yocto-standard"), ("4.4.0-rc3+", "4.4-rc3")],
    "dpkg": [("1.0", "0:1.0-0"), ("1.01", "1.1")],
    "rpm": [("1.0", "0:1.0"), ("1_0", "1.0"), ("1.01-1", "1.1-1")],
    "apk": [("1.0-r1", "1.0-r01")],
    "pep440": [("1.0", "1.0.0"), ("1.0-1", "1.0.post1"), ("1.0alpha1", "1.0A1"), ("1.0.preview2", "1.0rc2")],
    "semver": [("1.2.3", "v1.2.3+build"), ("1", "1.0.0"), ("1.0.0rc1", "1.0.0-rc1")],
    "go": [("v1.2.3+incompatible", "1.2.3"), ("go1.21rc2", "1.21.0-rc.2")],
    "kerberos": [("5-1.17", "1.17"), ("krb5-1.17-final", "1.17.0")],
    "maven": [("1.0", "1-ga"), ("1-a1", "1-alpha-1")],
}  # fmt: skip
NONE = {
    "generic": [
        "",
        "unknown",
        "latest",
        "1.0, 1.1",
        "< 1.2",
        "1:2.3",
        "prior to 1.2",
        "a218cafe4d3be005ab0c61130f90db4d21afb5db",
        "１.２",
    ],
    "openssl": ["fips-2.0.1x", "1.1.1k-r0", "3.0.2-0ubuntu1"],
    "kernel": ["5.10.0-32-armmp", "6.6.23-1", "next-20240101", "5.10-next-20201224"],
    "kerberos": ["4.0", "5.0", "krb4-1.2"],
    "composer": ["main", "1.0|2.0"],
    "semver": ["latest", "*", "1.0.0 || 2.0.0"],
    "go": ["(devel)"],
    "dpkg": ["<unfixed>", "1.0 (x)"],
    "pep440": ["", "1.0 beta", "git://x"],
}
TEXTS = st.text(max_size=40) | st.text("0123456789.abprc+-~_:^*vxd", max_size=24)
NUMBERS = st.lists(st.integers(0, 10**6), min_size=1, max_size=4)


def _cases(table):
    return [
        pytest.param(order, case, id=f"{order} {case}") for order, cases in table.items() for case in cases
    ]


@pytest.mark.parametrize("order", ASCENDING)
def test_versions_ascend_as_their_makers_count_them(order):
    keys = [key(order, version) for version in ASCENDING[order]]

    assert None not in keys
    assert [
        pair for pair, (a, b) in zip(pairwise(ASCENDING[order]), pairwise(keys), strict=True) if not a < b
    ] == []


@pytest.mark.parametrize(("order", "case"), _cases(SAME))
def test_two_spellings_of_one_version_are_equal(order, case):
    assert key(order, case[0]) == key(order, case[1]) is not None


@pytest.mark.parametrize(("order", "case"), _cases(NONE))
def test_what_is_no_version_has_no_key(order, case):
    assert key(order, case) is None


def test_each_order_has_its_chain_here():
    assert set(orders()) == set(ASCENDING)


def test_each_order_that_known_software_declares_exists():
    assert [name for name in get_args(Order) if not known_order(name)] == []


@pytest.mark.parametrize(
    "ecosystem",
    ["deb", "opkg", "rpm", "apk", "pypi", "npm", "cargo", "golang", "generic", "gem", "maven", "composer"],
)
def test_an_ecosystem_names_its_order(ecosystem):
    assert known_order(order_of(ecosystem))


@pytest.mark.parametrize("ecosystem", ["alpm", "docker", "", "swid"])
def test_an_ecosystem_without_an_order_stays_unknown(ecosystem):
    assert order_of(ecosystem) is None


def test_an_unknown_order_and_an_endless_version_have_no_key():
    assert key("no-such-order", "1.0") is None
    assert key("generic", "1." * 500 + "1") is None


@pytest.mark.parametrize("order", sorted(orders()))
@given(text=TEXTS)
def test_any_text_has_a_key_or_none_and_never_an_error(order, text):
    found = orders()[order](text)

    assert found is None or isinstance(found, bytes)


@pytest.mark.parametrize("order", sorted(set(orders()) - {"kerberos"}))
@given(first=NUMBERS, second=NUMBERS)
def test_numbers_compare_part_by_part_in_every_order(order, first, second):
    written = [".".join(map(str, each)) for each in (first, second)]
    padded = [tuple(each + [0] * (4 - len(each))) for each in (first, second)]
    keys = [orders()[order](each) for each in written]

    if padded[0] != padded[1]:
        assert (keys[0] < keys[1]) == (padded[0] < padded[1])


@pytest.mark.parametrize(
    "order", ["generic", "openssl", "kernel", "semver", "pep440", "rubygems", "maven", "nuget"]
)
@given(numbers=NUMBERS, zeros=st.integers(0, 3))
def test_zeros_at_the_end_do_not_count(order, numbers, zeros):
    assert key(order, ".".join(map(str, numbers + [0] * zeros))) == key(order, ".".join(map(str, numbers)))


@pytest.mark.parametrize("order", ["generic", "openssl", "kernel", "semver", "go", "pep440", "maven"])
@given(numbers=NUMBERS, candidate=st.integers(1, 99))
def test_a_release_candidate_is_between_the_release_and_the_one_before(order, numbers, candidate):
    release = ".".join(map(str, numbers))
    before = ".".join(map(str, [*numbers[:-1], numbers[-1] - 1]))

    rc = key(order, f"{release}-rc{candidate}")

    assert rc < key(order, release)
    assert numbers[-1] == 0 or key(order, before) < rc


@given(numbers=st.lists(st.integers(0, 99), min_size=2, max_size=3), last=st.integers(0, 300))
def test_the_end_of_a_kernel_series_is_after_all_of_it_and_before_the_next(numbers, last):
    series = ".".join(map(str, numbers))
    following = ".".join(map(str, [*numbers[:-1], numbers[-1] + 1]))

    assert (
        key("kernel", f"{series}.{last}") < key("kernel", f"{series}.*") < key("kernel", f"{following}-rc1")
    )
