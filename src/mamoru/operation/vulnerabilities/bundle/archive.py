"""The archive of a bundle: a plain tar file that holds these five files and nothing else.

Read by hand, as strictly as it is written: no links, no folders, no extensions, no name but those of `MEMBERS`,
nothing twice. Source: POSIX.1-2017, `pax`, ustar interchange format.
"""

import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mamoru.errors import FormatError

FOLDER = "mamoru-bundle/"
STORE = "store.db.zst"
METADATA = ("root.json", "timestamp.json", "snapshot.json", "targets.json")
MEMBERS = (*METADATA, STORE)
MOST_METADATA_BYTES = 512 << 10
BLOCK = 512
PIECE = 1 << 20


class Archive(NamedTuple):
    """What an archive holds: the metadata, and where in the file the packed store lies (offset, bytes)."""

    path: Path
    metadata: dict[str, bytes]
    store: tuple[int, int]

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the packed store."""
        offset, left = self.store
        with self.path.open("rb") as file:
            file.seek(offset)
            while left and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece


def is_bundle(path: Path) -> bool:
    """Whether the file at `path` means to be a bundle, by its name or its first bytes."""
    if not path.is_file():
        return False
    if path.suffix == ".bundle":
        return True
    with path.open("rb") as file:
        return file.read(len(FOLDER)) == FOLDER.encode()


def written(file: BinaryIO, metadata: dict[str, bytes], store: Path) -> None:
    """Write the archive into `file`."""
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in METADATA:
            archive.addfile(_entry(name, len(metadata[name])), BytesIO(metadata[name]))
        with store.open("rb") as packed:
            archive.addfile(_entry(STORE, store.stat().st_size), packed)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(FOLDER + name)
    entry.size, entry.mode = size, 0o644
    return entry


def read(path: Path) -> Archive:
    """What the archive at `path` holds. Raises `FormatError` where it is not exactly a bundle."""
    metadata: dict[str, bytes] = {}
    store: tuple[int, int] | None = None
    end = path.stat().st_size
    with path.open("rb") as file:
        offset = 0
        while len(block := file.read(BLOCK)) == BLOCK and any(block):
            name, size = _header(block, offset)
            if name in metadata or (name == STORE and store is not None):
                raise FormatError(offset, f"{name} is there twice")
            if offset + BLOCK + size > end:
                raise FormatError(offset, f"{name} is cut short")
            if name == STORE:
                store = (offset + BLOCK, size)
            elif size > MOST_METADATA_BYTES:
                raise FormatError(offset, f"{name} is larger than metadata is")
            else:
                metadata[name] = file.read(size)
            offset += BLOCK + -(-size // BLOCK) * BLOCK
            file.seek(offset)
    if store is None or len(metadata) < len(METADATA):
        missing = [name for name in MEMBERS if name not in metadata and (name != STORE or store is None)]
        raise FormatError(offset, f"there is no {', '.join(missing)}")
    return Archive(path, metadata, store)


def _header(block: bytes, offset: int) -> tuple[str, int]:
    if block[257:263] != b"ustar\0" or _octal(block[148:156], offset) != _checksum(block):
        raise FormatError(offset, "no header of a bundle's archive")
    kind, link, prefix = block[156:157], block[157:257], block[345:500]
    if kind not in (b"0", b"\0") or any(link) or any(prefix):
        raise FormatError(offset, "something that is no plain file")
    name = block[:100].rstrip(b"\0")
    known = {(FOLDER + member).encode(): member for member in MEMBERS}
    if name not in known:
        raise FormatError(offset, f"a file that no bundle has: {name[:60]!r}")
    return known[name], _octal(block[124:136], offset)


def _octal(field: bytes, offset: int) -> int:
    text = field.rstrip(b"\0 ").lstrip(b" ")
    if not text or text.strip(b"01234567"):
        raise FormatError(offset, "a number that is none")
    return int(text, 8)


def _checksum(block: bytes) -> int:
    return sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
