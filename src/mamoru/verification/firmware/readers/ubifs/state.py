"""What a UBIFS holds as of its last write: the index of the last commit, and the journal since.

Where the index cannot be followed, every node counts, the newest of each key; a name that was taken
away long ago may then come back.

Source: the Linux kernel, fs/ubifs/ (commit.c, replay.c, tnc.c).
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.readers.ubifs.nodes import (
    Branch,
    File,
    Kind,
    Name,
    Node,
    branches,
    file,
    key,
    name,
    node_at,
    nodes_in,
)
from mamoru.verification.firmware.reading.reader import Sink, fields

BLOCK = 4096
_LOG = 3  # the first log block: the superblock and two masters lie before
_MOST_LEVELS = 32


class Super(msgspec.Struct, frozen=True):
    """The geometry that the superblock tells."""

    block_size: int
    blocks: int
    log_blocks: int


class State:
    """The newest node of each key. `bad` are places of nodes that are lost, `lost` the blocks of files
    that they held (None: the inode itself), `whole` whether the index could be followed."""

    def __init__(self, view: memoryview, super_block: Super, sink: Sink) -> None:
        self._view, self._super, self._sink = view, super_block, sink
        self.files: dict[int, tuple[int, File]] = {}
        self.names: dict[int, dict[bytes, Name]] = {}
        self.data: dict[int, dict[int, int]] = {}
        self.lost: dict[int, set[int]] = {}
        self.bad: list[int] = []
        self.whole = True
        try:
            self._read_index()
        except FormatError:
            self.whole = False
            for number in range(len(view) // super_block.block_size + 1):
                self._sink.look()
                self._take_all(self._in_block(number))

    def _read_index(self) -> None:
        masters = [node for at in (1, 2) for node in self._in_block(at) if node.kind == Kind.MASTER]
        if not masters:
            raise FormatError(self._super.block_size, "no master node")
        master = max(masters, key=lambda node: node.sequence)
        (commit,) = fields("<Q", self._view, master.position + 32)
        _, number, offset = fields("<III", self._view, master.position + 44)
        root = node_at(self._view, self._place(number, offset))
        if root is None or root.kind != Kind.INDEX:
            raise FormatError(self._place(number, offset), "no root of the index")
        self._follow(root)
        self._replay(commit)

    def _follow(self, root: Node) -> None:
        """Take every node that the index leads to; what it has lost is noted."""
        todo, seen = [(root, _MOST_LEVELS)], set[int]()
        while todo:
            node, above = todo.pop()
            self._sink.look()
            (level,) = fields("<H", self._view, node.position + 26)
            if level >= above:
                raise FormatError(node.position, "an index node above itself")
            for branch in branches(self._view, node):
                at = self._place(branch.block_number, branch.offset)
                found = None if at in seen else node_at(self._view, at)
                seen.add(at)
                if found is None or (level and found.kind != Kind.INDEX):
                    self._miss(branch, at, index=level > 0)
                elif level:
                    todo.append((found, level))
                else:
                    self._take(found)

    def _miss(self, branch: Branch, at: int, *, index: bool) -> None:
        if index:
            raise FormatError(at, "a part of the index is lost")
        self.bad.append(at)
        if branch.kind == Kind.DATA:
            self.lost.setdefault(branch.inode, set()).add(branch.block)

    def _replay(self, commit: int) -> None:
        """Take what was written after the last commit: the log names the blocks it went to."""
        log = [
            node
            for number in range(_LOG, min(_LOG + self._super.log_blocks, self._super.blocks))
            for node in self._in_block(number)
        ]
        started = [
            node.sequence
            for node in log
            if node.kind == Kind.COMMIT and fields("<Q", self._view, node.position + 24)[0] == commit
        ]
        if not started:
            return
        buds: dict[int, int] = {}
        for node in log:
            if node.kind == Kind.REFERENCE and node.sequence > max(started):
                number, offset = fields("<II", self._view, node.position + 24)
                buds[number] = min(offset, buds.get(number, offset))
        written = [node for number, offset in buds.items() for node in self._in_block(number, offset)]
        self._take_all(sorted(written, key=lambda node: node.sequence))

    def _take_all(self, nodes: Iterator[Node] | list[Node]) -> None:
        for node in nodes:
            self._take(node)

    def _take(self, node: Node) -> None:
        """Let a node count if it is the newest of its key."""
        try:
            self._count(node)
        except FormatError:
            self.bad.append(node.position)

    def _count(self, node: Node) -> None:
        match node.kind:
            case Kind.INODE:
                found = file(self._view, node)
                if self.files.get(found.number, (-1,))[0] <= node.sequence:
                    self.files[found.number] = node.sequence, found
            case Kind.NAME:
                parent, called, leads = name(self._view, node)
                names = self.names.setdefault(parent, {})
                if called not in names or names[called].sequence <= node.sequence:
                    names[called] = leads
            case Kind.DATA:
                inode, _, block = key(self._view, node.position + 24)
                blocks = self.data.setdefault(inode, {})
                if block not in blocks or self._sequence(blocks[block]) <= node.sequence:
                    blocks[block] = node.position
                    self.lost.get(inode, set()).discard(block)
            case Kind.TRUNCATION:
                (inode,) = fields("<I", self._view, node.position + 24)
                (size,) = fields("<Q", self._view, node.position + 48)
                self._truncate(inode, -(-size // BLOCK), node.sequence)

    def _truncate(self, inode: int, blocks: int, sequence: int) -> None:
        kept = self.data.get(inode, {})
        for block in [
            block for block, at in kept.items() if block >= blocks and self._sequence(at) < sequence
        ]:
            del kept[block]

    def _sequence(self, position: int) -> int:
        return fields("<Q", self._view, position + 8)[0]

    def _place(self, number: int, offset: int) -> int:
        return number * self._super.block_size + offset

    def _in_block(self, number: int, offset: int = 0) -> Iterator[Node]:
        start = number * self._super.block_size
        return nodes_in(self._view, start + offset, start + self._super.block_size)
