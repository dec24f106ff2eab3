"""Package databases: each form is read, merged with what the files tell, and never trusted to be whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.components.packages import readers
from material.trees import image

DPKG = """Package: libssl1.1
Status: install ok installed
Architecture: armhf
Source: openssl
Version: 1.1.1n-0+deb11u5
Description: Secure Sockets Layer toolkit
 Version: 9.9.9

Package: acme-app
Status: install ok installed
Architecture: armhf
Version: 2:3.1-4

Package: gone
Status: deinstall ok config-files
Version: 1.0
"""
OPKG = """Package: curl
Version: 7.66.0-3
Status: install user installed
Architecture: x86_64

Package: libubox20210516
Version: 2021-05-16-d716ac4b-3
Status: install ok not-installed
"""
APK = """C:Q1abc=
P:libcrypto3
V:3.0.12-r5
A:armv7
L:Apache-2.0
o:openssl

P:acme
V:1.2-r0
L:MIT

"""
STRING = b"\x7fELF" + b"\0" * 64 + b"OpenSSL 1.1.1n  15 Mar 2022\0"


def named(files):
    return {c.name: c for c in components(image(files))}


DATABASES = [reader for reader in readers() if hasattr(reader, "records")]


def test_the_three_databases_have_a_reader_each():
    assert sorted(reader.ECOSYSTEM for reader in DATABASES) == ["apk", "deb", "opkg"]


def test_a_known_package_takes_the_identity_and_keeps_its_raw_version():
    openssl = named({"/var/lib/dpkg/status": DPKG})["openssl"]

    assert (openssl.version, openssl.raw_version) == ("1.1.1n", "1.1.1n-0+deb11u5")
    assert openssl.purl == "pkg:github/openssl/openssl@1.1.1n"
    assert openssl.occurrences[0].value == "libssl1.1 1.1.1n-0+deb11u5"


def test_a_package_and_the_files_it_brought_are_one_component():
    found = named({"/var/lib/dpkg/status": DPKG, "/usr/lib/libcrypto.so.1.1": STRING})

    methods = {p.method for p in found["openssl"].occurrences}
    assert {"package-database", "version-string", "file-name"} <= methods
    assert found["openssl"].version == "1.1.1n"


def test_an_unknown_package_stands_under_its_own_name_with_the_distribution_in_its_purl():
    found = named({"/var/lib/dpkg/status": DPKG, "/etc/os-release": "NAME=x\nID=debian\n"})

    assert found["acme-app"].version == "3.1"
    assert found["acme-app"].purl == "pkg:deb/debian/acme-app@2%3A3.1-4?arch=armhf"
    assert "gone" not in found


def test_opkg_is_read_and_what_is_not_installed_is_left_out():
    found = named({"/usr/lib/opkg/status": OPKG})

    assert {name: c.version for name, c in found.items()} == {"curl": "7.66.0"}


def test_apk_is_read_by_origin():
    found = named({"/lib/apk/db/installed": APK})

    assert found["openssl"].version == "3.0.12"
    assert (found["acme"].version, found["acme"].license) == ("1.2", "MIT")


@pytest.mark.parametrize("reader", DATABASES, ids=lambda reader: reader.ECOSYSTEM)
@given(text=st.text(max_size=400))
def test_any_text_is_read_without_an_error(reader, text):
    assert all(record.name is not None for record in reader.records(text))


@pytest.mark.parametrize("cut", range(0, len(DPKG), 23))
def test_a_database_cut_anywhere_still_tells_whole_versions_only(cut):
    found = named({"/var/lib/dpkg/status": DPKG[:cut]})

    assert {c.raw_version for c in found.values()} <= {"1.1.1n-0+deb11u5", "2:3.1-4"} | {
        DPKG[DPKG.rfind("Version: ", 0, cut) + 9 : cut]
    }
