"""What a package with a fix says of upstream's versions, and where it says nothing."""

import pytest

from mamoru.operation.vulnerabilities.feeds.upstream_bounds import Bound, upstream_affected, upstream_bound
from mamoru.operation.vulnerabilities.record import Span


@pytest.mark.parametrize(
    ("name", "package", "ecosystem", "wanted"),
    [
        ("curl", "8.4.0-r0", "apk", "8.4.0"),
        ("curl", "8.4.0-1", "alpm", "8.4.0"),
        ("curl", "1:8.4.0-1", "alpm", "8.4.0"),
        ("openssl", "1.1.1.k-1", "alpm", "1.1.1k"),
        ("openssl", "1.1.1t,1", "freebsd", "1.1.1t"),
        ("curl", "8.4.0", "ebuild", "8.4.0"),
        ("curl", "8.4.0", "pkgsrc", "8.4.0"),
        ("curl", "8.4.0-1", "deb", "8.4.0"),
        ("curl", "8.4.0~dfsg-1", "deb", "8.4.0"),
        ("curl", "8.4.0~rc2", "deb", "8.4.0rc2"),
        ("openssh", "8.8_p1-r0", "apk", "8.8p1"),
    ],
)
def test_the_first_package_of_a_release_gives_upstreams_version(
    name: str, package: str, ecosystem: str, wanted: str
) -> None:
    bound = upstream_bound((name,), package, ecosystem, "w")

    assert bound is not None
    assert bound.high == wanted


@pytest.mark.parametrize(
    ("name", "package", "ecosystem"),
    [
        ("curl", "8.4.0-r1", "apk"),
        ("curl", "8.4.0-2", "alpm"),
        ("curl", "8.4.0-1.1", "alpm"),
        ("curl", "8.4.0_1", "freebsd"),
        ("curl", "8.4.0_1,1", "freebsd"),
        ("curl", "8.4.0-r2", "ebuild"),
        ("curl", "8.4.0nb3", "pkgsrc"),
        ("curl", "8.4.0-2", "deb"),
        ("curl", "8.4.0-1ubuntu2", "deb"),
        ("curl", "8.4.0_git20240101-r0", "apk"),
        ("curl", "8.4.0+12+gabcdef0-1", "alpm"),
        ("python3", "3.8.15_p3", "ebuild"),
        ("linux", "6.1.5-1", "alpm"),
        ("no-such-software", "1.0-r0", "apk"),
    ],
)
def test_a_later_revision_a_snapshot_or_unknown_software_gives_nothing(
    name: str, package: str, ecosystem: str
) -> None:
    assert upstream_bound((name,), package, ecosystem, "w") is None


def test_the_lowest_bound_holds_for_all_below_and_a_higher_one_in_its_series() -> None:
    bounds = [Bound("openssl", "3.0.2", None, "edge"), Bound("openssl", "1.1.1n", None, "3.15")]

    [affected] = upstream_affected(bounds)

    assert affected.product == "software:openssl"
    assert affected.spans == (Span(None, "1.1.1n"), Span("3.0", "3.0.2"))
    assert affected.fixed == ("1.1.1n", "3.0.2")
    assert affected.why == "3.15\nedge"
    assert affected.upper


def test_a_bound_that_the_source_opens_itself_stays_open_there() -> None:
    [affected] = upstream_affected([Bound("curl", "8.4.0", "7.69.0", "w")])

    assert affected.spans == (Span("7.69.0", "8.4.0"),)
