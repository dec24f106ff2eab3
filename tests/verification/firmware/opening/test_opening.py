"""What opening an image promises, whatever the image."""

import gzip
import hashlib
import lzma
import os
import random
import sys
from pathlib import Path

import msgspec
import pytest

from mamoru.errors import InputError
from mamoru.verification.firmware import EntryKind, Index, Limits
from mamoru.verification.firmware.opening.opening import open_image
from material import firmware as made
from material.accounting import untold
from material.packers import on_disk
from material.samples import TEXT, noise, zipped


def camera() -> bytes:
    """A whole flash chip."""
    return made.flash(
        (
            0,
            b"\x16\0\0\xea"
            + TEXT.replace(b"Linux version", b"xxxxx xxxxxxx")[:3000]
            + b"U-Boot 2020.01 (x)\0",
        ),
        (0x10000, made.environment(made.VARIABLES)),
        (0x20000, made.uimage(lzma.compress(TEXT))),
        (0x40000, made.squashfs()),
        (0x60000, made.squashfs()),
        (0x80000, made.jffs2({"user.conf": made.File(b"ssid=home\n")})),
    )


def test_a_flash_chip_is_told_by_its_parts(opened) -> None:
    index = opened(camera()).index
    top = [(part.name, part.offset) for part in index.parts if part.parent is None]
    assert top == [
        ("u-boot", 0),
        ("u-boot-env", 0x10000),
        ("uimage", 0x20000),
        ("rootfs", 0x40000),
        ("rootfs-2", 0x60000),
        ("jffs2", 0x80000),
    ]
    assert "kernel" in [part.name for part in index.parts]
    assert not index.gaps


def test_two_root_file_systems_are_told_apart(opened) -> None:
    image = opened(camera())
    assert [root.container for root in image.roots] == ["rootfs", "rootfs-2"]


def test_the_index_names_the_image_by_its_digest(opened) -> None:
    assert opened(camera()).index.sha256 == hashlib.sha256(camera()).hexdigest()


def test_opening_twice_gives_the_same_index(opened) -> None:
    first, second = (msgspec.structs.replace(opened(camera()).index, path="") for _ in "ab")
    assert first == second


def test_an_image_corrupted_at_two_hundred_places_never_crashes(opened) -> None:
    whole, chance = camera(), random.Random(1)
    for _ in range(200):
        at = chance.randrange(0x90000)
        bent = whole[:at] + chance.randbytes(chance.choice((1, 4, 64))) + whole[at + 64 :]
        assert untold(opened(bent).index, bent) == b""


def test_an_image_cut_at_two_hundred_places_never_crashes(opened) -> None:
    whole, chance = camera(), random.Random(2)
    for _ in range(200):
        cut = whole[: chance.randrange(0x90000)]
        assert untold(opened(cut).index, cut) == b""


def test_encrypted_bytes_are_a_serious_gap_with_what_to_hand_in(opened) -> None:
    (gap,) = opened(made.flash((0x10000, noise(0x20000)))).index.gaps
    assert gap.serious and gap.entropy > 7.9 and gap.instead
    assert (gap.offset, gap.bytes) == (0x10000, 0x20000)


def test_unknown_code_is_kept_and_is_no_serious_gap(opened) -> None:
    code = b"".join(bytes((n % 7, n % 13, 0x40, n % 3)) for n in range(1, 9000))
    image = opened(made.flash((0x10000, code)))
    assert [gap.serious for gap in image.index.gaps] == [False]
    assert image.read(image.index.parts[0]) == code


def test_padding_is_no_gap(opened) -> None:
    assert not opened(bytes(0x8000) + b"\xff" * 0x8000).index.gaps


def test_an_empty_file_is_a_gap(opened) -> None:
    assert [gap.serious for gap in opened(b"").index.gaps] == [True]


def test_a_path_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_image(tmp_path / "missing", tmp_path / "work", Limits())


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    path, seen = tmp_path / "i", list[tuple[int, int]]()
    path.write_bytes(camera())
    open_image(path, tmp_path / "work", Limits(), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (0x100000, 0x100000)


def test_the_index_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "i"
    path.write_bytes(camera())
    index = open_image(path, tmp_path / "work", Limits())
    assert msgspec.msgpack.decode((tmp_path / "work/index").read_bytes(), type=Index) == index
    assert {p.name for p in (tmp_path / "work").iterdir()} == {"index", "spool"}


def test_a_wheel_is_an_archive_and_no_firmware(opened) -> None:
    image = opened(zipped())
    assert not image.index.gaps


class TestAFolder:
    def test_it_is_a_root_file_system(self, tmp_path: Path, opened) -> None:
        (root,) = opened(on_disk(tmp_path / "root")).roots
        assert root.text("/etc/passwd") == made.PASSWD.decode()
        assert root.entry("/bin/busybox").mode == 0o4755

    def test_links_are_recorded_and_never_followed(self, tmp_path: Path, opened) -> None:
        (tmp_path / "secret").write_text("outside")
        folder = on_disk(tmp_path / "root")
        (folder / "etc/out").symlink_to(tmp_path / "secret")
        (folder / "etc/loop").symlink_to(folder)
        (root,) = opened(folder).roots
        assert root.entry("/etc/out").kind is EntryKind.LINK
        assert root.text("/etc/out") is None
        assert not root.under("/etc/loop")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    def test_a_named_pipe_is_recorded_and_not_read(self, tmp_path: Path, opened) -> None:
        folder = on_disk(tmp_path / "root")
        os.mkfifo(folder / "etc/pipe")
        assert opened(folder).roots[0].entry("/etc/pipe").kind is EntryKind.FIFO

    def test_a_build_folder_is_opened_to_its_images(self, tmp_path: Path, opened) -> None:
        folder = tmp_path / "images"
        folder.mkdir()
        (folder / "root.squashfs").write_bytes(made.squashfs())
        (folder / "notes.txt").write_text("built on Monday\n" * 20)
        image = opened(folder)
        assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
        assert not image.index.gaps

    def test_its_digest_changes_with_any_content(self, tmp_path: Path, opened) -> None:
        folder = on_disk(tmp_path / "root")
        before = opened(folder).index.sha256
        (folder / "etc/passwd").write_text("x")
        assert opened(folder).index.sha256 != before


@pytest.mark.skipif(sys.platform == "win32", reason="the packer's paths are POSIX")
@pytest.mark.shared
def test_the_real_image_is_opened_whole(shared_data: Path, tmp_path: Path, opened) -> None:
    path = tmp_path / "mini.bin"
    path.write_bytes(lzma.decompress((shared_data / "firmware/mini.bin.xz").read_bytes()))
    truth = msgspec.json.decode((shared_data / "firmware/mini.truth.json").read_bytes())
    image = opened(path)
    index, (root,) = image.index, image.roots
    told = {part.offset for part in index.parts if part.parent is None}
    assert {partition["offset"] for partition in truth["partitions"]} <= told
    assert index.sha256 == truth["images"][0]["sha256"]
    assert len(root.files) == truth["rootfs"]["files"]
    assert sum(root.read(e, most=4) == b"\x7fELF" for e in root.files) == truth["rootfs"]["elf"]
    assert sum(e.size for e in root.files) == truth["rootfs"]["bytes"]
    assert index.environments[0].checksum_good and "bootargs" in index.environments[0].variables
    assert next(tree.text("/user.conf") for tree in image.trees if tree.format == "jffs2")
    (kernel,) = [part for part in index.parts if part.name == "kernel"]
    assert b"Linux version 5.10" in image.read(kernel)
    assert not [gap for gap in index.gaps if gap.serious]
    assert untold(index, path.read_bytes()) == b""


def test_a_packed_flash_image_is_opened_as_if_it_were_not(opened) -> None:
    image = opened(gzip.compress(camera()))
    assert [root.container for root in image.roots] == ["rootfs", "rootfs-2"]
    assert not [gap for gap in image.index.gaps if gap.serious]
