"""Which records of the chain count, and what is wrong with the others."""

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec

from mamoru.document_store.chain.acknowledging import Acknowledgement, Adoption, Known
from mamoru.document_store.chain.files import RecordFile, folders_of, name_of, record_files, strays
from mamoru.document_store.chain.heads import Head, Newest, begun_by, read_heads
from mamoru.document_store.chain.sequence import Node, sequenced
from mamoru.document_store.immutable_folder import Fault, digest_in
from mamoru.document_store.places import ACKNOWLEDGED, ADOPTED, EVIDENCE, HEADS, INVENTORY, OWN, RECORDS
from mamoru.language import Text

T = TypeVar("T")
_MOST_IN_MEMORY = 16
GONE = Text("{by} が知っている記録ですが、ありません", "is named by {by} but is not there")
LOST = Text("この書き手の{n}番目の記録がありません", "record {n} of this writer is not there")
UNCOUNTED = Text(
    "どの書き手の記録にも数えられていません（手で置かれたか、古い版のMamoruが書いた）",
    "is counted by no writer (put there by hand, or written by an older Mamoru)",
)
CONTRADICTED = Text(
    "同じ位置に別の記録があります（差し替えられたか、写して書き換えられた）",
    "stands in the place of another record (exchanged, or a copy that was edited)",
)
HEAD_GONE = Text(
    "書き手の控えがありません（この書き手の記録 {n} 件を数えられません）",
    "the head file of this writer is not there ({n} record(s) of this writer cannot be counted)",
)
HEAD_EDITED = Text(
    "書き手の控えが壊れたか書き換えられました（この書き手の記録 {n} 件を数えられません）",
    "the head file of this writer is damaged or edited ({n} record(s) of this writer cannot be counted)",
)
HEAD_OLDER = Text(
    "記録より古い控えです（続く記録 {n} 件も数えました）",
    "is older than the records ({n} record(s) that follow were counted too)",
)
ALTERED = Text("内容が {since} に数えたときと違います", "is not what it was when it was counted on {since}")


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Of the records of one folder: those that count, by name (`evidence/…`), and why each other does not.
    `beyond` are the digests of those that count although their writer's head is older."""

    names: frozenset[str]
    withheld: Mapping[str, Text]
    beyond: tuple[str, ...]


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is there: how many records count, by folder; all faults, those a person acknowledged
    apart; since when the oldest are counted (None: from the first), and how many are not counted yet."""

    records: Mapping[str, int]
    names: tuple[str, ...]
    faults: tuple[Fault, ...]
    known: tuple[tuple[Fault, Acknowledgement], ...]
    since: datetime | None
    before: int
    acknowledged: tuple[Acknowledgement, ...]


_COUNTED: dict[tuple[Path, PurePosixPath], tuple[Hashable, Counted]] = {}


class _Folder(msgspec.Struct, kw_only=True):
    """The work on one folder."""

    place: PurePosixPath
    files: Sequence[RecordFile]
    counted: set[str]
    faults: list[Fault]
    beyond: list[str]


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """What every folder is held against."""

    heads: Mapping[str, Head | None]
    adopted: Mapping[str, tuple[str, datetime]]
    acknowledged: Sequence[Acknowledgement]
    begun: bool

    @property
    def vouched(self) -> frozenset[str]:
        """The records that a person vouched for."""
        return frozenset(d for each in self.acknowledged for known in each.known for d in known.counts)


def counted(root: Path, place: PurePosixPath) -> Counted:
    """Which records of `place` count, by their links; whether each fits its digest is for its reader. What
    was found is kept in memory for as long as the folders list the same files."""
    listed = _listing(root, place)
    known = _COUNTED.get((root, place))
    if known is None or known[0] != listed:
        known = _COUNTED[root, place] = (listed, _counted(root, place))
        if len(_COUNTED) > _MOST_IN_MEMORY:
            _COUNTED.pop(next(iter(_COUNTED)))
    return known[1]


def beyond(root: Path, heads: Mapping[str, Head | None]) -> tuple[str, ...]:
    """The records that no head counts yet, because an older head was put over a newer one. They are looked
    for only where more lies there than the heads count."""
    expected = sum(
        each.count for head in heads.values() if head is not None for each in head.folders.values()
    )
    folders = (folder for place in RECORDS for folder in folders_of(root, place) if folder.is_dir())
    there = sum(digest_in(path.name) is not None for folder in folders for path in folder.iterdir())
    if there <= expected:
        return ()
    return tuple(digest for place in RECORDS for digest in counted(root, place).beyond)


def _listing(root: Path, place: PurePosixPath) -> Hashable:
    listed: list[Hashable] = []
    for each in (place, ADOPTED, ACKNOWLEDGED, HEADS):
        for folder in folders_of(root, each):
            if folder.is_dir():
                names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
                listed.append((folder.name, *names))
    heads = root.joinpath(*HEADS.parts)
    stats = [(path.name, path.lstat()) for path in sorted(heads.glob("*.json"))] if heads.is_dir() else []
    return (*listed, *((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def _counted(root: Path, place: PurePosixPath) -> Counted:
    around = _around(root)
    files = list(record_files(root, place, whole=False))
    done = _judged(place, files, around, _named([files], around.heads))
    return Counted(
        names=frozenset(done.counted),
        withheld={fault.file: fault.what for fault in done.faults if fault.file not in done.counted},
        beyond=tuple(done.beyond),
    )


def whole(root: Path) -> Whole:
    """Read everything and tell all that is wrong."""
    around = _around(root)
    read = {place: list(record_files(root, place, whole=True)) for place in RECORDS}
    named = _named(read.values(), around.heads)
    done = [_judged(place, files, around, named) for place, files in read.items()]
    faults = [fault for each in done for fault in each.faults]
    faults += [fault for place in RECORDS for fault in strays(root, place)]
    faults += _heads_wrong(read, around)
    faults += _not_there(root, read, done, around, {fault.file for fault in faults})
    sure, known = known_apart(faults, around.acknowledged)
    names = sorted(name for each in done for name in each.counted)
    unlinked = [f for each in done for f in each.files if f.linked is not None and f.linked.chain is None]
    return Whole(
        records={each.place.name: len(each.counted) for each in done if each.counted},
        names=tuple(names),
        faults=tuple(sure),
        known=tuple(known),
        since=min((at for _, at in around.adopted.values()), default=None),
        before=0 if around.begun else len(unlinked),
        acknowledged=tuple(around.acknowledged),
    )


def _around(root: Path) -> _Around:
    heads = read_heads(root)
    files = {place: list(record_files(root, place, whole=True)) for place in (ADOPTED, ACKNOWLEDGED)}
    begun = begun_by(heads) or has_links(root)
    bare = _Around(heads=heads, adopted={}, acknowledged=(), begun=begun)
    adopted: dict[str, tuple[str, datetime]] = {}
    for name in sorted(_judged(ADOPTED, files[ADOPTED], bare, frozenset()).counted):
        adoption = _decoded(root, name, Adoption)
        if adoption is not None:
            adopted |= {file: (sha256, adoption.at) for file, sha256 in adoption.files.items()}
    told = [
        each
        for name in sorted(_judged(ACKNOWLEDGED, files[ACKNOWLEDGED], bare, frozenset()).counted)
        if (each := _decoded(root, name, Acknowledgement)) is not None
    ]
    return _Around(heads=heads, adopted=adopted, acknowledged=told, begun=begun)


def has_links(root: Path) -> bool:
    """Whether any record has a link."""
    return any(
        file.linked is not None and file.linked.chain is not None
        for place in RECORDS
        for file in record_files(root, place, whole=False)
    )


def _judged(
    place: PurePosixPath, files: Sequence[RecordFile], around: _Around, named: frozenset[str]
) -> _Folder:
    done = _Folder(place=place, files=files, counted=set(), faults=[], beyond=[])
    nodes: dict[str, list[Node]] = {}
    for file in files:
        if file.why is not None:
            done.faults.append(Fault(file=file.name, what=file.why, seen=file.seen))
        elif file.linked is not None and file.linked.chain is not None:
            node = Node(name=file.name, digest=file.digest, link=file.linked.chain)
            nodes.setdefault(node.link.writer, []).append(node)
        elif not around.begun or file.name in around.adopted:
            done.counted.add(file.name)
        else:
            done.faults.append(Fault(file=file.name, what=UNCOUNTED, seen=file.seen))
    there = {file.digest for file in files}
    for writer, head in around.heads.items():
        own = head.folders.get(place.name) if head is not None else None
        if own is not None or (head is not None and writer in nodes):
            _by_head(done, nodes.get(writer, []), own or Newest(count=0), named, there, writer)
    for writer in nodes.keys() - {writer for writer, head in around.heads.items() if head is not None}:
        for node in nodes[writer]:  # whose head is lost: what others named, or somebody vouched for, counts
            if node.digest in named or node.digest in around.vouched:
                done.counted.add(node.name)
            else:
                done.faults.append(Fault(file=node.name, what=UNCOUNTED, harmless=True))
    return done


def _by_head(
    done: _Folder, nodes: list[Node], own: Newest, named: frozenset[str], there: set[str], writer: str
) -> None:
    head = f"{HEADS.name}/{writer}.json"
    found = sequenced(nodes, own, named, there, head)
    done.counted |= {node.name for node in (*found.counted, *found.beyond)}
    done.faults += [Fault(file=node.name, what=CONTRADICTED, seen=node.digest) for node in found.contradicted]
    done.faults += [
        Fault(file=f"{done.place.name}/{digest}", what=GONE.fill(by=by)) for digest, by in found.gone.items()
    ]
    damaged = sum(file.why is not None and file.digest not in found.gone for file in done.files)
    for number in found.lost[damaged:]:  # a damaged file may be the one that nobody names
        done.faults.append(Fault(file=f"{done.place.name}/{writer}-{number}", what=LOST.fill(n=number)))
    done.beyond += [node.digest for node in found.beyond]
    if found.beyond:
        done.faults.append(Fault(file=head, what=HEAD_OLDER.fill(n=len(found.beyond)), harmless=True))


def _heads_wrong(read: Mapping[PurePosixPath, Sequence[RecordFile]], around: _Around) -> list[Fault]:
    """The heads that are lost or edited, each with the records that cannot be counted for it."""
    written: dict[str, list[str]] = {}
    for file in (file for files in read.values() for file in files):
        if file.linked is not None and file.linked.chain is not None:
            written.setdefault(file.linked.chain.writer, []).append(file.digest)
    vouched = around.vouched
    faults = []
    for writer, digests in sorted(written.items()):
        if around.heads.get(writer) is None:
            what = HEAD_EDITED if writer in around.heads else HEAD_GONE
            left = tuple(sorted(set(digests) - vouched))
            seen = hashlib.sha256(" ".join(sorted(digests)).encode()).hexdigest()
            name = f"{HEADS.name}/{writer}.json"
            faults.append(Fault(file=name, what=what.fill(n=len(digests)), seen=seen, counts=left))
    bare = [writer for writer, head in around.heads.items() if head is None and writer not in written]
    return faults + [Fault(file=f"{HEADS.name}/{w}.json", what=HEAD_EDITED.fill(n=0)) for w in sorted(bare)]


def _named(read: Iterable[Sequence[RecordFile]], heads: Mapping[str, Head | None]) -> frozenset[str]:
    named = {digest for head in heads.values() if head is not None for digest in (*head.newest, *head.knew)}
    for files in read:
        for file in files:
            if file.linked is not None:
                named |= {*file.linked.knew}
                if file.linked.chain is not None:
                    named |= {*file.linked.chain.knew}
    return frozenset(named)


def _not_there(
    root: Path,
    read: Mapping[PurePosixPath, Sequence[RecordFile]],
    done: Sequence[_Folder],
    around: _Around,
    told: set[str],
) -> list[Fault]:
    """What counted records name and what was counted when the chain began, and is not there or altered."""
    there = {file.digest for files in read.values() for file in files}
    missing = {file.rpartition("/")[2] for file in told}
    counted = {name for each in done for name in each.counted}
    faults = []
    known: dict[str, str] = {}
    for file in (file for files in read.values() for file in files):
        if file.linked is not None and file.name in counted:
            links = file.linked.chain.knew if file.linked.chain is not None else ()
            known |= dict.fromkeys((*file.linked.knew, *links), file.name)
    for digest, by in sorted(known.items()):
        if digest not in there | missing:
            faults.append(Fault(file=digest, what=GONE.fill(by=by)))
            missing.add(digest)
    seen = {file.name: file.seen for files in read.values() for file in files}
    for name in around.adopted.keys() - seen.keys():
        if (sha := _digest(root, name)) is not None:
            seen[name] = sha
    for name, (sha256, at) in sorted(around.adopted.items()):
        if name in seen and seen[name] != sha256 and name not in told:
            faults.append(Fault(file=name, what=ALTERED.fill(since=f"{at:%Y-%m-%d}"), seen=seen[name]))
        elif name not in seen and (digest_in(name.rpartition("/")[2]) or name) not in missing:
            faults.append(Fault(file=name, what=GONE.fill(by=ADOPTED.name)))
    return faults


def known_apart(
    faults: Sequence[Fault], acknowledged: Sequence[Acknowledgement]
) -> tuple[list[Fault], list[tuple[Fault, Acknowledgement]]]:
    """The faults that nobody acknowledged, and those that somebody did."""
    by = {(known.file, known.seen): each for each in acknowledged for known in each.known}
    sure = [fault for fault in faults if (fault.file, fault.seen) not in by]
    return sure, [(f, by[f.file, f.seen]) for f in faults if (f.file, f.seen) in by]


def as_known(fault: Fault) -> Known:
    """A fault as it is acknowledged."""
    return Known(file=fault.file, seen=fault.seen, counts=fault.counts)


def unlinked(root: Path) -> dict[str, str]:
    """The records and seals that were there before any was counted, each with its SHA-256."""
    found = {}
    for place in RECORDS:
        for file in record_files(root, place, whole=True):
            if file.linked is not None and file.linked.chain is None:
                found[file.name] = file.seen
    for place, pattern in ((EVIDENCE, "*.seal"), (INVENTORY, "*.json")):
        for path in sorted(root.joinpath(*place.parts).glob(pattern)):
            if path.is_file() and not path.is_symlink() and digest_in(path.name) is None:
                found[name_of(root, path)] = _digest(root, name_of(root, path)) or ""
    return found


def _digest(root: Path, name: str) -> str | None:
    """The SHA-256 of a plain file below `.mamoru`, None where there is none."""
    path = root.joinpath(*OWN.parts, name)
    try:
        return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _decoded(root: Path, name: str, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(root.joinpath(*OWN.parts, name).read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None
