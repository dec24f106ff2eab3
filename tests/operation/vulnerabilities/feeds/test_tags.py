"""Tags of repositories made plain versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds.tags import plain_tag


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("curl-7_88_1", "7.88.1"),
        ("v1.2.3", "1.2.3"),
        ("R_2_4_1", "2.4.1"),
        ("V_8_9_P1", "8.9p1"),
        ("OpenSSL_1_1_1k", "1.1.1k"),
        ("openssl-3.0.0-alpha1", "3.0.0-alpha1"),
        ("libssh2-1.9.0", "1.9.0"),
        ("n4.4.1", "4.4.1"),
        ("v2.86rc1", "2.86rc1"),
        ("release-1.2.3", "1.2.3"),
        ("rel/commons-codec-1.16.1", "1.16.1"),
        ("hostap_2_9", "2.9"),
        ("v4.0.0-stable", "4.0.0"),
        ("libexif-0_6_21-release", "0.6.21"),
        ("7.1.0-4", "7.1.0-4"),
        ("REL9_5_21", "9.5.21"),
        ("refs/tags/v1.0", "1.0"),
    ],
)
def test_a_release_by_its_tag_is_a_plain_version(tag: str, version: str) -> None:
    assert plain_tag(tag) == version


@pytest.mark.parametrize(
    "tag",
    ["cvs-migration", "ghostpdl-9.56.0-test-base-2", "v1.2.3-fips", "gdb-13-branchpoint", "2021-11-11", "BRANCH-ROOT",
     "android-10.0.0_r8", "jetty-9.3.15.v20161220", "", "v" * 500],
)  # fmt: skip
def test_a_tag_that_is_no_release_by_its_form_gives_nothing(tag: str) -> None:
    assert plain_tag(tag) is None


def test_the_projects_own_name_may_end_in_a_digit() -> None:
    assert plain_tag("libssh2_1_9_0", ("libssh2",)) == "1.9.0"


@given(st.text(max_size=60), st.text(max_size=10))
def test_no_tag_breaks_the_reader(tag: str, name: str) -> None:
    version = plain_tag(tag, (name,))

    assert version is None or version[0].isdigit()
