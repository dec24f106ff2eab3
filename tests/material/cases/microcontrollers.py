"""Cases of the checks on how a microcontroller's flash was built."""

from dataclasses import dataclass
from pathlib import Path

from mamoru.verification.firmware import Limits, load
from mamoru.verification.firmware.image import OpenedImage
from mamoru.verification.firmware.opening.opening import open_image
from material.check_cases import Cases, Given
from material.microcontrollers import PROGRAM, ROWS, esp_description, esp_flash, esp_image

_BANNER = b"I (%u) boot: ESP-IDF %s 2nd stage bootloader\0"
_SECURE = _BANNER + b"secure_boot_v2\0enabling secure boot v2...\0"
_ENCRYPTS = _BANNER + b"flash_encrypt\0Checking flash encryption...\0"
_SIGNED = esp_image(signed=True)
_WITH_KEYS = (*ROWS, (1, 4, 0x2C000, 0x1000, "nvs_keys", 1))
_KEYS_OPEN = (*ROWS, (1, 4, 0x2C000, 0x1000, "nvs_keys", 0))
_BY_EFUSE = esp_image((0x3F400020, esp_description() + b"nvs_sec_provider\0\0\0\0" + PROGRAM))
_NO_NVS = tuple(row for row in ROWS if row[4] != "nvs")


@dataclass(frozen=True)
class Flash(Given):
    """A whole image of bytes."""

    image: bytes = b""

    def opened(self, folder: Path) -> OpenedImage:
        """The image, opened in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "flash.bin"
        path.write_bytes(self.image)
        open_image(path, folder / "work", Limits())
        return load(folder / "work")


def flash(app: bytes | None = None, **how: object) -> Flash:
    """A flash image made so."""
    return Flash({}, image=esp_flash(app, other=app, **how))  # type: ignore[arg-type]  # handed on


CASES = [
    Cases(
        "FW-BOOT-005",
        fails={
            "signed programs, a boot loader without it": (flash(_SIGNED, logged=_BANNER), ("bootloader",))
        },
        passes={"Secure Boot v2": flash(_SIGNED, logged=_SECURE)},
        near_misses={
            "unsigned programs are told as such": flash(logged=_BANNER),
            "a boot loader that logs nothing": flash(_SIGNED),
            "a boot loader that logs errors alone": flash(_SIGNED, logged=b"secure_boot_v2\0"),
        },
    ),
    Cases(
        "FW-SEC-007",
        fails={
            "a boot loader without encryption": (flash(logged=_BANNER), ("bootloader",)),
            "the flash is encrypted, NVS never is": (flash(logged=_ENCRYPTS), ("esp32-partitions",)),
            "the keys of NVS lie open": (flash(logged=_ENCRYPTS, rows=_KEYS_OPEN), ("esp32-partitions",)),
        },
        passes={
            "keys in an encrypted partition": flash(logged=_ENCRYPTS, rows=_WITH_KEYS),
            "keys from a fuse": flash(_BY_EFUSE, logged=_ENCRYPTS),
        },
        near_misses={
            "no settings are kept": flash(logged=_BANNER, rows=_NO_NVS),
            "a boot loader that logs nothing": flash(),
        },
    ),
]
