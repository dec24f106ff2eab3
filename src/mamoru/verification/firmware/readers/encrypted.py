"""What is encrypted and says so: LUKS volumes, files of `openssl enc`. Source: LUKS2 On-Disk Format."""

from mamoru.verification.firmware.gaps import UNENCRYPTED
from mamoru.verification.firmware.reading import UNTIL_OPENED, Magic, Reader, fields


def claim_luks(view: memoryview) -> int | None:
    """Version 1 or 2."""
    return UNTIL_OPENED if fields(">H", view, 6)[0] in (1, 2) else None


def claim_salted(view: memoryview) -> int | None:
    """The salt and at least one block."""
    return UNTIL_OPENED if len(view) >= 32 else None


READERS = (
    Reader(name="luks", magics=(Magic(b"LUKS\xba\xbe"),), claim=claim_luks, instead=UNENCRYPTED),
    Reader(
        name="openssl-enc", magics=(Magic(b"Salted__"),), claim=claim_salted, raw=False, instead=UNENCRYPTED
    ),
)
