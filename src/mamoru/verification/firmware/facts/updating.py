"""Scripts that bring new firmware onto the device: what they do, and whether they verify it."""

import re
from collections.abc import Iterator

from mamoru.verification.firmware.facts.scripts import Command, commands
from mamoru.verification.firmware.facts.texts import TextFile
from mamoru.verification.firmware.facts.words import word_set

_FLASHERS = word_set(
    "flashcp flash_erase flash_eraseall nandwrite mtd mtd_write sysupgrade fw_update ubiupdatevol ubiformat write_image nvram_upgrade "
    "firmware_upgrade upgrade_flash flashw flashwrite update_firmware mmc_write"
)
_FETCHERS = frozenset(("wget", "curl", "uclient-fetch", "tftp", "ftpget", "fetch", "scp", "aria2c"))
_DEVICE = re.compile(r"^of=/dev/(?:mtd|mmcblk|ubi|nand|sd[a-z]\d?|disk)")
_MEDIUM = re.compile(r"/(?:mnt|media|run/media|sdcard|usb)\b|/dev/sd[a-z]")
_VERIFIERS = (
    ("openssl", re.compile(r"\bdgst\b.*-verify\b|\bcms\b.*-verify\b|\bsmime\b.*-verify\b|\bpkeyutl\b.*-verify\b|\brsautl\b.*-verify\b")),
    ("usign", re.compile(r"-V\b")),
    ("signify", re.compile(r"-V\b")),
    ("signify-openbsd", re.compile(r"-V\b")),
    ("gpg", re.compile(r"--verify\b")),
    ("gpgv", re.compile(r".")),
    ("gpgv2", re.compile(r".")),
    ("minisign", re.compile(r"-\w*V")),
    ("ucert", re.compile(r"-V\b")),
    ("cosign", re.compile(r"\bverify")),
    ("rauc", re.compile(r"\binstall\b")),
    ("fwtool_check_signature", re.compile(r"")),
    ("swupdate", re.compile(r"-k\s*\S|--key")),
)  # fmt: skip
_DIGESTS = ("md5sum", "sha1sum", "sha256sum", "sha512sum", "crc32", "cksum", "sum")


def fetches(command: Command) -> bool:
    """Whether a command brings something over the network."""
    return command.program in _FETCHERS


def flashes(command: Command) -> bool:
    """Whether a command writes firmware onto the device."""
    if command.program == "dd":
        return any(_DEVICE.match(word) for word in command.words)
    if command.program == "mtd":
        return any(word in ("write", "-r") for word in command.words)
    if command.program == "sysupgrade":
        return not {"-b", "-l", "--create-backup", "--list-backup", "-T", "--test"}.intersection(
            command.words
        )
    return command.program in _FLASHERS and not command.program.startswith("flash_erase")


def verifies(command: Command) -> bool:
    """Whether a command verifies a signature."""
    joined = " ".join(command.words[1:])
    return any(command.program == name and pattern.search(joined) for name, pattern in _VERIFIERS)


def digests(command: Command) -> bool:
    """Whether a command computes a checksum, which only guards against accidents."""
    return command.program in _DIGESTS


def is_updater(file: TextFile) -> bool:
    """Whether a script takes firmware from the network or a removable medium and writes it."""
    return installing(file) is not None


def installing(file: TextFile) -> tuple[Command, ...] | None:
    """The commands of a script that takes firmware from outside and writes it; None for any other."""
    text = file.text
    if not any(name in text for name in (*_FLASHERS, "dd ")):
        return None
    found = commands(text)
    if not any(flashes(command) for command in found):
        return None
    from_outside = any(fetches(command) for command in found) or any(
        _from_medium(command) for command in found
    )
    return found if from_outside else None


def _from_medium(command: Command) -> bool:
    if command.program == "mount":
        return any(re.match(r"/dev/sd[a-z]", word) for word in command.words)
    return flashes(command) and any(
        _MEDIUM.search(word) for word in command.words[1:] if not word.startswith("of=")
    )


def proofs(found: tuple[Command, ...]) -> Iterator[Command]:
    """The commands that verify a signature."""
    return (command for command in found if verifies(command))
