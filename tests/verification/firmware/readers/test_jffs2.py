"""JFFS2: what mkfs.jffs2 packs, and what months of use leave."""

from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material.packers import on_disk, packer, run

ERASE = 0x10000
BIG = b"".join(b"setting %d = value\n" % n for n in range(3000))


@pytest.mark.parametrize("order", ["-l", "-b"])
@pytest.mark.parametrize(
    "compressor",
    [
        ["-x", "rtime", "-x", "lzo"],
        ["-x", "zlib", "-x", "lzo"],
        ["-X", "lzo", "-x", "zlib", "-x", "rtime"],
        ["-m", "none"],
    ],
    ids=["zlib", "rtime", "lzo", "none"],
)
def test_what_mkfs_jffs2_packs_is_read_back(
    order: str, compressor: list[str], tmp_path: Path, opened
) -> None:
    tree = made.ROOT | {"etc/big": made.File(BIG)}
    folder, image = on_disk(tmp_path / "root", tree), tmp_path / "i.jffs2"
    run(packer("mkfs.jffs2"), order, "-r", folder, "-o", image, "-e", "64KiB", "-p", *compressor)
    (root,) = opened(image).roots
    assert {e.path: root.read(e) for e in root.files} == {
        f"/{name}": file.content for name, file in tree.items() if file.mode >> 12 == 8
    }
    assert root.entry("/bin/sh").target == "busybox"
    assert not opened(image).index.gaps


@pytest.mark.parametrize("order", ["<", ">"])
def test_nodes_of_the_old_magic_are_read_alike(order: str, opened) -> None:
    image = opened(made.jffs2(order=order, magic=0x1984))
    (root,) = image.roots
    assert root.text("/etc/passwd") == made.ROOT["etc/passwd"].content.decode()
    assert not image.index.gaps


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tree_is_read_in_both_byte_orders(order: str, opened) -> None:
    (root,) = opened(made.jffs2(order=order)).roots
    assert root.text("/etc/passwd") == made.PASSWD.decode()
    assert root.entry("/dev/console").kind is EntryKind.DEVICE


def test_the_newest_version_of_a_name_and_of_a_content_counts(opened) -> None:
    log = made.Jffs2()
    log.name(1, b"mode", 2)
    log.data(2, b"debug=1\n", version=1)
    log.data(2, b"debug=0\n", version=2)
    log.name(1, b"gone", 3)
    log.data(3, b"old")
    log.name(1, b"gone", 0, version=2)
    tree = opened(log.out).trees[0]
    assert tree.text("/mode") == "debug=0\n"
    assert tree.entry("/gone") is None


def test_a_file_cut_shorter_loses_its_tail(opened) -> None:
    log = made.Jffs2()
    log.name(1, b"log", 2)
    log.data(2, b"0123456789", version=1)
    log.data(2, b"", version=2, offset=0, size=4)
    assert opened(log.out).trees[0].text("/log") == "0123"


def test_erased_blocks_between_nodes_are_no_gap(opened) -> None:
    first, second = made.Jffs2(), made.Jffs2()
    first.name(1, b"a", 2)
    first.data(2, b"first")
    second.name(1, b"b", 3)
    second.data(3, b"second")
    image = opened(made.flash((0, first.out), (3 * ERASE, second.out)))
    assert [e.path for e in image.trees[0].files] == ["/a", "/b"]
    assert not image.index.gaps


def test_a_node_with_a_bad_checksum_is_left_out_and_told(opened) -> None:
    log = made.Jffs2()
    log.name(1, b"a", 2)
    log.data(2, b"right", version=1)
    log.data(2, b"wrong", version=2)
    image = opened(log.out.replace(b"wrong", b"WRONG"))
    assert [gap.container for gap in image.index.gaps if gap.serious] == ["jffs2"]


def test_two_names_of_one_inode_share_one_content(opened) -> None:
    log = made.Jffs2()
    log.name(1, b"a", 2)
    log.name(1, b"b", 2)
    log.data(2, b"same")
    tree = opened(log.out).trees[0]
    assert tree.entry("/a").blob == tree.entry("/b").blob


def test_a_directory_in_itself_ends(opened) -> None:
    log = made.Jffs2()
    log.name(1, b"d", 2, kind=4)
    log.name(2, b"d", 2, kind=4)
    log.data(2, b"", mode=0o040755)
    assert [e.path for e in opened(log.out).trees[0]] == ["/", "/d"]


def test_what_lies_in_a_folder_without_a_name_is_still_found(opened) -> None:
    log = made.Jffs2()
    log.name(77, b"orphan", 2)
    log.data(2, b"still here")
    assert opened(log.out).trees[0].text("/lost+found/77/orphan") == "still here"


def test_a_node_that_says_it_unpacks_to_gigabytes_is_left_out(opened) -> None:
    log = made.Jffs2()
    log.name(1, b"bomb", 2)
    log.data(2, b"", packed=b"", method=1, size=0xFFFFFFFF)
    image = opened(log.out)
    assert image.trees[0].entry("/bomb").size == 0
    assert any(gap.serious for gap in image.index.gaps)
