"""ext2, ext3 and ext4.

Source: the Linux kernel, Documentation/filesystems/ext4/. The journal is not replayed: where it holds
what the file system lacks, that is told.
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text, both
from mamoru.verification.firmware.readers.ext.contents import ExtFileSystem
from mamoru.verification.firmware.readers.ext.layout import RECOVER, Layout, Super, super_block
from mamoru.verification.firmware.reading.inodes import walk
from mamoru.verification.firmware.reading.reader import Flaw, Magic, Note, Reader, Sink, Yielded

_ROOT = 2
_SUPER = 0x400
_UNREAD = {
    0x1: "compression (e2compr)",
    0x8: "an external journal (journal_dev)",
    0x1000: "data in directory entries (dirdata)",
}
_KNOWN = 0x3E7D6
_UNSUPPORTED = Text(
    "ext ファイルシステムの機能 {feature} には対応していません。それ以外は開いています。",
    "The ext file system uses {feature}, which is not supported; the rest was opened.",
)
_RECOVERY = Text(
    "ext ファイルシステムのジャーナルが反映されていません(正しく停止されていない)。最後に書いた変更は見えません。",
    "The ext file system's journal was not replayed (it was not shut down cleanly): what was written last is not seen.",
)


def claim(view: memoryview) -> int | None:
    """As many blocks as the superblock says."""
    found = super_block(view)
    return None if found is None else found.size


def open_ext(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    found = super_block(view)
    if found is None:
        raise FormatError(_SUPER, "no superblock")
    if found.label:
        yield Note(both(found.label))
    for feature in _unsupported(found):
        yield Flaw(start=_SUPER, size=0, why=_UNSUPPORTED.fill(feature=feature))
    if found.incompatible & RECOVER:
        yield Flaw(start=_SUPER, size=0, why=_RECOVERY)
    yield from walk(ExtFileSystem(Layout(view, found), sink), _ROOT, sink)


def _unsupported(found: Super) -> Iterator[str]:
    for bit in range(32):
        flag = 1 << bit
        if found.incompatible & flag and (flag in _UNREAD or not flag & _KNOWN):
            yield _UNREAD.get(flag, f"incompat {flag:#x}")


READER = Reader(
    name="ext",
    magics=tuple(
        Magic(b"\x53\xef" + bytes((state, 0, act, 0)), 0x438) for state in range(8) for act in range(4)
    ),
    claim=claim,
    open=open_ext,
    files=True,
    file_system=True,
    archive=True,
    limits=Text(
        "拡張属性は読まず、ジャーナルは反映しません。",
        "Extended attributes are not read; the journal is not replayed.",
    ),
)
