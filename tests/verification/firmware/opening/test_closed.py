"""What is recognised and cannot be opened, and what a partition holds that nobody reads, is told."""

import random
import zlib

import pytest

from mamoru.verification.firmware.opening.closed import closed_formats, closed_readers
from mamoru.verification.firmware.opening.disks import holds_boot_code
from mamoru.verification.firmware.opening.gaps import UNREAD_PARTITION
from mamoru.verification.firmware.readers import readers
from material import firmware as made
from material.accounting import untold
from material.disks import gpt, mbr
from material.ext import ext
from material.foreign import FOREIGN, nameless

NAMES = sorted(FOREIGN)


def _serious(image) -> list:
    return [gap for gap in image.index.gaps if gap.serious]


@pytest.mark.parametrize("name", NAMES)
def test_a_second_partition_that_nobody_can_open_is_told_by_name_and_size(name: str, opened) -> None:
    content = FOREIGN[name]()
    image = opened(mbr([(0x83, 1, made.squashfs()), (0x83, 64, content)]))
    (gap,) = _serious(image)
    title = next(row.title for row in closed_formats() if row.name == name)
    assert title.en in gap.why.en and title.ja in gap.why.ja
    assert gap.bytes == len(content)
    assert [part.bytes for part in image.index.parts if part.format == name] == [len(content)]
    assert len(image.roots) == 1


@pytest.mark.parametrize("name", NAMES)
def test_alone_in_a_file_it_is_told(name: str, opened) -> None:
    content = FOREIGN[name]()
    image = opened(content)
    assert [gap.bytes for gap in _serious(image)] == [len(content)]
    assert untold(image.index, content) == b""


@pytest.mark.parametrize(
    "name", [row.name for row in closed_formats() if row.anywhere and row.name in FOREIGN]
)
def test_in_the_middle_of_a_flash_it_is_told_and_hides_nothing_behind_it(name: str, opened) -> None:
    content = FOREIGN[name]()
    image = opened(made.flash((0x400, content), (0x80000, made.squashfs()), size=0x100000))
    assert [gap.container for gap in _serious(image)] == [name]
    assert len(image.roots) == 1


def test_what_lies_inside_what_cannot_be_opened_is_opened_all_the_same(opened) -> None:
    whole = bytearray(FOREIGN["iso9660"]())
    whole[0x10000 : 0x10000 + len(made.squashfs())] = made.squashfs()
    image = opened(bytes(whole))
    assert len(image.roots) == 1
    assert [gap.bytes for gap in _serious(image)] == [len(whole)]


@pytest.mark.parametrize("name", NAMES)
def test_a_mark_without_the_fields_around_it_is_nothing(name: str, opened) -> None:
    row = next(row for row in closed_formats() if row.name == name)
    if not row.when:
        pytest.skip("its mark is long enough to say it alone")
    content = bytearray(0x10000 + row.at)
    content[row.at : row.at + len(row.magics[0]) // 2] = bytes.fromhex(row.magics[0])
    assert name not in {part.format for part in opened(bytes(content)).index.parts}


def test_each_row_says_its_name_in_both_languages_once() -> None:
    names = [row.name for row in closed_formats()]
    assert len(names) == len(set(names))
    assert all(row.title.ja and row.title.en for row in closed_formats())
    assert not set(names) & set(readers())
    assert all(len(magic.pattern) >= 4 for each in closed_readers() if each.raw for magic in each.magics)


@pytest.mark.parametrize("size", [1, 40, 600, 5000, 70_000])
def test_a_header_cut_off_is_no_crash(size: int, opened) -> None:
    for name in NAMES:
        content = FOREIGN[name]()[:size]
        assert untold(opened(content).index, content) == b""


def test_a_partition_whose_contents_nobody_knows_is_told(opened) -> None:
    image = opened(mbr([(0x83, 1, made.squashfs()), (0x83, 64, nameless())]))
    (gap,) = _serious(image)
    assert (gap.why, gap.bytes) == (UNREAD_PARTITION, 0x8000)
    image = opened(gpt({"rootfs": ext(), "userdata": nameless()}))
    assert [(gap.why, gap.container) for gap in _serious(image)] == [(UNREAD_PARTITION, "userdata")]


@pytest.mark.parametrize(
    "content",
    [
        bytes(0x8000),
        b"\xff" * 0x8000,
        b"setting=1\n" * 400,
        nameless()[:4000] + b"U-Boot SPL 2021.04 (Jan 01 2021)\0" + nameless()[:4000],
        made.squashfs() + bytes(0x1000),
    ],
    ids=["zeros", "erased", "text", "boot loader", "squashfs"],
)
def test_a_partition_that_is_padding_text_boot_code_or_read_alarms_nobody(content: bytes, opened) -> None:
    assert not _serious(opened(mbr([(0x83, 1, made.squashfs()), (0x83, 64, content)])))


def test_a_partition_set_apart_for_boot_code_alarms_nobody(opened) -> None:
    assert not _serious(opened(gpt({"fsbl1": nameless(), "u-boot_a": nameless(), "rootfs": ext()})))
    assert not _serious(opened(mbr([(0x83, 1, made.squashfs()), (0xA2, 64, nameless())])))


@pytest.mark.parametrize(
    "name", ["userdata", "rootfs", "splash", "data", "appfs", "tzdata", "trustee", "config"]
)
def test_a_partition_of_another_name_is_not_for_boot_code(name: str) -> None:
    assert not holds_boot_code(name)


def test_the_same_bytes_outside_a_partition_are_opaque_code_as_before(opened) -> None:
    assert not _serious(opened(made.flash((0, nameless()), (0x20000, made.squashfs()), size=0x40000)))


def test_a_zlib_stream_behind_a_header_is_opened(opened) -> None:
    inside = b"root:$1$abcdefgh$0123456789012345678901:0:0::/:/bin/sh\n" * 40
    image = opened(nameless()[:2048] + zlib.compress(inside) + b"the end")
    (part,) = [part for part in image.index.parts if part.format == "zlib"]
    assert part.offset == 2048
    kept = [image.read(part) for part in image.index.parts if part.blob is not None]
    assert inside in kept


def test_several_streams_and_what_lies_between_them_are_told(opened) -> None:
    content = b"".join(nameless()[:300] + zlib.compress(bytes(nameless()[n : n + 2000])) for n in (0, 5, 9))
    image = opened(content)
    assert len([part for part in image.index.parts if part.format == "zlib"]) == 3
    assert untold(image.index, content) == b""


def test_the_mark_of_a_stream_alone_opens_nothing(opened) -> None:
    content = random.Random(1).randbytes(30_000).replace(b"ab", b"\x78\x9c") + b"\x78\x9c\x03\0\0\0\0\1"
    assert not [part for part in opened(content).index.parts if part.format == "zlib"]
