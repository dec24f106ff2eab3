"""Files inside archives and file systems: which are worth looking into, which may be firmware."""

from mamoru.verification.firmware.image import Entry
from mamoru.verification.firmware.opening.scanning import at_the_start
from mamoru.verification.firmware.reading.reader import Reader

HEAD = 4096
LEAST = 64
MOST_INSIDE_A_FILE_SYSTEM = 32 << 20

_FIRMWARE_NAMES = (".bin", ".img", ".fw", ".rom", ".trx", ".chk", ".upg", ".dat", ".hex", ".pkg")
_NO_FIRMWARE = (  # what has high entropy, or code, by nature
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"%PDF",
    b"wOFF",
    b"wOF2",
    b"\0\1\0\0\0",
    b"MZ",
    b"\xca\xfe\xba\xbe",
    b"fLaC",
)


def is_plain(head: bytes) -> bool:
    """Whether a file that begins with `head` is of a kind that holds no firmware."""
    return head.startswith(_NO_FIRMWARE) or head[4:8] == b"ftyp"


def may_be_firmware(entry: Entry) -> bool:
    """Whether the name of an archive's member says that it is firmware."""
    return entry.path.lower().endswith(_FIRMWARE_NAMES)


def archive_at(head: memoryview, size: int) -> Reader | None:
    """The reader for a file inside a file system that is an archive: a compressed stream only where
    its contents begin as another archive, for a compressed manual page is none."""
    if not LEAST <= size <= MOST_INSIDE_A_FILE_SYSTEM:
        return None
    for reader in at_the_start(head, archives=True):
        if not reader.stream:
            return reader
        if reader.peek is not None and (inside := reader.peek(head)):
            inner = next(at_the_start(memoryview(inside), archives=True), None)
            if inner is not None and not inner.stream:
                return reader
    return None
