"""Components of opened images: what names them, what must not, and how sightings are merged."""

import gzip

import pytest

from mamoru.verification.firmware.components import components
from material.trees import image

ELF = b"\x7fELF\x01\x01\x01\0"


def binary(*strings: bytes) -> bytes:
    return ELF + b"\0" * 64 + b"\0\0".join(strings) + b"\0"


def named(files, **others):
    return {c.name: c for c in components(image(files, **others))}


def test_a_string_of_the_program_itself_names_it_with_its_version_and_place():
    found = named({"/bin/busybox": binary(b"BusyBox v1.30.1 (Debian 1:1.30.1-6+b3)")})

    busybox = found["busybox"]
    assert (busybox.version, busybox.software) == ("1.30.1", "busybox")
    assert busybox.purl == "pkg:generic/busybox@1.30.1"
    assert busybox.cpes == ("cpe:2.3:a:busybox:busybox:1.30.1:*:*:*:*:*:*:*",)
    place = next(p for p in busybox.occurrences if p.method == "version-string")
    assert (place.path, place.offset, place.container) == ("/bin/busybox", 72, "rootfs")


def test_a_document_that_speaks_of_a_product_is_not_the_product():
    assert (
        named({"/usr/share/doc/readme.txt": "BusyBox v1.30.1 is fine, so is nginx version: nginx/1.18.0\n"})
        == {}
    )


def test_the_openssl_that_a_program_was_built_against_is_not_inside_it():
    found = named(
        {"/usr/sbin/nginx": binary(b"nginx version: nginx/1.10.3\n", b"OpenSSL 1.1.0l  10 Sep 2019")}
    )

    assert {name: c.version for name, c in found.items()} == {"nginx": "1.10.3"}


def test_a_copy_linked_into_another_program_counts():
    found = named(
        {"/usr/bin/app": binary(b" deflate 1.2.11 Copyright 1995-2017 Jean-loup Gailly and Mark Adler ")}
    )

    assert found["zlib"].version == "1.2.11"
    assert found["zlib"].occurrences[0].path == "/usr/bin/app"


def test_a_kernel_s_number_in_libselinux_is_not_its_version():
    found = named({"/lib/libselinux.so.1": binary(b"2.6.22", b"selinux")})

    assert found["libselinux"].version is None


def test_an_abi_number_in_a_file_name_is_not_a_version():
    found = named(
        {
            "/usr/lib/libfreetype.so.6.17.4": binary(b"FT_Init_FreeType"),
            "/usr/lib/libcurl.so.4.5.0": binary(b"curl_easy_init"),
            "/usr/lib/libcrypto.so.1.1": binary(b"EVP_sha256"),
        }
    )

    assert {name: c.version for name, c in found.items()} == {"freetype": None, "curl": None, "openssl": None}


def test_a_string_is_believed_before_a_file_name():
    found = named({"/lib/libz.so.1.2.11": binary(b" deflate 1.2.12 Copyright 1995-2022 Jean-loup Gailly")})

    assert found["zlib"].version == "1.2.12"


def test_two_versions_of_one_library_in_different_files_are_two_components():
    found = components(
        image(
            {
                "/lib/libz.so.1.2.11": binary(b" deflate 1.2.11 Copyright 1995-2017 Mark Adler"),
                "/opt/app": binary(b" deflate 1.2.8 Copyright 1995-2013 Mark Adler"),
            }
        )
    )

    assert [(c.name, c.version) for c in found] == [("zlib", "1.2.11"), ("zlib", "1.2.8")]


def test_one_library_told_by_many_files_is_one_component():
    found = named(
        {
            "/lib/libc-2.31.so": binary(
                b"GNU C Library (Debian GLIBC 2.31-13+deb11u11) stable release version 2.31."
            ),
            "/lib/libm-2.31.so": binary(b"sin"),
            "/lib/libthread_db-1.0.so": binary(b"td_init"),
        }
    )

    assert found["glibc"].version == "2.31"
    assert len({p.path for p in found["glibc"].occurrences}) == 3


def test_strings_that_disagree_in_one_file_tell_no_version():
    found = named({"/usr/lib/libgmp.so.10": binary(b"\xff6.2.1", b"\xff6.1.0")})

    assert found["gmp"].version is None


def test_two_root_file_systems_are_told_apart_in_the_places():
    tree = {"/bin/busybox": binary(b"BusyBox v1.30.1 (x)")}

    found = components(image(tree, other=tree))

    assert {p.container for p in found[0].occurrences} == {"rootfs", "other"}


@pytest.mark.parametrize(
    ("banner", "version"),
    [
        (
            b"Linux version 5.10.0-32-armmp (debian-kernel@lists.debian.org) (gcc-10 (Debian 10.2.1-6) 10.2.1 "
            b"20210110, GNU ld (GNU Binutils for Debian) 2.35.2) #1 SMP Debian 5.10.223-1 (2024-08-10)\n",
            "5.10.223",
        ),
        (b"Linux version 5.4.143 (builder@host) (gcc) #0 SMP", "5.4.143"),
        (b"Linux version 5.10.0-32-armmp (somebody@host) (gcc) #1 SMP", None),
    ],
)
def test_a_kernel_s_banner_tells_its_own_version_not_that_of_its_interface(banner, version):
    plain_kernel = b"\0" * 128 + banner + b"\0"
    packed = b"\x00\x00\xa0\xe1" * 64 + gzip.compress(plain_kernel, mtime=0)

    found = named({"/boot/zImage": packed})

    assert found["linux"].version == version


def test_a_hard_link_of_busybox_is_not_the_program_it_is_called():
    box = binary(b"BusyBox v1.30.1 (x)")

    assert list(named({"/bin/busybox": box, "/bin/sed": box, "/usr/bin/less": box})) == ["busybox"]


def test_a_module_s_vermagic_names_the_kernel():
    found = named({"/lib/modules/4.4.50/ext4.ko": binary(b"vermagic=4.4.50 SMP mod_unload ARMv7 ")})

    assert found["linux"].version == "4.4.50"


def test_the_note_that_a_distribution_s_build_left_names_package_and_version():
    note = b'{"type":"rpm","name":"civetweb","version":"1.16-2.fc40","architecture":"aarch64","osCpe":"x"}'

    found = named(
        {"/usr/bin/civetweb": binary(note), "/usr/bin/acme": binary(note.replace(b"civetweb", b"acmed"))}
    )

    assert (found["civetweb"].version, found["civetweb"].raw_version) == ("1.16", "1.16-2.fc40")
    assert found["acmed"].purl == "pkg:rpm/redhat/acmed@1.16-2.fc40?arch=aarch64"


def test_a_debug_link_tells_the_version_of_a_file_that_is_the_product_s_own():
    found = named({"/usr/lib/libexslt.so.0.8.17": binary(b"libexslt.so.0.8.17-1.1.28-6.el7.aarch64.debug")})

    assert found["libxslt"].version == "1.1.28"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("anchor", [b"OpenSSL ", b"curl ", b'{"type":"', b"libcurl.so.4-", b"BSR_UNICODE)"])
def test_a_file_that_repeats_an_anchor_a_million_times_takes_seconds_at_most(anchor):
    assert (
        named({"/usr/lib/libcurl.so.4": ELF + b"\0" + anchor * ((8 << 20) // len(anchor))})["curl"].version
        is None
    )
