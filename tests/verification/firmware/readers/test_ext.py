"""ext2, ext3, ext4: what mke2fs packs, and what an attacker would."""

from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material.ext import ext, filled
from material.packers import on_disk, packer, run
from material.samples import noise

BIG = b"".join(b"line %d of a file larger than one block\n" % n for n in range(20_000))
LONG = "a-target-that-is-longer-than-fits-into-the-sixty-bytes-of-an-inode/" * 2
TREE = made.ROOT | {
    "usr": made.folder(),
    "usr/big": made.File(BIG),
    "usr/random": made.File(noise(300_000)),
    "usr/empty": made.File(),
    "usr/link": made.link(LONG),
    "usr/tiny": made.File(b"fits into its inode"),
    "usr/larger": made.File(b"fits into its inode and an attribute " * 3),
}
FILES = {f"/{name}": file.content for name, file in TREE.items() if file.mode >> 12 == 8}
OWNERS = (
    b"sif /etc/shadow gid 42\nsif /etc/shadow uid 70000\ncd dev\nmknod null c 1 3\nsif null mode 020666\n"
)


def _packed(folder: Path, *options: str) -> Path:
    root, image = on_disk(folder / "root", TREE), folder / "image"
    with (root / "usr/sparse").open("wb") as sparse:
        sparse.seek(5_000_000)
        sparse.write(b"end")
    run(packer("mke2fs"), "-q", "-F", "-d", root, *options, image, "16M")
    run(packer("debugfs"), "-w", "-f", "-", image, given=OWNERS)
    return image


@pytest.mark.parametrize(
    "options",
    [
        ["-t", "ext2"],
        ["-t", "ext2", "-r", "0", "-b", "1024"],
        ["-t", "ext3", "-b", "2048"],
        ["-t", "ext4"],
        ["-t", "ext4", "-b", "1024", "-O", "^64bit"],
        ["-t", "ext4", "-I", "256", "-O", "inline_data,metadata_csum,64bit"],
        ["-t", "ext4", "-b", "1024", "-O", "meta_bg,^resize_inode,sparse_super2"],
        ["-t", "ext4", "-O", "bigalloc"],
    ],
    ids=" ".join,
)
def test_what_mke2fs_packs_is_read_back_byte_for_byte(options: list[str], tmp_path: Path, opened) -> None:
    image = opened(_packed(tmp_path, *options))
    (root,) = image.roots
    found = {e.path: root.read(e) for e in root.files}
    assert found == FILES | {"/usr/sparse": bytes(5_000_000) + b"end"}
    assert (root.entry("/bin/sh").target, root.entry("/usr/link").target) == ("busybox", LONG)
    assert root.entry("/bin/busybox").mode == 0o4755
    shadow, null = root.entry("/etc/shadow"), root.entry("/dev/null")
    assert (shadow.uid, shadow.gid, shadow.mode) == (70000, 42, 0o600)
    assert (null.kind, null.mode) == (EntryKind.DEVICE, 0o666)
    assert not image.index.gaps


def test_a_folder_of_three_thousand_names_with_a_hash_tree_is_read(tmp_path: Path, opened) -> None:
    tree = made.ROOT | {f"etc/a-name-of-some-length-{n:04}": made.File(b"%d" % n) for n in range(3000)}
    root, image = on_disk(tmp_path / "root", tree), tmp_path / "image"
    run(packer("mke2fs"), "-q", "-F", "-t", "ext4", "-b", "1024", "-N", "4000", "-d", root, image, "16M")
    run(packer("e2fsck"), "-f", "-y", "-D", image, fine=(0, 1))
    (found,) = opened(image).roots
    assert len(found.under("/etc")) == 3002
    assert found.text("/etc/a-name-of-some-length-2999") == "2999"


def test_hard_links_share_one_content(tmp_path: Path, opened) -> None:
    root, image = on_disk(tmp_path / "root"), tmp_path / "image"
    (root / "bin/twin").hardlink_to(root / "bin/busybox")
    run(packer("mke2fs"), "-q", "-F", "-d", root, image, "2M")
    (found,) = opened(image).roots
    assert found.entry("/bin/twin").blob == found.entry("/bin/busybox").blob


@pytest.mark.parametrize("extents", [False, True])
def test_blocks_and_extents_lead_to_the_same_files(extents: bool, opened) -> None:
    tree = made.ROOT | {"etc/long": made.File(noise(30_000))}
    (root,) = opened(ext(tree, extents=extents)).roots
    assert root.read(root.entry("/etc/long")) == noise(30_000)
    assert root.entry("/dev/console").kind is EntryKind.DEVICE


def test_a_journal_that_was_not_replayed_is_a_serious_gap(opened) -> None:
    image = opened(ext(incompatible=0x4))
    assert image.roots
    assert any(gap.serious and "journal" in gap.why.en for gap in image.index.gaps)


@pytest.mark.parametrize(
    ("flag", "name"), [(0x1, "e2compr"), (0x1000, "dirdata"), (0x80000, "incompat 0x80000")]
)
def test_a_feature_that_is_not_supported_is_named_and_the_rest_opened(flag: int, name: str, opened) -> None:
    image = opened(ext(incompatible=flag))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious and name in gap.why.en for gap in image.index.gaps)


def test_an_encrypted_file_says_so(opened) -> None:
    disk = filled(more={"secret": (40, 0o100600)})
    disk.inode(40, made.File(noise(2000), 0o100600), flags=0x800)
    image = opened(disk.image())
    assert any(
        gap.serious and "/secret" in gap.why.en and "fscrypt" in gap.why.en for gap in image.index.gaps
    )


def test_a_directory_that_leads_back_to_the_root_ends(opened) -> None:
    image = opened(filled(more={"loop": (2, 0o040755)}).image())
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("in itself or twice" in gap.why.en for gap in image.index.gaps)


def test_a_file_said_to_be_of_exabytes_leaves_its_neighbours_whole(opened) -> None:
    disk = filled(more={"aaa": (40, 0o100600)})
    disk.inode(40, made.File(b"x", 0o100600), size=1 << 62)
    image = opened(disk.image(), output_bytes=8 << 20)
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious and "/aaa" in gap.why.en for gap in image.index.gaps)


def test_a_damaged_inode_costs_only_its_file(opened) -> None:
    whole = bytearray(ext())
    at = whole.index(b"\x53\xef") - 0x438
    inode = at + 5 * 1024 + (12 + list(made.ROOT).index("etc/shadow") - 1) * 128
    whole[inode : inode + 2] = b"\xff\xff"
    image = opened(bytes(whole))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("/etc/shadow" in gap.why.en for gap in image.index.gaps)


def test_the_copy_of_a_superblock_in_another_group_is_no_file_system(opened) -> None:
    whole = bytearray(ext())
    whole[0x45A] = 1
    assert "ext" not in {part.format for part in opened(bytes(whole)).index.parts}
