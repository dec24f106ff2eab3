"""The decisions of a workspace: one immutable file each under `.mamoru/decisions/`, merged by union.

A later decision supersedes; none is rewritten.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.document_store.immutable_folder import UNREADABLE, Fault, ImmutableFolder, digest_in
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions.decision import Decision

DECISIONS = Path(".mamoru") / "decisions"
SCHEMA = "mamoru/decision/1"
MOST_BYTES = 1 << 20
MOST_DECISIONS = 200_000


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it is kept: when it was written, by which version of Mamoru."""

    schema: str
    at: datetime
    tool: str
    decision: Decision


class DecisionFolder:
    """The decisions in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = ImmutableFolder(folder, most_bytes=MOST_BYTES)

    def keep(self, decision: Decision, *, at: datetime, tool: str) -> str:
        """Write one decision; gives its digest. The same one at the same moment is one file."""
        kept = Kept(schema=SCHEMA, at=at, tool=tool, decision=decision)
        name = self._files.keep(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n", at=at)
        return digest_in(name) or name

    def kept(self) -> Iterator[Kept]:
        """Every whole decision, oldest first. One that is damaged or edited is left out; `faults` names it."""
        for name in self._files.names()[:MOST_DECISIONS]:
            kept = self._read(name)
            if isinstance(kept, Kept):
                yield kept

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions alone."""
        return tuple(kept.decision for kept in self.kept())

    def faults(self) -> list[Fault]:
        """What is damaged, edited or left over."""
        found = self._files.strays()
        for name in self._files.names():
            kept = self._read(name)
            if isinstance(kept, Text):
                found.append(Fault(file=name, what=kept))
        return found

    def _read(self, name: str) -> Kept | Text:
        body = self._files.body(name)
        if isinstance(body, Text):
            return body
        try:
            kept = msgspec.json.decode(body, type=Kept)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
            return UNREADABLE.fill(why=str(error)[:200])
        return kept if kept.schema == SCHEMA else UNREADABLE.fill(why=kept.schema[:200])
