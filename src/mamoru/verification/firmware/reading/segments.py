"""The memory of a microcontroller out of addressed records: runs of bytes, each with its address."""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.reader import Inner, Sink

MOST = 64 << 20
_SMALL_GAP = 4096  # erased flash between two parts of one program
_MOST_RUNS = 4096
_ERASED = b"\xff"


class Memory:
    """Collects records. Runs that lie less than 4 KiB apart become one, with erased flash (0xff)
    between them, so that a structure with padding in it stays whole; of two records with one
    address the later stands."""

    def __init__(self) -> None:
        self._runs: list[tuple[int, bytearray]] = []
        self._size = 0

    def add(self, address: int, content: bytes, offset: int) -> None:
        """Place `content` at `address`; `FormatError` (at `offset` of the file) for too much of it."""
        self._size += len(content)
        if self._size > MOST:
            raise FormatError(offset, f"more than {MOST >> 20} MiB in one memory image")
        if self._runs:
            start, run = self._runs[-1]
            if start + len(run) == address:
                run += content
                return
        if len(self._runs) >= _MOST_RUNS:
            self._runs = list(self._merged())
            if len(self._runs) >= _MOST_RUNS:
                raise FormatError(offset, f"more than {_MOST_RUNS} separate pieces of memory")
        self._runs.append((address, bytearray(content)))

    def parts(self, sink: Sink, *, name: str = "code") -> Iterator[Inner]:
        """Each run as contents to be scanned again, called `code@0x08000000`."""
        for address, run in self._merged():
            view = memoryview(run)
            blob = sink.store(view[at : at + (1 << 20)] for at in range(0, len(run), 1 << 20))
            yield Inner(name=f"{name}@0x{address:08x}", blob=blob)

    def _merged(self) -> Iterator[tuple[int, bytearray]]:
        whole: bytearray | None = None
        base = 0
        for start, run in sorted(self._runs, key=lambda placed: placed[0]):
            if whole is None or start > base + len(whole) + _SMALL_GAP:
                if whole is not None:
                    yield base, whole
                base, whole = start, bytearray(run)
                continue
            at = start - base
            whole += _ERASED * (at - len(whole))
            whole[at : at + len(run)] = run
        if whole is not None:
            yield base, whole
