"""littlefs, SPIFFS and YAFFS2: what the tools pack, and what use and damage leave."""

from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind, OpenedImage
from material import firmware as made
from material import flash_systems as flash
from material import microcontrollers as chips
from material.packers import packer, run
from material.samples import noise

TREE = {
    "wifi.conf": b"ssid=home\n",
    "web/index.html": b"<html>" * 300,
    "web/deep/er/random.bin": noise(70_000),
    "empty": b"",
} | {f"many/file-{n:03}": b"%d" % n * n for n in range(120)}


def files(image: OpenedImage) -> dict[str, bytes]:
    """The files of the first tree."""
    tree = image.trees[0]
    return {entry.path: tree.read(entry) for entry in tree.files}


def serious(image: OpenedImage) -> list[str]:
    """Why each serious gap is one."""
    return [gap.why.en for gap in image.index.gaps if gap.serious]


@pytest.mark.parametrize(("block", "blocks"), [(512, 512), (4096, 128), (65536, 16)])
def test_what_littlefs_writes_is_read_back(block: int, blocks: int, tmp_path: Path, opened) -> None:
    tool, folder, target = packer("littlefs-python"), tmp_path / "tree", tmp_path / "fs.img"
    for name, content in TREE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    run(tool, "create", folder, target, f"--block-size={block}", f"--block-count={blocks}")
    image = opened(target)
    assert files(image) == {f"/{name}": content for name, content in TREE.items()}
    assert not image.index.gaps


@pytest.mark.parametrize(("pack", "prefix"), [(flash.littlefs, "/"), (flash.spiffs, "/")])
def test_our_volumes_are_read_back(pack, prefix: str, opened) -> None:
    image = opened(pack())
    assert files(image) == {prefix + name: content for name, content in flash.FILES.items()}
    assert not image.index.gaps


def test_a_littlefs_commit_whose_checksum_is_wrong_did_not_happen(opened) -> None:
    whole, log = flash.littlefs({"mode": b"debug=0"}), flash.Log(512)
    log.tag(0x0FF, 0, b"littlefs")
    log.tag(0x201, 0, whole[20:44])
    log.tag(0x401, 1)
    log.tag(0x001, 1, b"mode")
    log.tag(0x201, 1, b"debug=0")
    log.commit()
    log.tag(0x201, 1, b"debug=1")
    log.commit(good=False)
    assert files(opened(log.whole() + whole[512:])) == {"/mode": b"debug=0"}


def test_the_newer_block_of_a_littlefs_pair_counts(opened) -> None:
    old = flash.littlefs({"mode": b"debug=1"})
    new = flash.Log(512, revision=2)
    new.tag(0x0FF, 0, b"littlefs")
    new.tag(0x201, 0, old[20:44])
    new.tag(0x401, 1)
    new.tag(0x001, 1, b"mode")
    new.tag(0x201, 1, b"debug=0")
    new.commit()
    assert files(opened(old[:512] + new.whole() + old[1024:])) == {"/mode": b"debug=0"}


def test_a_littlefs_directory_within_itself_ends(opened) -> None:
    whole, log = flash.littlefs({}), flash.Log(512)
    log.tag(0x0FF, 0, b"littlefs")
    log.tag(0x201, 0, whole[20:44])
    log.tag(0x002, 1, b"loop")
    log.tag(0x200, 1, b"\0\0\0\0\x01\0\0\0")
    log.commit()
    image = opened(log.whole() + whole[512:])
    assert [entry.path for entry in image.trees[0]] == ["/", "/loop"]
    assert any("within itself" in why for why in serious(image))


def test_a_littlefs_file_that_leads_out_of_the_flash_is_a_flaw(opened) -> None:
    whole, log = flash.littlefs({}), flash.Log(512)
    log.tag(0x0FF, 0, b"littlefs")
    log.tag(0x201, 0, whole[20:44])
    log.tag(0x001, 1, b"far")
    log.tag(0x202, 1, b"\xf0\xff\0\0\0\x01\0\0")
    log.commit()
    assert any("/far" in why for why in serious(opened(log.whole() + whole[512:])))


@pytest.mark.parametrize(("page", "block"), [(256, 4096), (256, 8192), (512, 8192), (256, 65536)])
def test_spiffs_is_read_in_every_layout(page: int, block: int, opened) -> None:
    contents = {"a.bin": noise(9000), "b.txt": b"text" * 99}
    image = opened(flash.spiffs(contents, page=page, block=block))
    assert files(image) == {f"/{name}": content for name, content in contents.items()}


def test_spiffs_in_a_partition_of_an_esp32_flash_is_opened(opened) -> None:
    image = opened(chips.esp_flash(storage=flash.spiffs(blocks=4)))
    assert files(image)["/wifi.conf"] == b"ssid=home\n"


def test_a_deleted_spiffs_page_is_no_content(opened) -> None:
    whole = bytearray(flash.spiffs({"log": b"x" * 600}))
    whole[2:4] = bytes(2)  # the row of the first page of contents
    image = opened(bytes(whole))
    assert files(image)["/log"] == bytes(251) + b"x" * 349
    assert any("1 page(s) of /log" in why for why in serious(image))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("chunk", "spare", "skip"), [(2048, 64, 0), (2048, 64, 2), (4096, 128, 0), (512, 16, 0)]
)
def test_yaffs2_is_read_in_every_layout(order: str, chunk: int, spare: int, skip: int, opened) -> None:
    tree = made.ROOT | {"lib/big": made.File(noise(20_000))}
    image = opened(flash.yaffs2(tree, order=order, chunk=chunk, spare=spare, skip=skip))
    (root,) = image.roots
    assert {e.path: root.read(e) for e in root.files} == {
        f"/{name}": file.content for name, file in tree.items() if file.mode >> 12 == 8
    }
    assert (root.entry("/bin/busybox").mode, root.entry("/etc/shadow").gid) == (0o4755, 42)
    assert root.entry("/bin/sh").target == "busybox"
    assert root.entry("/dev/console").kind is EntryKind.DEVICE
    assert not image.index.gaps


def test_the_newest_yaffs2_header_and_chunk_count_and_what_was_deleted_is_gone(opened) -> None:
    image = flash.Yaffs()
    image.header(257, 1, b"mode", made.File(b"debug=1"))
    image.write(257, 1, b"debug=1")
    image.header(258, 1, b"gone", made.File(b"old"))
    image.header(257, 1, b"setting", made.File(b"debug=0"), sequence=0x1002)
    image.write(257, 1, b"debug=0", sequence=0x1002)
    image.header(258, 4, b"deleted", made.File(b""), sequence=0x1002)
    assert files(opened(image.out)) == {"/setting": b"debug=0"}


def test_a_yaffs2_folder_within_itself_ends(opened) -> None:
    image = flash.Yaffs()
    image.header(257, 1, b"a", made.folder())
    image.header(258, 259, b"b", made.folder())
    image.header(259, 258, b"c", made.folder())
    assert [entry.path for entry in opened(image.out).trees[0]] == ["/", "/a"]
