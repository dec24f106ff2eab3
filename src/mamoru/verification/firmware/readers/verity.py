"""dm-verity hash trees that begin with their superblock.

Source: cryptsetup, the on-disk format of the dm-verity superblock (version 1); the Linux kernel,
Documentation/admin-guide/device-mapper/verity.rst.
"""

import hashlib
from collections.abc import Iterator

from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import Magic, Note, Reader, Sink, Yielded, fields

_BLOCKS = tuple(1 << power for power in range(9, 17))
_MOST = 1 << 40


def claim(view: memoryview) -> int | None:
    """The superblock and the levels of the tree."""
    version, kind = fields("<II", view, 8)
    data_block, block, blocks, salt = fields("<IIQH", view, 64)
    digest = _digest_size(_method(view))
    if version != 1 or kind > 1 or not digest or data_block not in _BLOCKS or block not in _BLOCKS:
        return None
    if salt > 256 or not 0 < blocks < _MOST:
        return None
    step = block // (1 << (digest - 1).bit_length())
    total, level = 1, blocks
    while level > 1 and step > 1:
        level = -(-level // step)
        total += level
    return total * block


def open_verity(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What it vouches for."""
    sink.look()
    data_block, _, blocks, _ = fields("<IIQH", view, 64)
    method = _method(view)
    yield Note(
        Text(
            f"dm-verity: {method}、{data_block} バイトのブロック {blocks} 個を保護",
            f"dm-verity: {method}, protects {blocks} blocks of {data_block} bytes",
        )
    )


def _method(view: memoryview) -> str:
    return bytes(view[32:64]).split(b"\0")[0].decode("ascii", "replace")


def _digest_size(method: str) -> int:
    try:
        return hashlib.new(method, usedforsecurity=False).digest_size
    except (ValueError, TypeError):
        return 0


READER = Reader(name="dm-verity", magics=(Magic(b"verity\0\0"),), claim=claim, open=open_verity)
