"""Kernels: their configuration and modules are kept on the component, each with the kernel it belongs to."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.components.kernel_facts import of_configuration, of_image
from material.trees import image

CONFIGURATION = """#
# Linux/arm 5.4.143 Kernel Configuration
#
CONFIG_ARM=y
CONFIG_BLUETOOTH=m
# CONFIG_USB_GADGET is not set
CONFIG_LOCALVERSION="-acme"
CONFIG_KSMBD=y
"""
BANNER = b"Linux version 5.4.143 (builder@host) (gcc) #0 SMP\n\0"


def kernel(banner=BANNER, configuration=CONFIGURATION):
    packed = gzip.compress(configuration.encode(), mtime=0)
    return bytes(64) + banner + b"IKCFG_ST" + packed + b"IKCFG_ED" + bytes(64)


def kernels(files):
    return {c.version: c.kernel for c in components(image(files)) if c.software == "linux"}


def test_the_configuration_inside_a_packed_kernel_is_kept():
    zimage = b"\x00\x00\xa0\xe1" * 64 + gzip.compress(kernel(), mtime=0)

    told = kernels({"/boot/zImage": zimage})["5.4.143"]

    assert (told.built_in, told.modular, told.off) == (("ARM", "KSMBD"), ("BLUETOOTH",), ("USB_GADGET",))
    assert told.modules is None


def test_a_configuration_and_modules_as_files_are_kept_with_the_release():
    told = kernels(
        {
            "/boot/vmlinuz-5.4.143": kernel(configuration=""),
            "/boot/config-5.4.143": CONFIGURATION,
            "/lib/modules/5.4.143/kernel/net/bluetooth/bluetooth.ko.xz": b"\xfd7zXZ\0" + bytes(80),
            "/lib/modules/5.4.143/kernel/sound/snd-soc-core.ko": b"\x7fELF" + bytes(80),
            "/lib/modules/5.4.143/modules.builtin": "kernel/fs/ksmbd/ksmbd.ko\nkernel/fs/nls/nls-base.ko\n",
        }
    )["5.4.143"]

    assert (told.release, told.modular) == ("5.4.143", ("BLUETOOTH",))
    assert told.modules == ("bluetooth", "snd_soc_core")
    assert told.built_in_modules == ("ksmbd", "nls_base")


def test_two_kernels_keep_their_own_modules():
    told = kernels(
        {
            "/boot/vmlinuz-5.4.143": kernel(configuration=""),
            "/boot/vmlinuz-6.1.7": kernel(banner=BANNER.replace(b"5.4.143", b"6.1.7"), configuration=""),
            "/lib/modules/5.4.143/kernel/a.ko": b"\x7fELF" + bytes(70) + b"vermagic=5.4.143 SMP \0",
            "/lib/modules/6.1.7/kernel/b.ko": b"\x7fELF" + bytes(70) + b"vermagic=6.1.7 SMP \0",
        }
    )

    assert {version: kernel.modules for version, kernel in told.items()} == {
        "5.4.143": ("a",),
        "6.1.7": ("b",),
    }


def test_a_distribution_s_release_belongs_to_the_version_its_banner_tells():
    banner = b"Linux version 5.10.0-32-armmp (debian-kernel@lists.debian.org) (gcc) #1 SMP Debian 5.10.223-1 (2024)\n\0"

    told = kernels(
        {
            "/boot/vmlinuz": kernel(banner=banner, configuration=""),
            "/lib/modules/5.10.0-32-armmp/kernel/a.ko": b"\x7fELF" + bytes(70),
        }
    )

    assert (told["5.10.223"].release, told["5.10.223"].modules) == ("5.10.0-32-armmp", ("a",))


def test_what_is_no_configuration_tells_nothing():
    assert of_configuration(b"CONFIG_X is not here") is None
    assert of_image(b"IKCFG_ST\x1f\x8b" + bytes(40)) is None
    assert kernels({"/boot/vmlinuz": kernel(configuration="# empty\n")}) == {"5.4.143": None}


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
def test_any_bytes_tell_options_or_nothing(data, cut):
    whole = kernel()

    of_configuration(data)
    of_image(whole[:cut] + data)
