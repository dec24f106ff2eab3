"""The evidence folder: one immutable file a run, named by its digest, merged by union.

A file is written whole or not at all (temporary file, flush to disk, rename), and never again. Each is a
record of the workspace's chain, so that one that vanished is missed. Two people's folders merge by copying
files together, also in git. What is damaged, exchanged or put in does not count.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.document_store.chain import Chain, Link, counted
from mamoru.document_store.chain.counting import whole
from mamoru.document_store.immutable_folder import DAMAGED, UNREADABLE, Fault, ImmutableFolder
from mamoru.document_store.places import EVIDENCE, root_of
from mamoru.evidence.attachments import Attachments
from mamoru.evidence.record import Evidence
from mamoru.evidence.withdrawn import EDITED, withdrawn
from mamoru.language import Text

__all__ = ["EvidenceFolder", "Fault", "Run"]

SCHEMA = "mamoru/evidence/1"
MOST_RUN_BYTES = 256 << 20
NOT_COUNTED = Text("{name} を数えません: {why}", "{name} does not count: {why}")


class Run(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One run as it is kept: all its evidence, and its link in the chain. `knew` is how runs named those
    before them at first: the digests of all."""

    schema: str
    chain: Link | None = None
    at: datetime
    tool: str
    knew: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]


class EvidenceFolder:
    """The runs under `.mamoru/evidence/` of a workspace; `folder` is that very folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = root_of(folder.absolute(), EVIDENCE)
        self._files = ImmutableFolder(folder, most_bytes=MOST_RUN_BYTES)

    def names(self) -> list[str]:
        """The names of all finished runs, oldest first."""
        return self._files.names()

    def keep(self, evidence: Sequence[Evidence], *, at: datetime, tool: str) -> str:
        """Write one run; gives its digest. Survives a kill at any byte: the folder then holds the
        runs from before, and at most a temporary file."""

        def run(link: Link) -> bytes:
            made = Run(schema=SCHEMA, chain=link, at=at, tool=tool, evidence=tuple(evidence))
            return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"

        return Chain(self.root).keep(EVIDENCE, run, at=at)

    def runs(self) -> Iterator[Run]:
        """Every run that counts. One that is damaged, edited or put in is left out; `faults` names it."""
        counts = counted(self.root, EVIDENCE).names
        for name in self.names():
            run = self._read(name) if f"{EVIDENCE.name}/{name}" in counts else None
            if isinstance(run, Run):
                yield run

    def evidence(self) -> list[Evidence]:
        """All evidence that is kept. What a person did whose record was edited, or whose attachment is no
        longer what it was, is withdrawn: it is there as undecided, with the reason."""
        attachments, judged = Attachments(self.root), counted(self.root, EVIDENCE)
        found = []
        for name in self.names():
            run, reason = self._read(name), judged.withheld.get(f"{EVIDENCE.name}/{name}")
            if isinstance(run, Run) and reason is None:
                found += [attachments.sound(item) for item in run.evidence]
            else:
                why = run if isinstance(run, Text) else reason or EDITED
                left = run.evidence if isinstance(run, Run) else self._as_it_is(name)
                told = NOT_COUNTED.fill(name=name, why=why)
                found += [withdrawn(item, told) for item in left if item.by_hand is not None]
        return found

    def faults(self) -> list[Fault]:
        """What is wrong with the runs: damaged, edited, missing, put in or left over."""
        told = {each.file.removeprefix(f"{EVIDENCE.name}/"): each for each in whole(self.root).faults}
        for fault in self.unreadable():
            told.setdefault(fault.file, fault)
        return [msgspec.structs.replace(fault, file=file) for file, fault in told.items()]

    def unreadable(self) -> list[Fault]:
        """The runs that are what they were and that this Mamoru cannot read."""
        found = ((name, self._read(name)) for name in self.names())
        return [Fault(file=name, what=run) for name, run in found if isinstance(run, Text) and run != DAMAGED]

    def _read(self, name: str) -> Run | Text:
        body = self._files.body(name)
        return body if isinstance(body, Text) else _decoded(body)

    def _as_it_is(self, name: str) -> tuple[Evidence, ...]:
        """The evidence of a run that does not fit its name any more, where it can still be read."""
        try:
            path = self.folder / name
            if path.stat().st_size > MOST_RUN_BYTES:
                return ()
            run = _decoded(path.read_bytes())
        except OSError:
            return ()
        return run.evidence if isinstance(run, Run) else ()


def _decoded(body: bytes) -> Run | Text:
    try:
        run = msgspec.json.decode(body, type=Run)
        return run if run.schema == SCHEMA else UNREADABLE.fill(why=run.schema)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        return UNREADABLE.fill(why=str(error))
