"""How the flash of an ESP32 was built: what its boot loader can do, which partitions there are.

Source: ESP-IDF, components/bootloader_support (the tags and lines that the boot loader logs with Secure
Boot and with flash encryption built in); ESP-IDF, NVS Encryption.
"""

from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.image import OpenedImage, Part
from mamoru.verification.firmware.readers.esp_partitions import DATA, Partition, table

_FORMATS = ("esp32-image", "esp32-app")
_LARGEST_LOADER = 1 << 20
_SPEAKS = b"2nd stage bootloader"  # logged at the level at which the lines below are, too
_BOOT_VERIFIED = (b"secure_boot_v2", b"enabling secure boot v2", b"secure_boot_v1", b"enabling secure boot")
_ENCRYPTS = (b"flash_encrypt", b"Checking flash encryption")
_NVS, _NVS_KEYS = 2, 4
_NVS_BY_EFUSE = b"nvs_sec_provider"


class Loader(msgspec.Struct, frozen=True, kw_only=True):
    """A boot loader. `verifies` and `encrypts` are None where it logs too little to tell."""

    part: Part
    verifies: bool | None
    encrypts: bool | None


class Storage(msgspec.Struct, frozen=True, kw_only=True):
    """The partition table at `part`: the stores of settings (NVS) in it, and the store of their keys."""

    part: Part
    settings: tuple[Partition, ...]
    keys: Partition | None


def loaders(image: OpenedImage) -> Iterator[Loader]:
    """Each ESP32 boot loader in `image`."""
    for number, part in enumerate(image.index.parts):
        if part.format in _FORMATS and part.name.startswith("bootloader"):
            code = _code(image, number)
            speaks = _SPEAKS in code
            yield Loader(
                part=part, verifies=_built_in(_BOOT_VERIFIED, code, speaks=speaks),
                encrypts=_built_in(_ENCRYPTS, code, speaks=speaks),
            )  # fmt: skip


def storages(image: OpenedImage) -> Iterator[Storage]:
    """Each partition table in `image`."""
    for part in image.index.parts:
        found = table(memoryview(image.read(part))) if part.format == "esp32-partitions" else None
        if found is not None:
            rows = [row for row in found.partitions if row.kind == DATA]
            yield Storage(
                part=part,
                settings=tuple(row for row in rows if row.subtype == _NVS),
                keys=next((row for row in rows if row.subtype == _NVS_KEYS), None),
            )


def settings_key_in_efuse(image: OpenedImage) -> bool:
    """Whether a program has the part of ESP-IDF that derives the key of NVS from a fuse."""
    return any(
        _NVS_BY_EFUSE in _code(image, number)
        for number, part in enumerate(image.index.parts)
        if part.format in _FORMATS
    )


def signed_programs(image: OpenedImage) -> tuple[bool, ...]:
    """Of each ESP32 program that is no boot loader, whether it carries a signature."""
    return tuple(
        part.seal.signed is not None
        for part in image.index.parts
        if part.format in _FORMATS and part.seal is not None and not part.name.startswith("bootloader")
    )


def _code(image: OpenedImage, parent: int) -> bytes:
    return b"\0".join(
        image.read(part, most=_LARGEST_LOADER)
        for part in image.index.parts
        if part.parent == parent and part.name.startswith("code@")
    )


def _built_in(marks: tuple[bytes, ...], code: bytes, *, speaks: bool) -> bool | None:
    return True if any(mark in code for mark in marks) else False if speaks else None
