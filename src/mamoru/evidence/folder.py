"""The evidence folder: one immutable file a run, named by its digest, merged by union.

A file is written whole or not at all (temporary file, flush to disk, rename), and never again. Each
names the runs that its writer knew, so that a run that vanished is missed. Two people's folders
merge by copying files together, also in git.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.errors import why
from mamoru.evidence.record import Evidence
from mamoru.language import Text

SCHEMA = "mamoru/evidence/1"
MOST_RUN_BYTES = 256 << 20
_TEMPORARY = ".tmp-"

DAMAGED = Text(
    "内容が名前のダイジェストと合いません（壊れたか書き換えられた）",
    "contents do not fit the digest in the name (damaged or edited)",
)
UNREADABLE = Text("読めません: {why}", "cannot be read: {why}")
GONE = Text("{by} が知っている記録ですが、ありません", "is named by {by} but is not there")
HALF = Text(
    "書きかけの一時ファイルです（消して構いません）",
    "a temporary file that was never finished (may be deleted)",
)
NO_FOLDER = Text("フォルダーではありません", "is no folder")
STRANGE = Text("証跡のファイルではありません", "is no evidence file")


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run as it is kept: all its evidence, and the digests of the runs known before it."""

    schema: str
    at: datetime
    tool: str
    knew: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with the folder: `file` is a name in it; harmless where nothing is lost."""

    file: str
    what: Text
    harmless: bool = False


class EvidenceFolder:
    """The runs under `.mamoru/evidence/` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The names of all finished runs, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if p.suffix == ".json" and _digest_in(p.name))

    def keep(self, evidence: Sequence[Evidence], *, at: datetime, tool: str) -> str:
        """Write one run; gives its digest. Survives a kill at any byte: the folder then holds the
        runs from before, and at most a temporary file."""
        knew = tuple(sorted(digest for name in self.names() if (digest := _digest_in(name))))
        run = Run(schema=SCHEMA, at=at, tool=tool, knew=knew, evidence=tuple(evidence))
        body = msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"
        digest = hashlib.sha256(body).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{at:%Y%m%dT%H%M%SZ}-{digest[:32]}.json"
        temporary = self.folder / f"{_TEMPORARY}{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.folder / name)
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(self.folder)
        return digest[:32]

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
        found: list[Fault] = []
        known: dict[str, str] = {}
        if not self.folder.is_dir():
            return [Fault(file=self.folder.name, what=NO_FOLDER)] if self.folder.exists() else found
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(_TEMPORARY):
                found.append(Fault(file=path.name, what=HALF, harmless=True))
            elif path.suffix == ".json" and not _digest_in(path.name):
                found.append(Fault(file=path.name, what=STRANGE))
        names = self.names()
        for name in names:
            run = self._read(name)
            if isinstance(run, Text):
                found.append(Fault(file=name, what=run))
            else:
                known |= dict.fromkeys(run.knew, name)
        there = {_digest_in(name) for name in names}
        found += [
            Fault(file=digest, what=GONE.fill(by=by))
            for digest, by in sorted(known.items())
            if digest not in there
        ]
        return found

    def _read(self, name: str) -> Run | Text:
        try:
            path = self.folder / name
            if path.stat().st_size > MOST_RUN_BYTES:
                return UNREADABLE.fill(why=f"> {MOST_RUN_BYTES} bytes")
            body = path.read_bytes()
            if hashlib.sha256(body).hexdigest()[:32] != _digest_in(name):
                return DAMAGED
            run = msgspec.json.decode(body, type=Run)
            return run if run.schema == SCHEMA else UNREADABLE.fill(why=run.schema)
        except OSError as error:
            reason = why(error)
            return Text(UNREADABLE.ja.format(why=reason.ja), UNREADABLE.en.format(why=reason.en))
        except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
            return UNREADABLE.fill(why=str(error))

    def head(self) -> str:
        """One SHA-256 over the digests of all finished runs: changes with any run added or lost."""
        return head_of(self.names())


def head_of(names: Sequence[str]) -> str:
    """One SHA-256 over the names of runs, which hold their digests."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _digest_in(name: str) -> str | None:
    stamp, _, digest = name.removesuffix(".json").partition("-")
    plain = len(digest) == 32 and set(digest) <= set("0123456789abcdef") and stamp.endswith("Z")
    return digest if plain else None


def _flush_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where a folder can be opened (not on Windows)."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
