"""Android's images: sparse, boot, verified boot; and dm-verity's hash trees."""

import gzip
from pathlib import Path

import pytest

from material import firmware as made
from material.device_trees import flattened
from material.disks import boot, boot_4, footer, hash_tree_descriptor, sparse, vbmeta, vendor_boot, verity
from material.ext import ext
from material.packers import packer, run
from material.samples import TEXT, noise

BOARD = flattened({"compatible": "acme,camera"})


def test_what_img2simg_packs_is_opened(tmp_path: Path, opened) -> None:
    (tmp_path / "raw").write_bytes(ext() + bytes(1 << 20) + b"\xaa\xbb\xcc\xdd" * 5120)
    run(packer("img2simg"), tmp_path / "raw", tmp_path / "sparse")
    image = opened(tmp_path / "sparse")
    assert [part.format for part in image.index.parts[:2]] == ["android-sparse", "ext"]
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_every_kind_of_chunk_is_unpacked(opened) -> None:
    archive = made.cpio().ljust(8192, b"\0")
    chunks = [(0xCAC3, b"", 1), (0xCAC1, archive, 2), (0xCAC2, b"\1\2\3\4", 3), (0xCAC4, bytes(4), 0)]
    image = opened(sparse(chunks))
    assert image.roots
    (rest,) = [part for part in image.index.parts if part.format == "raw"]
    assert image.read(rest) == b"\1\2\3\4" * 3072


def test_a_chunk_said_to_be_of_terabytes_is_a_limit(opened) -> None:
    image = opened(
        sparse([(0xCAC1, made.cpio().ljust(8192, b"\0"), 2), (0xCAC3, b"", 0xFFFFFFF0)]), output_bytes=1 << 20
    )
    assert any(gap.serious and "limit" in gap.why.en for gap in image.index.gaps)


@pytest.mark.parametrize("version", [0, 1, 2, 3])
def test_what_mkbootimg_packs_is_opened(version: int, tmp_path: Path, opened) -> None:
    (tmp_path / "kernel").write_bytes(gzip.compress(TEXT))
    (tmp_path / "ramdisk").write_bytes(gzip.compress(made.cpio()))
    (tmp_path / "dtb").write_bytes(BOARD)
    options = ["--dtb", "dtb"] if version == 2 else []
    run(packer("mkbootimg"), "--kernel", "kernel", "--ramdisk", "ramdisk", "--cmdline", "console=ttyS0", *options,
        "--header_version", str(version), "-o", "boot.img", folder=tmp_path)  # fmt: skip
    image = opened(tmp_path / "boot.img")
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    (kernel,) = [part for part in image.index.parts if part.name == "kernel"]
    assert image.read(kernel) == TEXT
    assert image.index.parts[0].note.en == "kernel command line: console=ttyS0"
    assert ("device-tree" in {part.name for part in image.index.parts}) == (version == 2)
    assert not [gap for gap in image.index.gaps if gap.serious]


def test_what_mkbootimg_packs_for_vendors_is_opened(tmp_path: Path, opened) -> None:
    (tmp_path / "ramdisk").write_bytes(gzip.compress(made.cpio()))
    (tmp_path / "dtb").write_bytes(BOARD)
    run(packer("mkbootimg"), "--vendor_ramdisk", "ramdisk", "--dtb", "dtb", "--header_version", "3",
        "--vendor_boot", "vendor.img", folder=tmp_path)  # fmt: skip
    image = opened(tmp_path / "vendor.img")
    assert image.roots
    assert {"android-vendor-boot", "device-tree"} <= {part.name for part in image.index.parts}


def test_the_newest_version_with_its_signature_is_opened(opened) -> None:
    image = opened(boot_4(gzip.compress(TEXT), made.cpio(), vbmeta()))
    assert image.roots
    assert (image.index.parts[-1].name, image.index.parts[0].name) == ("vbmeta", "android-boot")
    assert image.index.parts[0].note.en == "kernel command line: console=ttyS0"


def test_a_table_of_device_trees_in_the_oldest_version_is_opened(opened) -> None:
    old = bytearray(boot(TEXT, made.cpio()) + BOARD.ljust(2048, b"\0"))
    old[40:44] = len(BOARD).to_bytes(4, "little")
    assert "device-tree" in {part.name for part in opened(bytes(old)).index.parts}


def test_a_vendor_boot_image_is_opened(opened) -> None:
    image = opened(vendor_boot(made.cpio(), BOARD))
    assert image.roots
    assert image.index.parts[0].note.en == "kernel command line: androidboot.console=ttyS0"


def test_the_hash_tree_behind_a_file_system_is_known_and_no_riddle(opened) -> None:
    system, tree = ext(), noise(128 << 10)
    descriptor = hash_tree_descriptor("system", place=len(system), size=len(tree))
    meta = vbmeta(descriptor, flags=1)
    at = len(system) + len(tree)
    partition = system + tree + meta.ljust(8192 - 64, b"\0") + footer(at, len(meta), len(system))
    image = opened(partition)
    assert [(part.name, part.offset) for part in image.index.parts] == [
        ("rootfs", 0), ("vbmeta", len(system)), ("avb-footer", len(partition) - 64),
    ]  # fmt: skip
    note = image.index.parts[1].note.en
    assert note == "verified boot (AVB): SHA256_RSA2048, rollback index 7, hashtree-disabled, system"
    assert not image.index.gaps


def test_a_structure_that_vouches_for_another_partition_begins_at_itself(opened) -> None:
    meta = vbmeta(hash_tree_descriptor("system", place=0x100, size=64))
    image = opened(made.flash((0x4000, meta), size=0x20000))
    assert [(part.name, part.offset) for part in image.index.parts] == [("vbmeta", 0x4000)]


def test_a_hash_that_does_not_fit_is_told(opened) -> None:
    assert any(gap.serious and "hash" in gap.why.en for gap in opened(vbmeta(good=False)).index.gaps)


def test_the_hash_tree_of_veritysetup_is_known(tmp_path: Path, opened) -> None:
    data, tree = tmp_path / "data", tmp_path / "tree"
    data.write_bytes(made.squashfs().ljust(600 * 4096, b"\0"))
    run(packer("veritysetup"), "format", data, tree)
    image = opened(made.squashfs() + tree.read_bytes())
    (verity_part,) = [part for part in image.index.parts if part.name == "dm-verity"]
    assert verity_part.bytes == tree.stat().st_size
    assert verity_part.note.en == "dm-verity: sha256, protects 600 blocks of 4096 bytes"
    assert not image.index.gaps


def test_a_hash_tree_cut_off_is_told(opened) -> None:
    assert any("Cut off" in gap.why.en for gap in opened(verity(blocks=30_000)[:8192]).index.gaps)
