"""Distribution, release and source package, from a package URL or a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.product.sbom import declared_in_bytes
from mamoru.product.sbom.origin import Origin, origin
from material.part_lists import APK, DPKG, DPKG_LINES, TABLE_ENGLISH, cyclonedx, library


@pytest.mark.parametrize(
    ("purl", "told"),
    [
        (
            "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=armhf&distro=debian-12&upstream=openssl",
            Origin("debian", "12", "openssl", None, "3.0.11-1~deb12u2"),
        ),
        (
            "pkg:deb/debian/libssl3@3.0.11?distro=bookworm",
            Origin("debian", "bookworm", None, None, "3.0.11"),
        ),
        (
            "pkg:apk/alpine/libcrypto3@3.1.4-r5?distro=alpine-3.18.4&upstream=openssl",
            Origin("alpine", "3.18.4", "openssl", None, "3.1.4-r5"),
        ),
        (
            "pkg:rpm/fedora/openssl-libs@3.1.1-4.fc39?epoch=1&distro=fedora-39&upstream=openssl-3.1.1-4.fc39.src.rpm",
            Origin("fedora", "39", "openssl", "3.1.1-4.fc39", "3.1.1-4.fc39"),
        ),
        ("pkg:deb/wpa@2%3A2.10-12", Origin(None, None, None, None, "2:2.10-12")),
        ("pkg:npm/%40scope/name@1.0?distro=debian-12", Origin(version="1.0")),
        ("not a purl", Origin()),
    ],
)
def test_a_package_url_tells_where_a_package_is_from(purl: str, told: Origin) -> None:
    assert origin(purl) == told


@given(st.text(st.sampled_from("pkg:deb/@?&=%#2 -.~distroupstream"), max_size=80))
def test_any_text_is_taken_apart(text: str) -> None:
    assert isinstance(origin("pkg:deb/" + text), Origin)


def test_a_status_list_tells_the_release_and_the_source() -> None:
    ssl, zlib = declared_in_bytes(DPKG.data, DPKG.name).components
    assert (ssl.distribution, ssl.distribution_release, ssl.source) == ("debian", "12", "openssl")
    assert ssl.purl == (
        "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=armhf&distro=debian-12&upstream=openssl"
    )
    assert (ssl.version, ssl.raw_version) == ("3.0.11", "3.0.11-1~deb12u2")
    assert (zlib.source, zlib.source_version) == ("zlib", "1:1.2.13.dfsg-1")


def test_an_architecture_beside_the_name_is_no_part_of_it() -> None:
    zlib = declared_in_bytes(DPKG_LINES.data, DPKG_LINES.name).components[0]
    assert zlib.purl == "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=armhf"


def test_alpine_tells_the_origin() -> None:
    crypto = declared_in_bytes(APK.data, APK.name).components[0]
    assert crypto.purl == "pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=armv7&upstream=openssl"


def test_the_operating_system_of_a_bill_tells_the_release_of_its_packages() -> None:
    system = {"type": "operating-system", "name": "debian", "version": "12"}
    package = library("zlib1g", "1:1.2.13", purl="pkg:deb/debian/zlib1g@1:1.2.13?arch=armhf")
    other = library("x", "1", purl="pkg:npm/x@1")
    found = declared_in_bytes(cyclonedx(system, package, other), "a.cdx.json").components
    told = {c.name: (c.distribution, c.distribution_release) for c in found}
    assert told["zlib"] == ("debian", "12")
    assert told["x"] == (None, None)


def test_every_cpe_and_the_version_of_a_package_url_are_kept() -> None:
    names = [f"cpe:2.3:a:{vendor}:zlib:1.3:*:*:*:*:*:*:*" for vendor in ("gnu", "zlib")]
    more = [{"name": "syft:cpe23", "value": names[1]}]
    part = library("zlib", cpe=names[0], purl="pkg:generic/zlib@1.3", properties=more)
    found = declared_in_bytes(cyclonedx(part), "a.cdx.json").components[0]
    assert (found.cpes, found.version, found.raw_version) == (tuple(names), "1.3", "1.3")


def test_a_table_gives_its_identifiers() -> None:
    zlib, curl = declared_in_bytes(TABLE_ENGLISH.data, TABLE_ENGLISH.name).components
    assert zlib.purl == "pkg:generic/zlib@1.3.1"
    assert "cpe:2.3:a:haxx:curl:8.4.0:*:*:*:*:*:*:*" in curl.cpes
