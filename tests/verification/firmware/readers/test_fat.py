"""FAT: what mkfs.fat and mtools make, and what an attacker would."""

import struct
from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind
from material.fat import SECTOR, TREE, fat
from material.packers import packer, run
from material.samples import noise

BIG = noise(300_000)
FILES = {
    "/boot/Image-5.10.0 (まもる).bin": BIG,
    "/boot/config.txt": b"arm_64bit=1\n",
    "/README.TXT": b"readme",
    "/empty": b"",
}


@pytest.mark.parametrize(
    ("bits", "kib"), [("12", 2048), ("16", 16 << 10), ("32", 34 << 10)], ids=["FAT12", "FAT16", "FAT32"]
)
def test_what_mtools_copies_is_read_back_byte_for_byte(bits: str, kib: int, tmp_path: Path, opened) -> None:
    image, source = tmp_path / "image", tmp_path / "source"
    run(packer("mkfs.fat"), "-C", "-F", bits, "-s", "1", "-n", "BOOT", image, str(kib))
    run(packer("mmd"), "-i", image, "::boot")
    for path, content in FILES.items():
        source.write_bytes(content)
        run("env", "LC_ALL=C.UTF-8", packer("mcopy"), "-i", image, source, f"::{path}")
    result = opened(image)
    (tree,) = result.trees
    assert {e.path: tree.read(e) for e in tree.files} == FILES
    assert tree.entry("/boot").kind is EntryKind.DIRECTORY
    assert result.index.parts[0].note.en == f"FAT{bits} BOOT"
    assert result.index.parts[0].bytes == kib << 10
    assert not result.index.gaps


def test_a_folder_of_many_names_is_read(tmp_path: Path, opened) -> None:
    image = tmp_path / "image"
    (tmp_path / "many").mkdir()
    for number in range(300):
        (tmp_path / "many" / f"a file of some length {number:03}.txt").write_bytes(b"%d" % number)
    run(packer("mkfs.fat"), "-C", "-s", "1", image, "2048")
    run(packer("mcopy"), "-s", "-i", image, tmp_path / "many", "::")
    (tree,) = opened(image).trees
    assert len(tree.files) == 300
    assert tree.text("/many/a file of some length 299.txt") == "299"


def test_a_small_one_is_read(opened) -> None:
    (tree,) = opened(fat()).trees
    assert {e.path: tree.read(e) for e in tree.files} == {
        f"/{name}": file.content for name, file in TREE.items() if file.mode >> 12 == 8
    }


def test_a_deleted_file_is_not_shown(opened) -> None:
    whole = bytearray(fat())
    whole[whole.index(b"SHORT   TXT")] = 0xE5
    (tree,) = opened(bytes(whole)).trees
    assert tree.entry("/SHORT.TXT") is None


def test_a_long_name_that_belongs_to_another_entry_is_not_taken(opened) -> None:
    whole = bytearray(fat())
    at = whole.index(b"LONG~1  TXT")
    whole[at : at + 8] = b"ANOTHER "
    (tree,) = opened(bytes(whole)).trees
    assert tree.entry("/ANOTHER.TXT") is not None


def test_a_chain_that_leads_back_ends_with_a_flaw(opened) -> None:
    whole = bytearray(fat({"BIG.BIN": TREE["SHORT.TXT"].__class__(b"x" * 2000)}))
    whole[SECTOR + 3 : SECTOR + 9] = (2 | 2 << 12).to_bytes(3, "little") * 2
    at = whole.index(b"BIG     BIN")
    whole[at + 28 : at + 32] = struct.pack("<I", 1 << 30)
    image = opened(bytes(whole))
    assert any(gap.serious and "without end" in gap.why.en for gap in image.index.gaps)


def test_a_directory_that_leads_into_itself_ends(opened) -> None:
    whole = bytearray(fat())
    passwd = whole.index(b"PASSWD     ")
    etc = whole.index(b"ETC        ")
    whole[passwd + 11] = 0x10
    whole[passwd + 26 : passwd + 28] = whole[etc + 26 : etc + 28]
    image = opened(bytes(whole))
    assert any("in itself or twice" in gap.why.en for gap in image.index.gaps)


def test_a_boot_sector_without_room_for_its_table_is_none(opened) -> None:
    whole = bytearray(fat())
    whole[19:21] = struct.pack("<H", 60_000)
    assert "fat" not in {part.format for part in opened(bytes(whole)).index.parts}
