"""Which software a name means, and when two versions are the same."""

import pytest

from mamoru.product import Component
from mamoru.product.sbom import known_as, same_version


@pytest.mark.parametrize(
    ("name", "purl", "cpes", "known"),
    [
        ("OpenSSL", None, (), "openssl"),
        ("mbed TLS", None, (), "mbedtls"),
        ("libssl1.1", "pkg:deb/debian/libssl1.1@1.1.1n-0", (), "openssl"),
        ("x", None, ("cpe:2.3:a:arm:mbed_tls:3.5.1:*:*:*:*:*:*:*",), "mbedtls"),
        ("x", None, ("cpe:/a:busybox:busybox:1.36",), "busybox"),
        ("mbedtls", "pkg:github/Mbed-TLS/mbedtls@v3.5.1", (), "mbedtls"),
        ("zlib", "pkg:npm/zlib@1.0.5", (), None),
        ("our-own-library", None, (), None),
        ("", "not a purl", ("not:a:cpe",), None),
    ],
)
def test_a_name_a_package_url_or_a_cpe_leads_to_the_known_software(
    name: str, purl: str | None, cpes: tuple[str, ...], known: str | None
) -> None:
    found = known_as(name, purl=purl, cpes=cpes)
    assert (found.id if found else None) == known


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5.10.223-1", "5.10.223", True),
        ("1.36", "1.36.0", True),
        ("v3.5.1", "3.5.1", True),
        ("2:2.10-12", "2.10", True),
        ("1.1.1k", "1.1.1n", False),
        ("1.1.1", "1.1.1k", False),
        ("2.1.2", "2.1.3", False),
        ("10.36", "10.3", False),
        (None, "1.0", None),
    ],
)
def test_versions_are_compared_by_what_upstream_calls_them(
    one: str | None, other: str, same: bool | None
) -> None:
    assert same_version(Component(name="x", version=one), Component(name="x", version=other)) is same
    assert same_version(Component(name="x", version=other), Component(name="x", version=one)) is same
