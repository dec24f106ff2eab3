"""cramfs, romfs, and SquashFS of other days: by the standard tools where they are, and by hand."""

import lzma
import os
import struct
import zlib
from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material.packers import on_disk, packer, run
from material.read_only import cramfs, romfs, squashfs_older
from material.samples import noise

BIG = b"".join(b"line %d of a file larger than one block\n" % n for n in range(20_000))
TREE = made.ROOT | {
    "usr": made.folder(),
    "usr/big": made.File(BIG),
    "usr/random": made.File(noise(30_000), 0o100755, 7, 8),
    "usr/holes": made.File(bytes(20_000) + b"end"),
    "usr/empty": made.File(),
}
FILES = {f"/{name}": file.content for name, file in TREE.items() if file.mode >> 12 == 8}


def _whole(image) -> dict[str, bytes]:
    (root,) = image.roots
    assert root.entry("/bin/sh").target == "busybox"
    return {e.path: root.read(e) for e in root.files}


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("options", [[], ["-z"], ["-p"]], ids=["", "holes", "boot-sector"])
def test_what_mkfs_cramfs_packs_is_read_back_byte_for_byte(
    order: str, options: list[str], tmp_path: Path, opened
) -> None:
    folder, image = on_disk(tmp_path / "root", TREE), tmp_path / "image"
    run(packer("mkfs.cramfs"), "-N", order, *options, folder, image)
    result = opened(image)
    assert _whole(result) == FILES
    assert result.roots[0].entry("/bin/busybox").mode == 0o4755
    assert result.roots[0].entry("/bin/busybox").uid == os.getuid() & 0xFFFF
    assert not result.index.gaps


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("shift", [0, 512])
def test_a_cramfs_keeps_owners_modes_and_devices(order: str, shift: int, opened) -> None:
    image = opened(cramfs(TREE, order=order, shift=shift))
    assert _whole(image) == FILES
    entry, console = image.roots[0].entry("/usr/random"), image.roots[0].entry("/dev/console")
    assert (entry.mode, entry.uid, entry.gid) == (0o755, 7, 8)
    assert (console.kind, console.mode) == (EntryKind.DEVICE, 0o600)
    assert not image.index.gaps


def test_a_cramfs_with_pointers_to_blocks_is_read(opened) -> None:
    whole = bytearray(cramfs({"etc": made.folder(), "etc/passwd": made.File(made.PASSWD)}))
    packed = zlib.compress(made.PASSWD)
    at = bytes(whole).index(packed) - 4  # of the one pointer
    end = len(whole)
    place = end >> 2
    whole[at : at + 4] = struct.pack("<I", 1 << 30 | place)
    whole += struct.pack("<H", len(packed)) + packed
    whole[4:12] = struct.pack("<II", len(whole), 0x803 & ~1)
    assert opened(bytes(whole)).roots[0].text("/etc/passwd") == made.PASSWD.decode()
    whole[at : at + 4] = struct.pack("<I", 3 << 30 | place)
    plain = bytes(whole[:end]) + made.PASSWD
    plain = plain[:4] + struct.pack("<I", len(plain)) + plain[8:]
    assert opened(plain).roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_a_cramfs_whose_checksum_is_wrong_is_opened_and_told(opened) -> None:
    whole = bytearray(cramfs())
    whole[-1] ^= 1
    image = opened(bytes(whole))
    assert image.roots
    assert any(gap.serious and "checksum" in gap.why.en for gap in image.index.gaps)


def test_what_genromfs_packs_is_read_back_byte_for_byte(tmp_path: Path, opened) -> None:
    folder, image = on_disk(tmp_path / "root", TREE), tmp_path / "image"
    (folder / "dev/@null,c,1,3").touch()
    (folder / "bin/twin").hardlink_to(folder / "bin/busybox")
    run(packer("genromfs"), "-d", folder, "-f", image)
    result = opened(image)
    assert _whole(result) == FILES | {"/bin/twin": FILES["/bin/busybox"]}
    (root,) = result.roots
    assert root.entry("/dev/null").kind is EntryKind.DEVICE
    assert root.entry("/bin/twin").blob == root.entry("/bin/busybox").blob
    assert (root.entry("/bin/busybox").mode, root.entry("/etc/passwd").mode) == (0o755, 0o644)
    assert not result.index.gaps


def test_a_romfs_is_read(opened) -> None:
    assert _whole(opened(romfs(TREE))) == FILES


def test_a_romfs_whose_chain_leads_back_ends(opened) -> None:
    whole = bytearray(romfs())
    at = whole.index(b"shadow") - 16
    whole[at : at + 4] = struct.pack(">I", whole.index(b"passwd\0") - 16 | 2)
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("without end" in gap.why.en for gap in image.index.gaps)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("version", [2, 3])
def test_an_older_squashfs_is_read(order: str, version: int, opened) -> None:
    image = opened(squashfs_older(TREE, order=order, version=version))
    assert _whole(image) == FILES
    entry, shadow = image.roots[0].entry("/usr/random"), image.roots[0].entry("/etc/shadow")
    assert (entry.mode, entry.uid, entry.gid) == (0o755, 7, 8)
    assert (shadow.mode, shadow.gid) == (0o600, 42)
    assert image.roots[0].entry("/dev/console").kind is EntryKind.DEVICE
    assert not image.index.gaps


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("version", [2, 3])
def test_what_the_tests_write_as_an_older_squashfs_is_one_for_unsquashfs(
    order: str, version: int, tmp_path: Path
) -> None:
    (tmp_path / "image").write_bytes(squashfs_older(order=order, version=version))
    listed = run(packer("unsquashfs"), "-lln", tmp_path / "image").decode()
    assert "squashfs-root/etc/passwd" in listed and "0/42" in listed
    passwd = run(packer("unsquashfs"), "-cat", tmp_path / "image", "etc/passwd", fine=(0, 1))
    assert passwd in (made.PASSWD, b"")  # releases before 4.5 cannot print


def _raw(lc: int, lp: int, pb: int, content: bytes) -> bytes:
    way = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": 1 << 16}]
    return lzma.compress(content, lzma.FORMAT_RAW, filters=way)


def _head(content: bytes, size: bytes) -> bytes:
    return b"\x5d" + struct.pack("<I", 1 << 16) + size + _raw(3, 0, 2, content)


PACKERS = {
    "alone": lambda content: _head(content, struct.pack("<Q", len(content))),
    "alone-without-size": lambda content: lzma.compress(content, lzma.FORMAT_ALONE),
    "short-size": lambda content: _head(content, struct.pack("<I", len(content))),
    "no-size": lambda content: _head(content, b""),
    "no-header": lambda content: _raw(3, 0, 2, content),
    "no-header-other-parameters": lambda content: _raw(0, 2, 2, content),
}


@pytest.mark.parametrize("magic", [b"hsqs", b"shsq", b"hsqt", b"qshs"])
@pytest.mark.parametrize("packing", PACKERS)
def test_lzma_as_makers_put_it_in_is_read(packing: str, magic: bytes, opened) -> None:
    image = opened(squashfs_older(TREE, magic=magic, pack=PACKERS[packing]))
    assert _whole(image) == FILES
    assert image.index.parts[0].note.en.endswith("lzma")


def test_a_squashfs_4_of_the_other_byte_order_is_recognised(opened) -> None:
    whole = made.squashfs()
    fields = struct.unpack("<IIIIIHHHHHHQQQQQQQQ", whole[:96])
    bent = struct.pack(">IIIIIHHHHHHQQQQQQQQ", *fields) + whole[96:]
    assert next(part.format for part in opened(bent).index.parts if part.parent is None) == "squashfs"
