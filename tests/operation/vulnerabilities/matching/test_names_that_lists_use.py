"""Whatever a list calls a part, the known software behind it is found, and nothing is that only sounds alike."""

import json
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.product.component import Component
from mamoru.product.sbom.part import Part, component
from material.feed_documents import cve5, written
from material.vulnerabilities import criterion, cve, store

KERNEL = criterion("o:linux:linux_kernel", versionEndExcluding="6.13")


def listed(name: str, version: str | None = "1.0", **fields: object) -> Component:
    return component(Part(name=name, version=version, **fields), "sbom.json")


@pytest.mark.parametrize(
    "name",
    [
        "linux-yocto", "linux-yocto-rt", "linux-imx", "linux-raspberrypi", "linux-ti-staging", "linux-fslc", "linux-acme-cam",
        "kernel", "kernel-5.15.120", "kernel-module-ext4-5.15.120", "kernel-image-zimage", "kmod-usb-core", "linux_rpi",
        "linux-image-6.1.0-18-armmp", "linux-modules-5.15.0-91-generic",
    ],
)  # fmt: skip
def test_every_recipes_name_of_the_kernel_is_the_kernel(name: str) -> None:
    assert listed(name, "5.15.120").software == "linux"


@pytest.mark.parametrize(
    "name",
    ["linux-libc-dev", "linux-libc-headers", "linux-firmware", "linux-headers-6.1.0-18", "linux-atm", "linux-tools-6.1",
     "linux-perf", "linux-base", "kernel-headers", "kernel-devsrc", "kernel-tools", "kernel-doc"],
)  # fmt: skip
def test_what_is_only_beside_a_kernel_is_not_the_kernel(name: str) -> None:
    assert listed(name, "5.15.120").software != "linux"


@pytest.mark.parametrize(("name", "id"), [("kmod", "kmod"), ("linuxptp", "linuxptp"), ("linux-pam", "pam")])
def test_a_name_of_its_own_goes_before_a_pattern(name: str, id: str) -> None:
    assert listed(name).software == id


def test_a_cpe_with_any_vendor_and_part_is_the_one_product_of_that_name() -> None:
    assert (
        listed("x", "6.12.38", cpes=("cpe:2.3:*:*:linux_kernel:6.12.38:*:*:*:*:*:*:*",)).software == "linux"
    )
    assert listed("libssl3", "3.2.1", cpes=("cpe:2.3:*:*:openssl:3.2.1:*:*:*:*:*:*:*",)).software == "openssl"
    assert listed("x", "1", cpes=("cpe:2.3:*:*:no_such_product:1:*:*:*:*:*:*:*",)).software is None


@pytest.mark.parametrize(
    "purl", ["pkg:nix/glibc@2.38", "pkg:brew/glibc@2.38", "pkg:conda/glibc@2.38", "pkg:buildroot/glibc@2.38"]
)
def test_a_package_url_of_any_type_names_known_software(purl: str) -> None:
    found = listed("glibc", "2.38", purl=purl)
    assert (found.software, found.version) == ("glibc", "2.38")


@pytest.mark.parametrize(
    "purl", ["pkg:npm/zlib@1.0.5", "pkg:pypi/openssl@1.0", "pkg:cargo/curl@0.4", "pkg:gem/expat@1"]
)
def test_a_package_of_a_language_is_not_the_c_library_of_its_name(purl: str) -> None:
    assert listed(purl.partition("/")[2].partition("@")[0], purl=purl).software is None


@pytest.mark.parametrize(
    ("name", "tag", "version"),
    [
        ("openssh", "OpenSSH_8.4p1", "8.4p1"), ("openssh", "V_8_4_P1", "8.4p1"), ("curl", "curl-7_74_0", "7.74.0"),
        ("expat", "R_2_2_9", "2.2.9"), ("openssl", "openssl-3.0.7", "3.0.7"), ("openssl", "OpenSSL_1_1_1k", "1.1.1k"),
        ("freetype", "VER-2-10-1", "2.10.1"), ("sqlite", "version-3.31.1", "3.31.1"), ("nginx", "release-1.2.3", "1.2.3"),
        ("mbedtls", "v2.16.0", "2.16.0"), ("hostapd", "hostap_2_9", "2.9"), ("zlib", "zlib-1.2.11", "1.2.11"),
    ],
)  # fmt: skip
def test_a_tag_of_a_repository_is_made_the_version_that_it_means(name: str, tag: str, version: str) -> None:
    assert listed(name, tag).version == version


@pytest.mark.parametrize(
    ("name", "text"), [("curl", "nightly-20240101"), ("zlib", "acme-1.2.11"), ("no-such", "foo-1.2")]
)
def test_a_text_that_is_no_tag_of_this_software_stays_as_it_is(name: str, text: str) -> None:
    assert listed(name, text).version == text


def test_the_epoch_of_a_package_url_is_part_of_its_version() -> None:
    found = listed("openssl", "3.5.0-1.el9", purl="pkg:rpm/rocky/openssl@3.5.0-1.el9?epoch=1&distro=rocky-9")
    assert {known.version for known in names_of(found) if known.distribution} == {"1:3.5.0-1.el9"}


@pytest.mark.parametrize(
    ("purl", "product"),
    [
        ("pkg:rpm/rocky/sudo@1.9.5p2-1.el9?distro=rocky-9.2", "pkg:rpm/rocky/sudo#9"),
        ("pkg:rpm/rockylinux/sudo@1.9.5p2-1.el9?distro=rocky-9.2", "pkg:rpm/rocky/sudo#9"),
        ("pkg:rpm/redhat/sudo@1.9.5p2-1.el9?distro=rhel-9.4", "pkg:rpm/redhat/sudo#9"),
        ("pkg:rpm/rhel/sudo@1.9.5p2-1.el8_6", "pkg:rpm/redhat/sudo#8"),
        ("pkg:rpm/almalinux/sudo@1.9.5p2-1.el9?distro=almalinux-9.3", "pkg:rpm/almalinux/sudo#9"),
        ("pkg:deb/debian/sudo@1.9.5p2-3?distro=debian-11.7", "pkg:deb/debian/sudo#11"),
        ("pkg:deb/ubuntu/sudo@1.9.5p2-3?distro=ubuntu-20.04", "pkg:deb/ubuntu/sudo#20.04"),
        ("pkg:apk/alpine/sudo@1.9.5p2-r0?distro=alpine-3.18.4", "pkg:apk/alpine/sudo#3.18"),
    ],
)
def test_a_release_of_a_distribution_is_called_as_its_data_call_it(purl: str, product: str) -> None:
    assert product in [known.product for known in names_of(listed("sudo", None, purl=purl))]


def test_a_kernel_in_two_hundred_packages_is_told_once_with_all_its_places(tmp_path: Path) -> None:
    cpe = "cpe:/o:linux:linux_kernel:6.12.38"
    bill = [listed("kernel", "6.12.38", cpes=(cpe,))]
    bill += [listed(f"kmod-m{n}", "6.12.38", cpes=(cpe,), line=n + 2) for n in range(200)]

    found = matched(bill, store(tmp_path, cve("CVE-2026-0001", [KERNEL])))

    assert [match.vulnerability for match in found.matches] == ["CVE-2026-0001"]
    assert len(found.coverage) == 1
    assert len(found.matches[0].component.occurrences) == 201


def test_two_versions_of_one_library_stay_two(tmp_path: Path) -> None:
    curl = criterion("a:haxx:curl", versionEndExcluding="9")
    bill = [
        listed("curl", "7.80.0"),
        listed("libcurl4", "7.80.0", purl="pkg:opkg/libcurl4@7.80.0"),
        listed("curl", "8.0.0"),
    ]

    versions = [
        m.component.version for m in matched(bill, store(tmp_path, cve("CVE-2026-0001", [curl]))).matches
    ]

    assert sorted(set(versions)) == ["7.80.0", "8.0.0"]


def test_the_vendor_and_product_of_a_cpe_meet_a_record_without_cpes(tmp_path: Path) -> None:
    below = {"version": "0", "lessThan": "1.2.0", "status": "affected", "versionType": "semver"}
    body = cve5({"vendor": "Acme", "product": "Foo", "versions": [below]}, id="CVE-2026-5555")
    record = written(tmp_path, json.dumps(body).encode(), "CVE-2026-5555.json")
    cpe = "cpe:2.3:a:acme:foo:1.0.0:*:*:*:*:*:*:*"

    vulnerabilities = store(tmp_path, files=[record])
    [match] = matched([listed("foo", "1.0.0", cpes=(cpe,))], vulnerabilities).matches

    assert (match.vulnerability, match.certainty) == ("CVE-2026-5555", Certainty.AFFECTED)
    assert "vendor's and product's names" in match.words[0].why.en
    assert (
        matched([listed("foo", "1.2.0", cpes=(cpe.replace("1.0.0", "1.2.0"),))], vulnerabilities).matches
        == ()
    )
    assert (
        matched([listed("foo", "1.0.0", cpes=(cpe.replace("acme", "other"),))], vulnerabilities).matches == ()
    )
