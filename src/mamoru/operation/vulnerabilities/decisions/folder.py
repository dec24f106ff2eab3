"""The decisions of a workspace: one immutable file each under `.mamoru/decisions/`, merged by union.

A later decision supersedes; none is rewritten. Each is a record of the workspace's chain; one that was edited,
exchanged or put in does not count.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.document_store.chain import Chain, Link, counted
from mamoru.document_store.chain.counting import whole
from mamoru.document_store.immutable_folder import UNREADABLE, Fault, ImmutableFolder
from mamoru.document_store.places import DECISIONS as PLACE
from mamoru.document_store.places import root_of
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions.decision import Decision

DECISIONS = Path(*PLACE.parts)
SCHEMA = "mamoru/decision/1"
MOST_BYTES = 1 << 20
MOST_DECISIONS = 200_000


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision as it is kept: when it was written, by which version of Mamoru, and its link in the chain."""

    schema: str
    chain: Link | None = None
    at: datetime
    tool: str
    decision: Decision


class DecisionFolder:
    """The decisions in `folder`, which is `.mamoru/decisions` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = root_of(folder.absolute(), PLACE)
        self._files = ImmutableFolder(folder, most_bytes=MOST_BYTES)

    def keep(self, decision: Decision, *, at: datetime, tool: str) -> str:
        """Write one decision; gives its digest."""

        def body(link: Link) -> bytes:
            kept = Kept(schema=SCHEMA, chain=link, at=at, tool=tool, decision=decision)
            return msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n"

        return Chain(self._root).keep(PLACE, body, at=at)

    def kept(self) -> Iterator[Kept]:
        """Every decision that counts, oldest first; of one second as they were chained. Another is left out;
        `faults` names it."""
        counts = counted(self._root, PLACE).names
        names = [name for name in self._files.names()[:MOST_DECISIONS] if f"{PLACE.name}/{name}" in counts]
        found = [kept for kept in map(self._read, names) if isinstance(kept, Kept)]
        yield from sorted(found, key=lambda kept: (kept.at, kept.chain.number if kept.chain else 0))

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions alone."""
        return tuple(kept.decision for kept in self.kept())

    def faults(self) -> list[Fault]:
        """What is damaged, edited or left over."""
        told = {
            fault.file.removeprefix(f"{PLACE.name}/"): fault
            for fault in whole(self._root).faults
            if fault.file.startswith(f"{PLACE.name}/")
        }
        for name in self._files.names():
            kept = self._read(name)
            if isinstance(kept, Text):
                told.setdefault(name, Fault(file=name, what=kept))
        return [msgspec.structs.replace(fault, file=file) for file, fault in told.items()]

    def _read(self, name: str) -> Kept | Text:
        body = self._files.body(name)
        if isinstance(body, Text):
            return body
        try:
            kept = msgspec.json.decode(body, type=Kept)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
            return UNREADABLE.fill(why=str(error)[:200])
        return kept if kept.schema == SCHEMA else UNREADABLE.fill(why=kept.schema[:200])
