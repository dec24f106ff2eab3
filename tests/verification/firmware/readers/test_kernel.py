"""What lies inside a kernel: its configuration, its first root file system."""

import gzip
import lzma

import pytest

from material import firmware as made
from material.samples import TEXT, ikconfig, noise, zimage

CONFIGURATION = gzip.decompress(ikconfig()[8:-8])
CODE = bytes(range(256)) * 40


def vmlinux() -> bytes:
    """A kernel's bytes: code, banner, configuration and initramfs."""
    return CODE + TEXT + CODE + ikconfig() + CODE + made.cpio().ljust(8192, b"\0") + CODE


def _part(image, name: str) -> bytes:
    (part,) = [part for part in image.index.parts if part.name == name]
    return image.read(part)


@pytest.mark.parametrize(
    "packed",
    [
        lambda kernel: made.uimage(kernel),
        lambda kernel: made.uimage(gzip.compress(kernel), packing=1),
        lambda kernel: zimage(gzip.compress(kernel)),
        lambda kernel: made.flash((0x20000, lzma.compress(kernel))),
        lambda kernel: b"\x7fELF\x01\x01\x01" + bytes(100) + kernel,
    ],
    ids=["uImage", "uImage-gzip", "zImage", "raw-xz", "ELF"],
)
def test_configuration_and_initramfs_are_found_in_every_packing(packed, opened) -> None:
    image = opened(packed(vmlinux()))
    assert _part(image, "kernel-config") == CONFIGURATION
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert "kernel" in {part.name for part in image.index.parts}
    assert not [gap for gap in image.index.gaps if gap.serious]


def test_an_initramfs_packed_again_is_found(opened) -> None:
    image = opened(made.uimage(CODE + TEXT + lzma.compress(made.cpio()) + CODE))
    assert image.roots


def test_a_program_is_no_kernel(opened) -> None:
    image = opened(b"\x7fELF\x01\x01\x01" + bytes(100) + b"Linux version %s\0" + gzip.compress(TEXT))
    assert [part.name for part in image.index.parts] == ["elf"]


def test_the_marks_alone_are_no_configuration(opened) -> None:
    image = opened(made.flash((0x4000, b"IKCFG_ST" + gzip.compress(noise(4000)) + b"IKCFG_ED")))
    assert "ikconfig" not in {part.format for part in image.index.parts}


def test_a_configuration_cut_off_is_told_and_what_is_there_kept(opened) -> None:
    text = b"CONFIG_A=y\n" + noise(3000).hex().encode()
    image = opened(made.uimage(CODE + TEXT + (b"IKCFG_ST" + gzip.compress(text))[:-900]))
    assert _part(image, "kernel-config").startswith(b"CONFIG_A=y\n")
    assert any(gap.serious for gap in image.index.gaps)
