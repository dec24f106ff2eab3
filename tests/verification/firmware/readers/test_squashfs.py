"""SquashFS: what mksquashfs packs, and what an attacker would."""

import struct
from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material.packers import on_disk, packer, run
from material.samples import noise

BIG = b"".join(b"line %d of a file larger than one block\n" % n for n in range(20_000))


@pytest.mark.parametrize("compressor", ["gzip", "lzma", "lzo", "lz4", "xz", "zstd"])
def test_what_mksquashfs_packs_is_read_back_byte_for_byte(compressor: str, tmp_path: Path, opened) -> None:
    tree = made.ROOT | {
        "usr": made.folder(),
        "usr/big": made.File(BIG),
        "usr/random": made.File(noise(300_000)),
        "usr/sparse": made.File(bytes(400_000) + b"end"),
        "usr/tail": made.File(b"a tail in a fragment"),
        "usr/empty": made.File(),
    }
    folder, image = on_disk(tmp_path / "root", tree), tmp_path / "root.squashfs"
    run(packer("mksquashfs"), folder, image, "-comp", compressor, "-noappend", "-quiet", "-all-root")
    (root,) = opened(image).roots
    assert {e.path: root.read(e) for e in root.files} == {
        f"/{name}": file.content for name, file in tree.items() if file.mode >> 12 == 8
    }
    assert root.entry("/bin/sh").target == "busybox"
    assert root.entry("/bin/busybox").mode == 0o4755


@pytest.mark.parametrize(
    "options", [["-b", "4096"], ["-no-fragments"], ["-noI", "-noD", "-noF"], ["-b", "1M"]]
)
def test_every_block_size_and_layout_is_read(options: list[str], tmp_path: Path, opened) -> None:
    folder, image = on_disk(tmp_path / "root", made.ROOT | {"lib/big": made.File(BIG)}), tmp_path / "i"
    run(packer("mksquashfs"), folder, image, "-noappend", "-quiet", *options)
    (root,) = opened(image).roots
    assert root.read(root.entry("/lib/big")) == BIG


def test_a_folder_of_two_thousand_names_is_read(tmp_path: Path, opened) -> None:
    tree = made.ROOT | {f"etc/file-{n:04}": made.File(b"%d" % n) for n in range(2000)}
    folder, image = on_disk(tmp_path / "root", tree), tmp_path / "i"
    run(packer("mksquashfs"), folder, image, "-noappend", "-quiet")
    (root,) = opened(image).roots
    assert len(root.under("/etc")) == 2002
    assert root.text("/etc/file-1999") == "1999"


def test_hard_links_share_one_content(tmp_path: Path, opened) -> None:
    folder, image = on_disk(tmp_path / "root"), tmp_path / "i"
    (folder / "bin/twin").hardlink_to(folder / "bin/busybox")
    run(packer("mksquashfs"), folder, image, "-noappend", "-quiet")
    (root,) = opened(image).roots
    assert root.entry("/bin/twin").blob == root.entry("/bin/busybox").blob


def test_device_nodes_are_recorded_and_not_made(opened) -> None:
    (root,) = opened(made.squashfs()).roots
    assert root.entry("/dev/console").kind is EntryKind.DEVICE


def test_a_directory_that_leads_back_to_the_root_ends(opened) -> None:
    tree = made.ROOT | {"loop": made.folder()}
    image = opened(made.squashfs(tree, loop="loop"))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious for gap in image.index.gaps)


def test_a_damaged_block_costs_only_its_file(opened) -> None:
    whole = bytearray(made.squashfs())
    whole[100:110] = b"\xff" * 10  # the first file's data begin at 96
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert [gap.container for gap in image.index.gaps if gap.serious] == ["rootfs"]


def test_a_file_said_to_be_of_exabytes_is_a_flaw(opened) -> None:
    whole = made.squashfs({"etc": made.folder(), "etc/passwd": made.File(made.PASSWD)})
    at = whole.index(struct.pack("<IIII", 96, 0xFFFFFFFF, 0, len(made.PASSWD)))
    bent = whole[: at + 12] + b"\xff\xff\xff\x7f" + whole[at + 16 :]
    assert any(gap.serious for gap in opened(bent).index.gaps)
