"""Build the firmware image of the demo's camera: what its flash chip would hold, the same bytes each time.

The image is no camera that boots: kernel, C library, shell and daemons are left out, because no
third-party program is shipped here. What is in it is real: libraries out of published wheels, our own
scripts, settings and keys.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from mamoru.demo import keys
from mamoru.demo.description import Description, Made, Version, description, text_files
from mamoru.demo.elf import led_program
from mamoru.demo.libraries import Library, libraries
from mamoru.demo.pack import CpioWriter, as_nodes, environment, jffs2, uimage_header
from mamoru.demo.pack.cpio import MTIME
from mamoru.demo.pack.uimage import HEADER_BYTES
from mamoru.demo.wheels import WHEELS

FLASH_BYTES = 16 << 20
ENVIRONMENT_AT, ENVIRONMENT_BYTES = 0xC0000, 0x10000
SYSTEM_AT, SETTINGS_AT = 0x100000, 0xF00000
_LEVEL = 4  # 3 % larger than the best, in half the time
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"  # no name, no time


def build(example: Path, version: str, wheels: Sequence[Path], out: Path) -> None:
    """Write the flash image of release `version` to `out`, whole or not at all.

    `example` is the folder of the example, `wheels` what could be had of its libraries. ValueError
    where something does not fit into its partition. The same input gives the same bytes wherever the
    same zlib is used.
    """
    described = description(example)
    release = described.releases[version]
    partial = out.with_name(out.name + ".part")
    out.parent.mkdir(parents=True, exist_ok=True)
    with partial.open("w+b") as flash:
        _erased(flash, ENVIRONMENT_AT)
        flash.write(environment(release.environment, size=ENVIRONMENT_BYTES))
        _erased(flash, SYSTEM_AT)
        found = libraries(wheels, python=WHEELS[version].python)
        _system(flash, f"netcam-{version}", lambda write: _archive(write, example, version, described, found))
        _erased(flash, SETTINGS_AT)
        settings = {path: (0o600, text.encode()) for path, text in release.settings.items()}
        flash.write(jffs2(as_nodes(settings), size=FLASH_BYTES - SETTINGS_AT, time=MTIME))
    partial.replace(out)


def _erased(flash: BinaryIO, until: int) -> None:
    """Erased flash up to offset `until`."""
    left = until - flash.tell()
    if left < 0:
        raise ValueError(f"{-left} bytes too many before {until:#x}")
    flash.write(b"\xff" * left)


def _system(flash: BinaryIO, name: str, archive: Callable[[Callable[[bytes], None]], None]) -> None:
    """A uImage with the gzip-compressed archive; its header is written last, when CRC and size are known."""
    start = flash.tell()
    flash.write(bytes(HEADER_BYTES))
    counted = _Counted(flash)
    packed = _Gzip(counted.write)
    archive(packed.write)
    packed.close()
    end = flash.tell()
    flash.seek(start)
    flash.write(uimage_header(name=name, size=counted.size, crc=counted.crc, time=MTIME))
    flash.seek(end)


class _Counted:
    """Writes through, and keeps size and CRC-32 of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.crc = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)


class _Gzip:
    """One gzip member (RFC 1952) without name or time."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._size = 0
        self._crc = 0
        write(_GZIP_HEADER)

    def write(self, data: bytes) -> None:
        self._size += len(data)
        self._crc = zlib.crc32(data, self._crc)
        self._write(self._packer.compress(data))

    def close(self) -> None:
        self._write(self._packer.flush())
        self._write(self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little"))


class _File(msgspec.Struct, frozen=True):
    """Contents of a regular file: bytes at hand, or a member of a wheel."""

    content: bytes | Library

    @property
    def size(self) -> int:
        return self.content.size if isinstance(self.content, Library) else len(self.content)

    def chunks(self) -> Iterator[bytes]:
        if isinstance(self.content, Library):
            yield from self.content.chunks()
        else:
            yield self.content


def _archive(
    write: Callable[[bytes], None],
    example: Path,
    version: str,
    described: Description,
    found: Sequence[Library],
) -> None:
    release = described.releases[version]
    files = _files(example, version, release, found)
    folders = {path: int(mode, 8) for path, mode in described.folders.items()}
    for path in (*files, *release.links):
        steps = path.split("/")[1:-1]
        for depth in range(1, len(steps) + 1):
            folders.setdefault("/" + "/".join(steps[:depth]), 0o755)
    cpio = CpioWriter(write)
    for path in sorted(folders):
        cpio.folder(path, mode=folders[path])
    cpio.device("/dev/console", mode=0o600, major=5, minor=1)
    for path, target in sorted(release.links.items()):
        cpio.link(path, target)
    for path, file in sorted(files.items()):
        cpio.file(path, file.chunks(), size=file.size, mode=release.mode(path, described.executable))
    cpio.close()


def _files(example: Path, version: str, release: Version, found: Sequence[Library]) -> dict[str, _File]:
    files = {path: _File(source.read_bytes()) for path, source in text_files(example, version).items()}
    files |= {path: _File(made(what)) for path, what in release.made.items()}
    return files | {library.path: _File(library) for library in found}


def made(what: Made) -> bytes:
    """The contents of a file that is worked out; KeyError for a kind that nobody knows."""
    since, until = what.since or date(2025, 1, 1), what.until or date(2045, 1, 1)
    makers: dict[str, Callable[[], bytes]] = {
        "rsa-private-key": lambda: keys.rsa_1024(what.name).pem,
        "weak-certificate": lambda: keys.weak_certificate(what.name, since=since, until=until),
        "root-certificate": lambda: keys.root_certificate(what.name, since=since, until=until),
        "ssh-host-key": lambda: keys.dropbear_host_key(what.name),
        "authorized-key": lambda: keys.authorized_key(what.name),
        "public-key": lambda: keys.pem("PUBLIC KEY", keys.ed25519_public(what.name)),
        "led-program": led_program,
    }
    return makers[what.what]()
