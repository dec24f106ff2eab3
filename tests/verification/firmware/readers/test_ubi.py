"""UBI and UBIFS: what mtd-utils make, and what a device leaves behind after years of writing."""

from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material.packers import on_disk, packer, run
from material.samples import noise
from material.ubi import LOGICAL, Ubifs, dump, erase_block, filled, table, ubi

BIG = b"".join(b"line %d of a file larger than one block\n" % n for n in range(20_000))
TREE = made.ROOT | {
    "usr": made.folder(),
    "usr/big": made.File(BIG),
    "usr/random": made.File(noise(300_000)),
    "usr/sparse": made.File(bytes(400_000) + b"end"),
    "usr/empty": made.File(),
}
FILES = {f"/{name}": file.content for name, file in TREE.items() if file.mode >> 12 == 8}
DEVICES = "/dev/null c 666 7 8 1 3 0 0 -\n/etc/shadow f 640 0 42 - - - - -\n"
GEOMETRY = ["-m", "2048", "-e", "126976", "-c", "300"]
VOLUMES = """[rootfs]
mode=ubi
image=root.ubifs
vol_id=0
vol_type=dynamic
vol_name=rootfs
vol_flags=autoresize
[logo]
mode=ubi
image=logo
vol_id=1
vol_type=static
vol_size=1MiB
vol_name=logo
[data]
mode=ubi
vol_id=3
vol_type=dynamic
vol_size=1MiB
vol_name=data
"""


def _ubifs(folder: Path, *options: str) -> Path:
    root, devices, image = on_disk(folder / "root", TREE), folder / "devices", folder / "root.ubifs"
    devices.write_text(DEVICES)
    run(packer("mkfs.ubifs"), *GEOMETRY, *options, "-U", "-D", devices, "-r", root, "-o", image)
    return image


@pytest.mark.parametrize("method", ["lzo", "zlib", "zstd", "none"])
def test_what_mkfs_ubifs_packs_is_read_back_byte_for_byte(method: str, tmp_path: Path, opened) -> None:
    image = opened(_ubifs(tmp_path, "-x", method))
    (root,) = image.roots
    assert {e.path: root.read(e) for e in root.files} == FILES
    assert root.entry("/bin/sh").target == "busybox"
    assert root.entry("/bin/busybox").mode == 0o4755
    shadow, null = root.entry("/etc/shadow"), root.entry("/dev/null")
    assert (shadow.mode, shadow.uid, shadow.gid) == (0o640, 0, 42)
    assert (null.kind, null.mode, null.uid, null.gid) == (EntryKind.DEVICE, 0o666, 7, 8)
    assert not image.index.gaps


def test_the_volumes_of_an_image_made_by_ubinize_are_opened_by_name(tmp_path: Path, opened) -> None:
    _ubifs(tmp_path)
    (tmp_path / "logo").write_bytes(noise(200_000))
    (tmp_path / "ubi.ini").write_text(VOLUMES)
    run(packer("ubinize"), "-p", "128KiB", "-m", "2048", "-o", "image", "ubi.ini", folder=tmp_path)
    image = opened(tmp_path / "image")
    (root,) = image.roots
    assert {e.path: root.read(e) for e in root.files} == FILES
    ubi_part = image.index.parts[0]
    assert ubi_part.note.en == "volumes: rootfs, logo, data (empty)"
    (logo,) = [part for part in image.index.parts if part.name == "logo"]
    assert image.read(logo) == noise(200_000)


@pytest.mark.parametrize(
    ("page", "spare", "pages"),
    [(512, 16, 32), (2048, 64, 64), (2048, 128, 64), (4096, 128, 64), (4096, 224, 64), (8192, 640, 128)],
)
def test_a_dump_of_nand_flash_is_opened_without_its_spare_bytes(page, spare, pages, opened) -> None:
    image = opened(dump(made.cpio(), page=page, spare=spare, pages=pages))
    assert [part.format for part in image.index.parts][:2] == ["nand-dump", "ubi"]
    assert image.index.parts[0].note.en == f"{page} + {spare} B"
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert not [gap for gap in image.index.gaps if gap.serious]


def test_a_dump_of_what_ubinize_made_is_read_back_byte_for_byte(tmp_path: Path, opened) -> None:
    _ubifs(tmp_path)
    (tmp_path / "logo").write_bytes(noise(200_000))
    (tmp_path / "ubi.ini").write_text(VOLUMES)
    run(
        packer("ubinize"),
        "-p",
        "128KiB",
        "-m",
        "2048",
        "-s",
        "512",
        "-o",
        "image",
        "ubi.ini",
        folder=tmp_path,
    )
    flat = (tmp_path / "image").read_bytes()
    image = opened(b"".join(flat[at : at + 2048] + noise(64) for at in range(0, len(flat), 2048)))
    (root,) = image.roots
    assert {e.path: root.read(e) for e in root.files} == FILES


def test_a_bad_block_of_a_dump_is_told_and_the_rest_opened(opened) -> None:
    whole = bytearray(dump(made.cpio()))
    block = (2048 + 64) * 64
    whole[block : block + 4096] = bytes(4096)  # the second copy of the volume table
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("erase blocks are damaged" in gap.why.en for gap in image.index.gaps)


def test_a_device_without_spare_bytes_is_no_dump(opened) -> None:
    image = opened(ubi({"rootfs": made.cpio()}))
    assert image.index.parts[0].format == "ubi"


def test_two_devices_side_by_side_are_two(opened) -> None:
    first = ubi({"rootfs": filled().image()})
    second = b"".join(
        erase_block(content, volume=volume, device=5)
        for content, volume in ((table(["more"]), 0x7FFFEFFF), (made.cpio(), 0))
    )
    image = opened(first + second)
    assert [part.name for part in image.index.parts if part.format == "ubi"] == ["ubi", "ubi-2"]
    assert len(image.roots) == 2


def test_the_newest_copy_of_a_block_counts(opened) -> None:
    old, new = made.cpio(), made.cpio(made.ROOT | {"etc/passwd": made.File(b"new")})
    image = opened(
        erase_block(table(["root"]), volume=0x7FFFEFFF)
        + erase_block(new, sequence=9)
        + erase_block(old, sequence=3)
    )
    assert image.roots[0].text("/etc/passwd") == "new"


def test_a_copy_that_a_power_failure_cut_off_does_not_count(opened) -> None:
    image = opened(
        erase_block(table(["root"]), volume=0x7FFFEFFF)
        + erase_block(made.cpio(), sequence=3)
        + erase_block(noise(9000), sequence=9, copied=True, crc=1)
    )
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_a_device_without_volume_table_is_opened_and_told(opened) -> None:
    image = opened(erase_block(made.cpio()) + erase_block(None))
    assert image.roots
    assert any(gap.serious and "volume table" in gap.why.en for gap in image.index.gaps)


def test_an_image_that_was_cut_off_says_so_wherever_it_was_cut(opened) -> None:
    whole = ubi({"rootfs": filled().image()})
    assert not [gap for gap in opened(whole).index.gaps if gap.serious]
    for length in (len(whole) - 0x4000 - 5000, len(whole) - 0x8000, len(whole) // 2 + 700):
        assert [gap.why.en for gap in opened(whole[:length]).index.gaps if gap.serious], length
    assert any("it was cut off" in gap.why.en for gap in opened(whole[:-0x4000][:-5000]).index.gaps)


def test_a_damaged_erase_block_is_told_and_the_rest_opened(opened) -> None:
    whole = bytearray(ubi({"rootfs": filled().image()}))
    whole[0x8000 + 70] ^= 1  # the header of the last logical block, which is erased anyway
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("erase blocks are damaged" in gap.why.en for gap in image.index.gaps)


def _tree(image) -> dict[str, bytes]:
    (root,) = image.roots
    return {e.path: root.read(e) for e in root.files}


def test_what_the_journal_holds_since_the_last_commit_counts(opened) -> None:
    disk = filled()
    disk.inode(200, made.File(b"fresh", 0o100600))
    disk.name(70, b"fresh", 200)
    disk.data(200, 0, b"fresh")
    disk.name(70, b"passwd", 0)
    files = _tree(opened(disk.image()))
    assert files["/etc/fresh"] == b"fresh"
    assert "/etc/passwd" not in files


def test_a_truncated_file_ends_where_it_was_cut_and_grows_again_with_zeros(opened) -> None:
    disk = filled()
    disk.inode(200, made.File(b"", 0o100600), size=9000)
    disk.name(70, b"log", 200)
    for block in range(3):
        disk.data(200, block, b"x" * 4096)
    disk.truncate(200, 9000, 4096)
    disk.inode(200, made.File(b"", 0o100600), size=9000)
    assert _tree(opened(disk.image()))["/etc/log"] == b"x" * 4096 + bytes(9000 - 4096)


def test_without_index_all_nodes_are_scanned_and_it_is_told(opened) -> None:
    disk = filled()
    whole = disk.image()
    at = disk.index * LOGICAL
    image = opened(whole[:at] + b"\xff" * LOGICAL + whole[at + LOGICAL :])
    assert _tree(image)["/etc/passwd"] == made.PASSWD
    assert any(gap.serious and "restored from a scan" in gap.why.en for gap in image.index.gaps)


def test_a_lost_block_of_a_file_is_told_by_its_name(opened) -> None:
    whole = bytearray(filled().image())
    at = filled().main * LOGICAL
    places = [
        p
        for p in range(at, len(whole) - 24)
        if whole[p : p + 4] == b"\x31\x18\x10\x06" and whole[p + 20] == 1
    ]
    whole[places[-1] + 50] ^= 1
    image = opened(bytes(whole))
    assert any("/etc/shadow" in gap.why.en for gap in image.index.gaps)
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_the_block_after_the_first_may_be_damaged(opened) -> None:
    whole = bytearray(ubi({"rootfs": filled().image()}))
    whole[0x4000 : 0x4000 + 128] = bytes(128)  # the second copy of the volume table
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("1 UBI erase block" in gap.why.en for gap in image.index.gaps)


def test_an_encrypted_file_is_a_flaw_that_says_so(opened) -> None:
    disk = filled()
    disk.inode(72, made.File(b"", 0o100600), size=21, flags=0x40)
    assert any("fscrypt" in gap.why.en for gap in opened(disk.image()).index.gaps)


def test_a_directory_that_leads_back_to_the_root_ends(opened) -> None:
    disk = filled()
    disk.name(70, b"loop", 1, 0o040755)
    image = opened(disk.image())
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("in itself or twice" in gap.why.en for gap in image.index.gaps)


def test_a_file_said_to_be_of_exabytes_leaves_its_neighbours_whole(opened) -> None:
    disk: Ubifs = filled()
    disk.inode(200, made.File(b"", 0o100600), size=1 << 60)
    disk.name(1, b"aaa", 200)
    image = opened(disk.image(), output_bytes=8 << 20)
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious and "/aaa" in gap.why.en for gap in image.index.gaps)
