"""Shared objects out of wheels, with the path that they get on the camera."""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

_BUNDLED = re.compile(r"[A-Za-z0-9_]+\.libs/([A-Za-z0-9_.+-]+\.so[0-9.]*)")
_MODULES = re.compile(
    r"(?:PIL/_imaging\.[\w-]+|cryptography/hazmat/bindings/_(?:openssl|rust)\.abi3|lxml/etree\.[\w-]+"
    r"|zmq/backend/cython/(?:_zmq|socket|context|message)\.[\w-]+)\.so"
)
_RECORD = re.compile(r"[A-Za-z0-9_.-]+\.dist-info/METADATA")
_MOST = 64 << 20
_CHUNK = 1 << 18


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a wheel: `member` of the archive at `wheel`, `size` bytes, for `path` on the camera."""

    wheel: Path
    member: str
    path: str
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Its contents, piece by piece; zipfile checks their CRC."""
        with zipfile.ZipFile(self.wheel) as archive, archive.open(self.member) as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def libraries(wheels: Iterable[Path], *, python: str) -> list[Library]:
    """What the camera takes of each wheel, by path: the bundled libraries, the modules that hold more
    of them, and the record of name and version. Names that do not look like these are passed over, so
    none can lead elsewhere."""
    found = []
    packages = f"/usr/lib/python{python}/site-packages"
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for info in archive.infolist():
                if info.file_size > _MOST:
                    continue
                if bundled := _BUNDLED.fullmatch(info.filename):
                    path = posixpath.join("/usr/lib", bundled[1])
                elif _MODULES.fullmatch(info.filename) or _RECORD.fullmatch(info.filename):
                    path = posixpath.join(packages, info.filename)
                else:
                    continue
                found.append(Library(wheel=wheel, member=info.filename, path=path, size=info.file_size))
    return sorted(found, key=lambda library: library.path)
