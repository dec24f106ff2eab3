"""Verify the records of a workspace: what is there, what is wrong, what is known, what the seals cover."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec
from cryptography import x509
from msgspec import structs

from mamoru.document_store.chain import Acknowledgement, Chain, Known, Link
from mamoru.document_store.chain.counting import Whole, as_known, known_apart, whole
from mamoru.document_store.immutable_folder import Fault
from mamoru.document_store.places import ACKNOWLEDGED, EVIDENCE
from mamoru.errors import InputError
from mamoru.evidence.attachments import Attachments
from mamoru.evidence.folder import EvidenceFolder
from mamoru.evidence.seal import Sealed, head_of, seals_told
from mamoru.evidence.trusted_time import Stamped, times_told
from mamoru.language import Text

NOTHING_WRONG = Text("{file} に問題は見つかっていません。", "Nothing is wrong with {file}.")
SEE = Text(
    "mamoru evidence verify が挙げたファイルの名前を、そのまま指定してください。",
    "Name a file exactly as mamoru evidence verify does.",
)
NO_NAME = Text("誰が認めたかがありません。", "Nobody is named who acknowledges it.")
GIVE_NAME = Text("--by に名前を書いてください。", "Give the name with --by.")
NO_REASON = Text("理由がありません。", "No reason is given.")
GIVE_REASON = Text("--reason に理由を書いてください。", "Give the reason with --reason.")


class KnownFault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that a named person acknowledged."""

    file: str
    what: Text
    by: str
    on: date
    reason: str


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru evidence verify --format json`. `records` counts those of each kind that count, `runs` names
    the runs among them; `since` is the moment before which nothing was counted, `before` how many records
    are not counted yet; `uncovered` how many the newest seal does not cover, `times` the trusted times of
    seals."""

    schema: str = "mamoru/evidence-verify/2"
    records: Mapping[str, int]
    runs: tuple[str, ...]
    head: str
    faults: tuple[Fault, ...]
    known: tuple[KnownFault, ...]
    since: datetime | None
    before: int
    seals: tuple[Sealed, ...]
    newest_seal: str | None
    uncovered: int
    times: tuple[Stamped, ...]

    @property
    def serious(self) -> tuple[Fault, ...]:
        """The faults that matter."""
        return tuple(fault for fault in self.faults if not fault.harmless)


def verified(
    root: Path, trusted: str | None = None, authority: tuple[x509.Certificate, ...] | None = None
) -> Verified:
    """Everything that can be said of the records of the workspace at `root`; with the public key `trusted`
    (hex) also whether a seal by it is there; with the certificates of a time-stamp `authority` also whether a
    trusted time by it is."""
    found = whole(root)
    told = seals_told(root, found.names, trusted)
    times = times_told(root, told.seals, authority)
    folder = EvidenceFolder(root.joinpath(*EVIDENCE.parts))
    attached = Attachments(root).faults(folder.evidence())
    named = {fault.file for fault in found.faults} | {fault.file for fault, _ in found.known}
    strange = [structs.replace(f, file=f"{EVIDENCE.name}/{f.file}") for f in folder.unreadable()]
    strange = [fault for fault in strange if fault.file not in named]
    sure, known = known_apart([*attached, *told.faults, *times.faults, *strange], found.acknowledged)
    return Verified(
        records=found.records,
        runs=_runs(found),
        head=head_of(found.names),
        faults=(*found.faults, *sure),
        known=tuple(_known(fault, by) for fault, by in (*found.known, *known)),
        since=found.since,
        before=found.before,
        seals=told.seals,
        newest_seal=told.newest.name if told.newest else None,
        uncovered=told.uncovered,
        times=times.times,
    )


def acknowledge(
    root: Path, files: Sequence[str], *, by: str, reason: str, on: date, at: datetime
) -> tuple[Fault, ...]:
    """Keep that `by` knows of the faults of these files, and why they are borne; all faults that matter where
    none is named. Gives them. Raises `InputError` where a file has no fault, or a name or reason lacks."""
    if not by.strip():
        raise InputError(NO_NAME, GIVE_NAME)
    if not reason.strip():
        raise InputError(NO_REASON, GIVE_REASON)
    serious = verified(root).serious
    for file in files:
        if file not in {fault.file for fault in serious}:
            raise InputError(NOTHING_WRONG.fill(file=file[:200]), SEE)
    chosen = tuple(fault for fault in serious if not files or fault.file in files)
    if not chosen:
        raise InputError(NOTHING_WRONG.fill(file=root.name), SEE)
    known: tuple[Known, ...] = tuple(as_known(fault) for fault in chosen)

    def record(link: Link) -> bytes:
        made = Acknowledgement(chain=link, at=at, on=on, by=by.strip(), reason=reason.strip(), known=known)
        return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"

    Chain(root).keep(ACKNOWLEDGED, record, at=at)
    return chosen


def _runs(found: Whole) -> tuple[str, ...]:
    return tuple(n.rpartition("/")[2] for n in found.names if n.startswith(f"{EVIDENCE.name}/"))


def _known(fault: Fault, by: Acknowledgement) -> KnownFault:
    return KnownFault(file=fault.file, what=fault.what, by=by.by, on=by.on, reason=by.reason)
