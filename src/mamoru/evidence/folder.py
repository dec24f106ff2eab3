"""The evidence folder: one immutable file a run, named by its digest, merged by union.

A file is written whole or not at all (temporary file, flush to disk, rename), and never again. Each
names the runs that its writer knew, so that a run that vanished is missed. Two people's folders
merge by copying files together, also in git.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.document_store.immutable_folder import UNREADABLE, Fault, ImmutableFolder, digest_in
from mamoru.evidence.record import Evidence
from mamoru.language import Text

__all__ = ["EvidenceFolder", "Fault", "Run", "head_of"]

SCHEMA = "mamoru/evidence/1"
MOST_RUN_BYTES = 256 << 20

GONE = Text("{by} が知っている記録ですが、ありません", "is named by {by} but is not there")


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run as it is kept: all its evidence, and the digests of the runs known before it."""

    schema: str
    at: datetime
    tool: str
    knew: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class EvidenceFolder:
    """The runs under `.mamoru/evidence/` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = ImmutableFolder(folder, most_bytes=MOST_RUN_BYTES)

    def names(self) -> list[str]:
        """The names of all finished runs, oldest first."""
        return self._files.names()

    def keep(self, evidence: Sequence[Evidence], *, at: datetime, tool: str) -> str:
        """Write one run; gives its digest. Survives a kill at any byte: the folder then holds the
        runs from before, and at most a temporary file."""
        knew = tuple(sorted(digest for name in self.names() if (digest := digest_in(name))))
        run = Run(schema=SCHEMA, at=at, tool=tool, knew=knew, evidence=tuple(evidence))
        name = self._files.keep(msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n", at=at)
        return digest_in(name) or name

    def runs(self) -> Iterator[Run]:
        """Every whole run. One that is damaged or edited is left out here; `faults` names it."""
        for name in self.names():
            run = self._read(name)
            if isinstance(run, Run):
                yield run

    def evidence(self) -> list[Evidence]:
        """All evidence of all whole runs."""
        return [evidence for run in self.runs() for evidence in run.evidence]

    def faults(self) -> list[Fault]:
        """What is damaged, edited, missing or left over."""
        found = self._files.strays()
        known: dict[str, str] = {}
        names = self.names()
        for name in names:
            run = self._read(name)
            if isinstance(run, Text):
                found.append(Fault(file=name, what=run))
            else:
                known |= dict.fromkeys(run.knew, name)
        there = {digest_in(name) for name in names}
        found += [
            Fault(file=digest, what=GONE.fill(by=by))
            for digest, by in sorted(known.items())
            if digest not in there
        ]
        return found

    def _read(self, name: str) -> Run | Text:
        body = self._files.body(name)
        if isinstance(body, Text):
            return body
        try:
            run = msgspec.json.decode(body, type=Run)
            return run if run.schema == SCHEMA else UNREADABLE.fill(why=run.schema)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
            return UNREADABLE.fill(why=str(error))

    def head(self) -> str:
        """One SHA-256 over the digests of all finished runs: changes with any run added or lost."""
        return head_of(self.names())


def head_of(names: Sequence[str]) -> str:
    """One SHA-256 over the names of runs, which hold their digests."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
