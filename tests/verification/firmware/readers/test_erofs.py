"""EROFS: what mkfs.erofs packs, and the compressions that older releases of it cannot."""

import os
from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material.erofs import PACKERS, erofs
from material.packers import on_disk, packer, run
from material.samples import noise

BIG = b"".join(b"line %d of a file larger than one block\n" % n for n in range(20_000))
MIXED = BIG[:50_000] + noise(50_000) + BIG[:70_000]
TREE = made.ROOT | {
    "usr": made.folder(),
    "usr/big": made.File(BIG),
    "usr/mixed": made.File(MIXED),
    "usr/random": made.File(noise(300_000)),
    "usr/holes": made.File(bytes(400_000) + b"end"),
    "usr/tail": made.File(BIG[:5000]),
    "usr/empty": made.File(),
}
FILES = {f"/{name}": file.content for name, file in TREE.items() if file.mode >> 12 == 8}


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-zlz4"],
        ["-zlz4hc,9"],
        ["-zlz4hc", "-C65536"],
        ["-zlz4", "-Elegacy-compress"],
        ["-zlz4hc", "-Eztailpacking"],
        ["-zlz4hc", "-C16384", "-Eztailpacking"],
        ["-Eforce-inode-extended"],
        ["-Enoinline_data"],
        ["--chunksize=4096"],
        ["-Eforce-chunk-indexes", "--chunksize=8192"],
    ],
    ids=" ".join,
)
def test_what_mkfs_erofs_packs_is_read_back_byte_for_byte(options: list[str], tmp_path: Path, opened) -> None:
    folder, image = on_disk(tmp_path / "root", TREE), tmp_path / "image"
    run(packer("mkfs.erofs"), "--quiet", *options, image, folder)
    result = opened(image)
    (root,) = result.roots
    assert {e.path: root.read(e) for e in root.files} == FILES
    assert root.entry("/bin/sh").target == "busybox"
    busybox = root.entry("/bin/busybox")
    assert (busybox.mode, busybox.uid, busybox.gid) == (0o4755, os.getuid(), os.getgid())
    assert not result.index.gaps


def test_a_folder_of_two_thousand_names_is_read(tmp_path: Path, opened) -> None:
    tree = made.ROOT | {f"etc/file-{n:04}": made.File(b"%d" % n) for n in range(2000)}
    folder, image = on_disk(tmp_path / "root", tree), tmp_path / "image"
    run(packer("mkfs.erofs"), "--quiet", image, folder)
    (root,) = opened(image).roots
    assert len(root.under("/etc")) == 2002
    assert root.text("/etc/file-1999") == "1999"


@pytest.mark.parametrize("packing", PACKERS)
def test_every_compression_is_read(packing: str, opened) -> None:
    tree = made.ROOT | {"etc/long": made.File(BIG[:20_000], 0o100640, 70_000, 8)}
    image = opened(erofs(tree, packing=packing))
    (root,) = image.roots
    assert {e.path: root.read(e) for e in root.files} == {
        f"/{name}": file.content for name, file in tree.items() if file.mode >> 12 == 8
    }
    entry = root.entry("/etc/long")
    assert (entry.mode, entry.uid, entry.gid) == (0o640, 70_000, 8)
    assert root.entry("/dev/console").kind is EntryKind.DEVICE
    assert not image.index.gaps


def test_a_feature_that_is_not_supported_is_named_and_the_rest_opened(opened) -> None:
    image = opened(erofs(incompatible=0x21))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious and "fragments" in gap.why.en for gap in image.index.gaps)


def test_a_damaged_piece_costs_only_its_file(opened) -> None:
    whole = bytearray(erofs(packing="lz4"))
    whole[-4000:] = b"\xff" * 4000
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious and "/etc/shadow" in gap.why.en for gap in image.index.gaps)


def test_a_directory_that_leads_back_to_the_root_ends(opened) -> None:
    whole = erofs()
    at = whole.index(b"\x08\x00\x00\x00\x00\x00\x00\x00", 4096)
    bent = bytearray(whole)
    for place in range(4096, len(whole) - 12, 4):
        if whole[place : place + 8] == (32).to_bytes(8, "little") and whole[place + 10] == 2:
            bent[place : place + 8] = bytes(8)
    assert at
    image = opened(bytes(bent))
    assert image.index.trees
    assert any("in itself or twice" in gap.why.en for gap in image.index.gaps)
