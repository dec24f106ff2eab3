"""cpio archives in the "newc" form that Linux takes as a root file system in memory.

Source: Linux, Documentation/driver-api/early-userspace/buffer-format.rst.
"""

import stat
from collections.abc import Callable, Iterable

Write = Callable[[bytes], object]
MTIME = 1_780_272_000  # 2026-06-01T00:00:00Z: all times in the demo's image
TRAILER = "TRAILER!!!"


class CpioWriter:
    """Writes entries one after the other through `write`; paths are absolute (`/etc/passwd`)."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._inode = 0
        self._position = 0

    def folder(self, path: str, *, mode: int = 0o755) -> None:
        """A directory."""
        self._header(path, stat.S_IFDIR | mode, 0)

    def link(self, path: str, target: str) -> None:
        """A symbolic link."""
        data = target.encode()
        self._header(path, stat.S_IFLNK | 0o777, len(data))
        self._body(data)

    def device(self, path: str, *, mode: int, major: int, minor: int) -> None:
        """A character device."""
        self._header(path, stat.S_IFCHR | mode, 0, (major, minor))

    def file(self, path: str, chunks: Iterable[bytes], *, size: int, mode: int) -> None:
        """A regular file of `size` bytes; ValueError where the chunks hold another number."""
        self._header(path, stat.S_IFREG | mode, size)
        written = 0
        for chunk in chunks:
            written += len(chunk)
            self._out(chunk)
        if written != size:
            raise ValueError(f"{path}: {written} bytes instead of {size}")
        self._pad()

    def close(self) -> None:
        """The trailer, without which the archive counts as cut off."""
        self._inode = -1
        self._header(TRAILER, 0, 0)

    def _header(self, path: str, mode: int, size: int, device: tuple[int, int] = (0, 0)) -> None:
        self._inode += 1
        name = path.lstrip("/").encode() + b"\0"
        links = 2 if stat.S_ISDIR(mode) else 1
        time = MTIME if mode else 0
        numbers = (self._inode, mode, 0, 0, links, time, size, 0, 0, *device, len(name), 0)
        self._out(b"070701" + b"".join(b"%08X" % number for number in numbers) + name)
        self._pad()

    def _body(self, data: bytes) -> None:
        self._out(data)
        self._pad()

    def _out(self, data: bytes) -> None:
        self._position += len(data)
        self._write(data)

    def _pad(self) -> None:
        self._out(bytes(-self._position % 4))
