"""ESP32: programs, boot loaders, partition tables and whole flashes, beside what esptool says of them."""

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from mamoru.verification.firmware import OpenedImage
from mamoru.verification.firmware.components.naming import components
from material import microcontrollers as chips
from material.packers import packer, run
from material.samples import noise


def told(image: OpenedImage, format_name: str) -> list[str]:
    """The notes of the parts of one format, in English."""
    return [part.note.en for part in image.index.parts if part.format == format_name and part.note]


def serious(image: OpenedImage) -> list[str]:
    """Why each serious gap is one."""
    return [gap.why.en for gap in image.index.gaps if gap.serious]


def names(image: OpenedImage) -> list[str]:
    """The names of all parts."""
    return [part.name for part in image.index.parts]


def test_our_images_are_images_to_esptool(tmp_path: Path) -> None:
    path = tmp_path / "app.bin"
    path.write_bytes(chips.esp_image())
    shown = run(packer("esptool"), "--chip", "esp32", "image-info", path).decode()
    assert "Validation hash:" in shown and shown.count("(valid)") == 2
    assert "Project name: netcam" in shown


def test_an_application_tells_project_versions_and_signature(opened) -> None:
    image = opened(chips.esp_image(chip=9))
    (note,) = told(image, "esp32-image")
    assert note.startswith(
        "netcam 1.4.2, ESP-IDF v5.1.2, ESP32-S3, built Feb  3 2025 12:00:00, secure version 3"
    )
    assert note.endswith("signature: none")
    assert not serious(image)


def test_the_segments_are_parts_by_their_address(opened) -> None:
    image = opened(chips.esp_image())
    kept = {part.name: image.read(part) for part in image.index.parts if part.blob}
    assert kept["code@0x40080000"] == chips.PROGRAM
    assert kept["code@0x3f400020"].endswith(chips.PROGRAM)


def test_a_description_names_the_version_of_esp_idf(opened) -> None:
    found = {component.name: component.version for component in components(opened(chips.esp_image()))}
    assert (found["esp-idf"], found["zephyr"]) == ("5.1.2", "3.5.0")


def test_a_signed_application_says_so(opened) -> None:
    image = opened(chips.esp_image(signed=True))
    (note,) = told(image, "esp32-image")
    assert "signature (v2): RSA-3072, key " in note
    assert note.endswith(", verifies")
    assert image.index.parts[0].bytes == image.index.bytes


@pytest.mark.parametrize(
    ("curve", "kind"), [(ec.SECP256R1(), "ECDSA P-256"), (ec.SECP192R1(), "ECDSA P-192")]
)
def test_a_signature_on_a_curve_is_told_and_verified(curve: ec.EllipticCurve, kind: str, opened) -> None:
    image = opened(chips.esp_signed(chips.esp_image(), curve, blocks=2))
    (note,) = told(image, "esp32-image")
    assert note.count(f"signature (v2): {kind}, key ") == 2
    assert note.count("verifies") == 2
    assert image.index.parts[0].seal.signed == f"Secure Boot v2 ({kind})"


def test_a_signature_of_another_image_does_not_fit(opened) -> None:
    own = chips.esp_signed(chips.esp_image(), ec.SECP256R1())
    other = chips.esp_signed(chips.esp_image(chip=9), ec.SECP256R1())
    image = opened(own[:-4096] + other[-4096:])
    (note,) = told(image, "esp32-image")
    assert "does not fit" in note
    assert any("Secure Boot" in why for why in serious(image))


def test_an_old_signature_behind_the_image_is_told(opened) -> None:
    image = opened(chips.esp_image() + bytes(4) + hashlib.sha512(b"a signature of 64 bytes").digest())
    (note,) = told(image, "esp32-image")
    assert note.endswith("signature (v1): present")
    assert image.index.parts[0].seal.signed == "Secure Boot v1"


@pytest.mark.parametrize("tail", [bytes(68), b"\xff" * 68, bytes(4) + b"\xff" * 64])
def test_padding_behind_the_image_is_no_signature(tail: bytes, opened) -> None:
    (note,) = told(opened(chips.esp_image() + tail), "esp32-image")
    assert note.endswith("signature: none")


@pytest.mark.parametrize(("offset", "words"), [(400, "SHA-256"), (-40, "SHA-256")])
def test_an_altered_application_is_a_serious_gap(offset: int, words: str, opened) -> None:
    whole = bytearray(chips.esp_image())
    whole[offset] ^= 1
    assert any(words in why for why in serious(opened(bytes(whole))))


def test_an_application_without_a_digest_is_checked_by_its_checksum(opened) -> None:
    whole = bytearray(chips.esp_image(digest=False))
    assert not serious(opened(bytes(whole)))
    whole[400] ^= 1
    assert any("checksum" in why for why in serious(opened(bytes(whole))))


def test_padding_segments_are_no_part(opened) -> None:
    image = opened(chips.esp_image((0x3F400020, chips.PROGRAM), (0, bytes(64)), (0x40080000, chips.PROGRAM)))
    assert names(image) == ["esp32-image", "code@0x3f400020", "code@0x40080000"]


def test_a_boot_loader_is_named_by_its_description(opened) -> None:
    image = opened(chips.esp_image((0x3FFF0030, chips.esp_loader_description() + chips.PROGRAM)))
    assert names(image)[0] == "bootloader"
    assert told(image, "esp32-image")[0].startswith("ESP-IDF v5.2.1, ESP32, built Feb  3 2025")


def test_a_boot_loader_of_an_older_idf_is_named_by_its_banner(opened) -> None:
    banner = b"\x1b[0;32mI (%d) %s: ESP-IDF v4.4.1 2nd stage bootloader\x1b[0m\n\0".ljust(128, b"\0")
    image = opened(chips.esp_image((0x3FFF0030, banner + chips.PROGRAM)))
    assert names(image)[0] == "bootloader"


def test_a_partition_table_lists_its_rows(opened) -> None:
    (note,) = told(opened(chips.esp_table()), "esp32-partitions")
    assert "nvs (nvs) 0x9000+0x3000" in note and "app1 (ota_1, encrypted) 0x20000+0x8000" in note


def test_a_partition_table_whose_md5_is_wrong_is_told(opened) -> None:
    table = chips.esp_table()
    assert any("MD5" in why for why in serious(opened(table.replace(b"otadata", b"atodata"))))


@pytest.mark.parametrize("skipped", [0, 0x1000])
def test_a_flash_is_opened_to_its_partitions(skipped: int, opened) -> None:
    image = opened(chips.esp_flash(skipped=skipped))
    assert names(image)[:2] == ["esp32-flash", "bootloader"]
    assert {"nvs", "otadata", "esp32-partitions"} <= set(names(image))
    assert [note.split(",")[0] for note in told(image, "esp32-image")] == [
        "ESP-IDF v5.2.1",
        "netcam 1.4.2",
        "netcam 1.5.0",
    ]
    assert "boots ota_1" in told(image, "esp32-flash")[0]
    assert not serious(image)


def test_what_esptool_merges_is_opened(tmp_path: Path, opened) -> None:
    merged, files = tmp_path / "flash.bin", []
    loader = chips.esp_image((0x3FFF0030, chips.esp_loader_description() + chips.PROGRAM))
    for offset, content in ((0x1000, loader), (0x8000, chips.esp_table()), (0x10000, chips.esp_image())):
        path = tmp_path / f"{offset:x}.bin"
        path.write_bytes(content)
        files += [hex(offset), path]
    run(packer("esptool"), "--chip", "esp32", "merge-bin", "-o", merged, *files)
    image = opened(merged)
    assert {"esp32-flash", "bootloader", "esp32-partitions", "esp32-image"} <= set(names(image))
    assert not serious(image)


def test_an_encrypted_application_is_a_serious_gap_with_what_to_hand_in(opened) -> None:
    image = opened(chips.esp_flash(app=noise(0x8000)))
    (gap,) = [gap for gap in image.index.gaps if gap.serious]
    assert "app0 is encrypted" in gap.why.en and "before encryption" in gap.instead.en
    assert (gap.offset, gap.bytes, gap.container) == (0x10000, 0x8000, "esp32-flash")


def test_a_dump_inside_a_larger_chip_is_found_at_its_place(opened) -> None:
    image = opened(b"\xff" * 0x20000 + chips.esp_flash())
    (flash,) = [part for part in image.index.parts if part.format == "esp32-flash"]
    assert (flash.offset, flash.bytes) == (0x20000, 0x2C000)


def test_an_esp8266_image_gives_its_segments(opened) -> None:
    image = opened(chips.esp8266())
    assert names(image) == ["esp8266-image", "code@0x40100000"]
    assert not serious(image)
