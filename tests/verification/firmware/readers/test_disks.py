"""Disks and their partitions, by sgdisk and sfdisk and by hand."""

from pathlib import Path

import pytest

from material import firmware as made
from material.disks import gpt, logical, mbr
from material.ext import ext
from material.packers import packer, run

LOADER = bytes(range(1, 255)) * 8 + b"U-Boot SPL 2021.04 (Jan 01 2021)\0" + bytes(range(1, 255)) * 8
MIB = 1 << 20


def _names(image) -> list[tuple[str, int]]:
    return [(part.name, part.offset) for part in image.index.parts]


def test_the_partitions_that_sgdisk_makes_are_opened_by_name(tmp_path: Path, opened) -> None:
    disk = tmp_path / "disk"
    disk.write_bytes(bytes(8 * MIB))
    run(
        packer("sgdisk"),
        "-n1:2048:4095",
        "-c1:boot",
        "-n2:4096:8191",
        "-c2:rootfs",
        "-n3:8192:9000",
        "-c3:data",
        disk,
    )
    whole = bytearray(disk.read_bytes())
    whole[0x8000 : 0x8000 + len(LOADER)] = LOADER
    whole[MIB : MIB + len(made.uimage(made.cpio(), kind=3))] = made.uimage(made.cpio(), kind=3)
    whole[2 * MIB : 2 * MIB + len(ext())] = ext()
    image = opened(bytes(whole))
    assert image.index.parts[0].format == "gpt"
    assert image.index.parts[0].bytes == 8 * MIB
    assert image.index.parts[0].note.en == "partitions: boot, rootfs, data"
    formats = {(part.format, part.offset) for part in image.index.parts}
    assert {("uimage", MIB), ("ext", 2 * MIB)} <= formats
    assert [part.name for part in image.index.parts if part.format == "u-boot"] == ["u-boot"]
    assert len(image.roots) == 2


def test_a_disk_cut_after_its_first_partitions_says_which_is_missing(opened) -> None:
    whole = gpt({"kernel": made.uimage(made.cpio(), kind=3), "rootfs": ext()})
    image = opened(whole[: 34 * 512 + 8192])
    assert any(gap.serious and "partition rootfs" in gap.why.en for gap in image.index.gaps)
    assert [tree.root for tree in image.index.trees] == [True]


def test_a_disk_of_large_sectors_is_read(opened) -> None:
    image = opened(gpt({"rootfs": ext()}, first=6, sector=4096))
    assert image.index.parts[0].format == "gpt"
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_a_table_whose_checksum_is_wrong_is_read_and_told(opened) -> None:
    whole = bytearray(gpt({"rootfs": ext()}))
    whole[2 * 512 + 60] ^= 0x20  # in the name
    image = opened(bytes(whole))
    assert image.roots
    assert any(gap.serious and "checksum" in gap.why.en for gap in image.index.gaps)


def test_the_partitions_that_sfdisk_makes_are_opened(tmp_path: Path, opened) -> None:
    disk = tmp_path / "disk"
    disk.write_bytes(bytes(8 * MIB))
    table = b"2048,2048,c,*\n4096,2048,83\n6144,,5\n8192,1024,83\n12288,1024,83\n"
    run(packer("sfdisk"), "-q", disk, given=table)
    whole = bytearray(disk.read_bytes())
    for start, content in ((4096, ext()), (8192, made.squashfs()), (12288, made.squashfs())):
        whole[start * 512 : start * 512 + len(content)] = content
    image = opened(bytes(whole))
    assert [(name, offset // 512) for name, offset in _names(image)] == [
        ("mbr", 0), ("rootfs", 4096), ("rootfs-2", 8192), ("rootfs-3", 12288),
    ]  # fmt: skip
    assert not image.index.gaps


def test_a_chain_of_logical_partitions_that_leads_back_ends(opened) -> None:
    inner = logical(made.squashfs(), following=0)
    inner = inner[:462] + bytes(4) + b"\x05" + bytes(11) + inner[478:]
    image = opened(mbr([(0x05, 1, inner)]))
    assert len(image.roots) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [(0x83, 1, bytes(5120)), (0x83, 2, bytes(512))],  # overlap
        [(0x83, 1 << 30, b"")],  # far away
        [(0, 1, bytes(512))],  # of no kind
    ],
)
def test_rows_that_cannot_be_partitions_make_no_disk(rows: list[tuple[int, int, bytes]], opened) -> None:
    whole = mbr(rows, sectors=40)[:20480] if rows[0][1] < 100 else mbr([(0x83, 1, b"x")], sectors=40)
    whole = whole if rows[0][1] < 100 else whole[:454] + b"\0\0\0\x40" + whole[458:]
    assert "mbr" not in {part.format for part in opened(whole).index.parts}


def test_a_boot_sector_of_a_file_system_is_no_disk(opened) -> None:
    sector = (b"\xeb\x3c\x90MSDOS5.0" + bytes(499)) + b"\x55\xaa"
    assert "mbr" not in {part.format for part in opened(sector + bytes(4096)).index.parts}
