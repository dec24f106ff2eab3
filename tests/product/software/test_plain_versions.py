"""Raw versions of packages become what the makers of the software called them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.product.software import known_software, plain, software, upstream

PARTS = st.lists(st.integers(0, 2030), min_size=1, max_size=4).map(lambda p: ".".join(map(str, p)))


@pytest.mark.parametrize(
    ("raw", "ecosystem", "version"),
    [
        ("1:1.30.1-6+b3", "deb", "1.30.1"),
        ("2.31-13+deb11u11", "deb", "2.31"),
        ("2:6.2.1+dfsg-1+deb11u1", "deb", "6.2.1"),
        ("1:1.2.8.dfsg-2ubuntu4", "deb", "1.2.8"),
        ("5.2.5-2.1~deb11u1", "deb", "5.2.5"),
        ("6.2+20201114-2+deb11u2", "deb", "6.2+20201114"),
        ("5.10.223-1", "deb", "5.10.223"),
        ("0.22.0+really0.21.1-1", "deb", "0.21.1"),
        ("0.8.2+20140711-2+deb8u1", "deb", "0.8.2+20140711"),
        ("2022.82-1.fc38", "rpm", "2022.82"),
        ("1:1.1.1k-12.el8_9", "rpm", "1.1.1k"),
        ("1.36.1-r15", "apk", "1.36.1"),
        ("3.0.12-r5", "apk", "3.0.12"),
        ("7.66.0-3", "opkg", "7.66.0"),
        ("1.1.1n-r2", "opkg", "1.1.1n"),
        ("5.2.0-stable-1", "opkg", "5.2.0-stable"),
        ("2.0.16", "opkg", "2.0.16"),
    ],
)
def test_the_upstream_part_is_kept(raw, ecosystem, version):
    assert upstream(raw, ecosystem) == version


@pytest.mark.parametrize(
    ("product", "raw", "version"),
    [
        ("libxml2", "20910", "2.9.10"),
        ("libxslt", "10134", "1.1.34"),
        ("harfbuzz", "20801", "2.8.1"),
        ("ncurses", "6.2+20201114", "6.2"),
        ("openssl", "1.0.2k-fips", "1.0.2k"),
        ("linux", "5.4.143-1-abc", "5.4.143"),
    ],
)
def test_a_product_s_own_way_of_writing_versions_is_understood(product, raw, version):
    assert plain(raw, software(product)) == version


@given(version=PARTS, epoch=st.none() | st.integers(0, 9), revision=st.integers(1, 99))
def test_epoch_and_revision_of_a_debian_package_are_always_taken_off(version, epoch, revision):
    raw = ("" if epoch is None else f"{epoch}:") + f"{version}-{revision}+deb12u1"

    assert upstream(raw, "deb") == version


@given(version=PARTS, ecosystem=st.sampled_from(["deb", "rpm", "apk", "opkg"]))
def test_a_plain_version_stays_as_it_is(version, ecosystem):
    assert upstream(version, ecosystem) == version


@given(version=PARTS.filter(lambda v: v.count(".") >= 1))
def test_making_plain_twice_is_making_plain_once(version):
    for known in known_software():
        once = plain(version, known)
        assert plain(once, known) == once


@given(st.text(max_size=40), st.sampled_from(["deb", "rpm", "apk", "opkg", "other"]))
def test_any_text_has_an_upstream_part_without_blanks_around_it(text, ecosystem):
    assert not re.search(r"^\s", upstream(text, ecosystem))
