"""Give mapped pages back now and then, so that a large image does not count as memory in use."""

import contextlib
import mmap
from weakref import WeakSet

EVERY_BYTES = 48 << 20


class Relief:
    """The maps of one opening. After each 48 MiB of work all their pages are given back; what is
    read again comes from the system's cache. Without effect where the system has no madvise."""

    def __init__(self) -> None:
        self._maps: WeakSet[mmap.mmap] = WeakSet()
        self._since = 0

    def add(self, mapped: mmap.mmap) -> mmap.mmap:
        """Take care of `mapped` while it lives."""
        self._maps.add(mapped)
        return mapped

    def worked(self, size: int) -> None:
        """Count `size` bytes that were read or written."""
        self._since += size
        if self._since < EVERY_BYTES:
            return
        self._since = 0
        for mapped in self._maps:
            with contextlib.suppress(AttributeError, ValueError, OSError):
                mapped.madvise(mmap.MADV_DONTNEED)
