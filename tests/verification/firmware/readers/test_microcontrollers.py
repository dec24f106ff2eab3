"""Intel HEX, S-records, UF2, bare-metal ELF and MCUboot: what the tools write is read back."""

import zipfile
from pathlib import Path

import pytest

from mamoru.verification.firmware import OpenedImage
from mamoru.verification.firmware.components.naming import components
from material import microcontrollers as chips
from material.packers import packer, run
from material.samples import noise

CODE = noise(5000)


def parts(image: OpenedImage) -> dict[str, bytes]:
    """The kept bytes of each part inside another, by its name."""
    return {part.name: image.read(part) for part in image.index.parts if part.blob is not None}


def told(image: OpenedImage) -> str:
    """All notes in English."""
    return "\n".join(part.note.en for part in image.index.parts if part.note)


def serious(image: OpenedImage) -> list[str]:
    """Why each serious gap is one."""
    return [gap.why.en for gap in image.index.gaps if gap.serious]


@pytest.mark.parametrize("options", [["ihex"], ["srec"], ["srec", "--srec-forceS3"]])
def test_what_objcopy_writes_is_read_back(options: list[str], tmp_path: Path, opened) -> None:
    source, target = tmp_path / "code.bin", tmp_path / "code.txt"
    source.write_bytes(CODE)
    run(packer("objcopy"), "-I", "binary", "-O", *options, "--change-addresses", "0x8010", source, target)
    image = opened(target)
    assert parts(image) == {"code@0x00008010": CODE}
    assert not serious(image)


@pytest.mark.parametrize("form", ["-Intel", "-Motorola"])
def test_what_srec_cat_writes_is_read_back(form: str, tmp_path: Path, opened) -> None:
    source, target = tmp_path / "code.bin", tmp_path / "code.txt"
    source.write_bytes(CODE)
    far = ["-offset", "0x08000000"]
    run(packer("srec_cat"), source, "-binary", *far, "-o", target, form)
    assert parts(opened(target)) == {"code@0x08000000": CODE}


@pytest.mark.parametrize("pack", [chips.hex_file, chips.s_records])
def test_pieces_of_memory_far_apart_are_parts_of_their_own(pack, opened) -> None:
    image = opened(pack((0x08000000, b"A" * 300), (0x10001000, b"B" * 300)))
    assert parts(image) == {"code@0x08000000": b"A" * 300, "code@0x10001000": b"B" * 300}


@pytest.mark.parametrize("pack", [chips.hex_file, chips.s_records])
def test_a_small_gap_is_erased_flash_and_order_does_not_matter(pack, opened) -> None:
    image = opened(pack((0x8120, b"B" * 300), (0x8000, b"A" * 0x100)))
    assert parts(image) == {"code@0x00008000": b"A" * 0x100 + b"\xff" * 0x20 + b"B" * 300}


@pytest.mark.parametrize("pack", [chips.hex_file, chips.s_records])
def test_a_line_with_a_wrong_checksum_is_left_out_and_told(pack, opened) -> None:
    lines = pack().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"5", b"6").replace(b"A", b"B")
    (why,) = serious(opened(b"".join(lines)))
    assert "1 line(s)" in why


@pytest.mark.parametrize("pack", [chips.hex_file, chips.s_records])
def test_what_follows_that_is_no_line_is_not_taken_for_one(pack, opened) -> None:
    image = opened(pack() + b"<html>" * 50)
    assert image.index.parts[0].bytes == len(pack())


def test_a_universal_hex_holds_the_memory_of_each_board(opened) -> None:
    def board(number: bytes, content: bytes, kind: int) -> bytes:
        head = chips.hex_record(4, 0, b"\0\0") + chips.hex_record(10, 0, number + b"\xc0\xde")
        return head + chips.hex_record(kind, 0, content) + chips.hex_record(11, 0, b"")

    image = opened(
        board(b"\x99\x00", b"one" * 5, 0) + board(b"\x99\x03", b"two" * 5, 13) + chips.hex_record(1, 0, b"")
    )
    assert parts(image) == {"code-9900@0x00000000": b"one" * 5, "code-9903@0x00000000": b"two" * 5}


@pytest.mark.shared
def test_the_real_micro_bit_image_is_opened_and_named(shared_data: Path, opened) -> None:
    image = opened(shared_data / "real-firmware/microbit-micropython-1.0.1.hex")
    assert {name: len(content) for name, content in parts(image).items()} == {
        "code@0x00000000": 243852,
        "code@0x100010c0": 28,
    }
    assert not serious(image)
    named = {component.name: component.version for component in components(image)}
    assert named["microbit-micropython"] == "1.0.1"
    assert named["micropython"] == "1.9.2"


def test_the_families_of_a_uf2_are_images_of_their_own(opened) -> None:
    image = opened(chips.uf2(b"A" * 600) + chips.uf2(b"B" * 600, address=0x2000, family=0xADA52840))
    assert [part.format for part in image.index.parts if part.parent is None] == ["uf2", "uf2"]
    assert parts(image) == {"code@0x10000000": b"A" * 600, "code@0x00002000": b"B" * 600}
    assert "RP2040" in told(image) and "nRF52840" in told(image)


def test_a_uf2_cut_within_gives_what_is_there_and_says_so(opened) -> None:
    image = opened(chips.uf2(CODE)[: 512 * 5 + 100])
    assert parts(image)["code@0x10000000"] == CODE[: 256 * 5]
    assert any("Cut off" in why for why in serious(image))


@pytest.mark.parametrize("wide", [False, True])
def test_what_a_bare_metal_elf_loads_is_a_part(wide: bool, opened) -> None:
    image = opened(chips.elf(wide=wide))
    assert parts(image)["code@0x08000000"] == chips.PROGRAM
    assert not serious(image)


def test_a_program_for_a_system_is_kept_whole(opened) -> None:
    image = opened(Path("/bin/true") if Path("/bin/true").is_file() else b"\x7fELF\x01\x01\x01" + bytes(99))
    assert [part.name for part in image.index.parts] == ["elf"]


def test_an_mcuboot_image_tells_its_version_signature_and_counter(opened) -> None:
    whole = chips.mcuboot(protected=[(0x50, b"\x07\0\0\0")], tags=[(0x22, bytes(70))], version=(2, 1, 5, 9))
    image = opened(whole)
    assert parts(image) == {"app": chips.PROGRAM}
    assert "version 2.1.5+9, signature: ECDSA, security counter 7" in told(image)
    assert not serious(image)


def test_an_mcuboot_image_for_a_big_endian_processor_is_read_alike(opened) -> None:
    whole = chips.mcuboot(protected=[(0x50, b"\0\0\0\x07")], tags=[(0x22, bytes(70))], order=">")
    image = opened(whole)
    assert "version 1.2.3, signature: ECDSA, security counter 7" in told(image)
    altered = bytearray(whole)
    altered[100] ^= 1
    assert any("hash" in gap.why.en for gap in opened(bytes(altered)).index.gaps)


def test_an_mcuboot_image_without_a_signature_says_so(opened) -> None:
    assert "signature: none" in told(opened(chips.mcuboot()))


def test_an_altered_mcuboot_image_fails_its_hash(opened) -> None:
    whole = bytearray(chips.mcuboot())
    whole[500] ^= 1
    (why,) = serious(opened(bytes(whole)))
    assert "sha256" in why


def test_an_encrypted_mcuboot_image_is_a_serious_gap_with_what_to_hand_in(opened) -> None:
    image = opened(chips.mcuboot(noise(4096), flags=4, tags=[(0x32, bytes(113))]))
    (gap,) = [gap for gap in image.index.gaps if gap.serious]
    assert (gap.offset, gap.bytes) == (32, 4096)
    assert "encrypted" in gap.why.en and "before encryption" in gap.instead.en
    assert "encryption: EC P-256" in told(image)


def test_what_imgtool_signs_is_opened(tmp_path: Path, opened) -> None:
    imgtool = packer("imgtool")
    source, key, target = tmp_path / "app.bin", tmp_path / "key.pem", tmp_path / "signed.bin"
    source.write_bytes(CODE)
    run(imgtool, "keygen", "-k", key, "-t", "ecdsa-p256")
    sizes = ["--header-size", "0x200", "--pad-header", "-S", "0x20000", "--align", "4"]
    run(imgtool, "sign", "-k", key, "-v", "3.2.1", "-s", "auto", *sizes, source, target)
    image = opened(target)
    assert parts(image)["app"] == CODE
    assert "version 3.2.1, signature: ECDSA" in told(image)
    assert not serious(image)


def test_a_nordic_package_is_opened_to_its_program(tmp_path: Path, opened) -> None:
    path = tmp_path / "dfu.zip"
    manifest = b'{"manifest": {"application": {"bin_file": "app.bin", "dat_file": "app.dat"}}}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("manifest.json", manifest), ("app.bin", CODE), ("app.dat", bytes(range(140)))):
            archive.writestr(name, content)
    image = opened(path)
    assert image.trees[0].read(image.trees[0].entry("/app.bin")) == CODE
    assert "Nordic DFU: application" in told(image) and "init packet" in told(image)


@pytest.mark.shared
def test_the_real_pybricks_package_is_opened_and_named(shared_data: Path, opened) -> None:
    image = opened(shared_data / "real-firmware/pybricks-technichub-7.28.0.zip")
    assert image.trees[0].entry("/firmware-base.bin").size == 206224
    named = {component.name: component.version for component in components(image)}
    assert named["pybricks-micropython"] == "4.0.0b5"
    assert "ci-release-90-v4.0.0b5" in told(image)
    assert not serious(image)
