"""Scan the bytes of one file for all known software at once."""

from collections.abc import Iterator

import msgspec

from mamoru.product.software import FileName, Signature, Software, plain, upstream
from mamoru.product.software.recognition import Sighting, all_found, found_at, holds
from mamoru.verification.firmware.components.build_notes import debug_link
from mamoru.verification.firmware.components.elf import MAGIC, soname
from mamoru.verification.firmware.components.packages.databases import sighted
from mamoru.verification.firmware.components.sighting import PackageRecord, Sighted
from mamoru.verification.firmware.components.tables import tables

_CHUNK = 1 << 20
_OVERLAP = 64
_PROGRAMS = (MAGIC, b"bFLT")
_MOST_HITS = 256  # of one anchor in one file


def is_binary(data: bytes) -> bool:
    """Whether `data` is more than text: what a document says of a product is not the product."""
    return data[:4] == MAGIC or b"\0" in data[:8192]


def named_by_path(path: str, container: str | None) -> Iterator[Sighted]:
    """What the whole path of a file tells (the modules folder of a kernel)."""
    for software, name, version in tables().told_by_path(path):
        yield _by_name(software, name, version, path, path, container)


def scanned(data: bytes, path: str, container: str | None) -> list[Sighted]:
    """All that the binary file `data`, found at `path`, tells of known software."""
    shared_name = soname(data)
    names = tuple(dict.fromkeys(n for n in (path.rpartition("/")[2], shared_name) if n))
    if not data.startswith(_PROGRAMS):
        names = ()  # a terminal's description called `screen` is not the program
    seen = list(_names(names, path, container))
    own = {s.software.id for s in seen if s.software}
    seen += _strings(data, names, path, container, own)
    seen += _links(data, names[0] if names else "", seen, path, container)
    return _without_applets(_without_echoes(seen))


def _without_applets(seen: list[Sighted]) -> list[Sighted]:
    """`seen` without the names that BusyBox goes by: a hard link of it called `sed` is not GNU sed."""
    if not any(s.software and s.software.id == "busybox" and s.version for s in seen):
        return seen
    return [s for s in seen if s.version or (s.software and s.software.id == "busybox")]


def _without_echoes(seen: list[Sighted]) -> list[Sighted]:
    """`seen` without the strings that only repeat, with no version, what another string tells."""
    told = {(s.software.id, s.offset) for s in seen if s.software and s.version and s.offset is not None}
    return [s for s in seen if s.version or s.software is None or (s.software.id, s.offset) not in told]


def _names(names: tuple[str, ...], path: str, container: str | None) -> Iterator[Sighted]:
    for position, shown in enumerate(names):
        told = set()
        for software, name, version in tables().told_by_name(shown):
            if software.id not in told:
                told.add(software.id)
                seen = _by_name(software, name, version, shown, path, container)
                yield seen if position == 0 else _as_soname(seen)


def _by_name(
    software: Software, name: FileName, version: str, shown: str, path: str, container: str | None
) -> Sighted:
    return Sighted(
        software=software,
        method="file-name",
        value=shown,
        path=path,
        container=container,
        version=plain(version, software) if version else None,
        raw=version or None,
        confidence=name.confidence,
        own=True,
    )


def _as_soname(seen: Sighted) -> Sighted:
    return Sighted(
        software=seen.software,
        method="soname",
        value=seen.value,
        path=seen.path,
        container=seen.container,
        confidence=min(0.95, seen.confidence + 0.2),
        own=True,
    )


def _strings(
    data: bytes, names: tuple[str, ...], path: str, container: str | None, own: set[str]
) -> Iterator[Sighted]:
    known = tables()
    owners = known.owners(names)
    tried: dict[int, int] = {}
    told: set[tuple[str, str, str | None]] = set()
    settled: set[int] = set()
    held = _Held(data)
    for index, at in _hits(data):
        tried[index] = tried.get(index, 0) + 1
        if tried[index] > _MOST_HITS:
            continue
        if index < len(known.inside):
            for record in known.inside[index](data, at):
                yield _noted(record, path, container)
        for software, signature in known.signatures[index]:
            if signature.anywhere and id(signature) in settled:
                continue
            settled.add(id(signature))
            for seen in _matches(signature, data, at, owners, held):
                key = (software.id, signature.pattern, seen.version)
                if key not in told:
                    told.add(key)
                    yield _stated(software, signature, seen, path, container, own=software.id in own)
    for software, signature in known.unanchored:
        if _applies(signature, owners) and held.by(signature):
            yield from (
                _stated(software, signature, seen, path, container, own=True)
                for seen in _agreed(all_found(signature, data))
            )


def _hits(data: bytes) -> Iterator[tuple[int, int]]:
    """(anchor, offset) of each hit; in pieces, so that a hostile file costs no memory."""
    automaton = tables().automaton
    view = memoryview(data)
    for start in range(0, len(data), _CHUNK):
        piece = view[start : start + _CHUNK + _OVERLAP]
        for index, at, _end in automaton.find_matches_as_indexes(piece, overlapping=True):
            if at < _CHUNK:
                yield index, start + at


def _matches(
    signature: Signature, data: bytes, at: int, owners: frozenset[str], held: "_Held"
) -> list[Sighting]:
    if not _applies(signature, owners):
        return []
    seen = _agreed(all_found(signature, data)) if signature.anywhere else [found_at(signature, data, at)]
    present = [sighting for sighting in seen if sighting is not None]
    return present if present and held.by(signature) else []


class _Held:
    """Whether a file holds what a signature requires, looked up once for each."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[int, bool] = {}

    def by(self, signature: Signature) -> bool:
        key = id(signature)
        if key not in self._known:
            self._known[key] = holds(signature, self._data)
        return self._known[key]


def _applies(signature: Signature, owners: frozenset[str]) -> bool:
    return signature.file is None or signature.file in owners


def _agreed(seen: list[Sighting]) -> list[Sighting]:
    """`seen` where all tell one version; nothing where they disagree: no version beats a wrong one."""
    return seen[:1] if len({sighting.version for sighting in seen}) == 1 else []


def _stated(
    software: Software, signature: Signature, seen: Sighting, path: str, container: str | None, *, own: bool
) -> Sighted:
    return Sighted(
        software=software,
        method="kernel-banner" if software.id == "linux" else "version-string",
        value=seen.value,
        path=path,
        container=container,
        version=plain(seen.version, software) if seen.version else None,
        raw=seen.version,
        offset=seen.offset,
        confidence=signature.confidence,
        own=own,
    )


def _noted(record: PackageRecord, path: str, container: str | None) -> Sighted:
    seen = sighted(record, path, container)
    return seen if seen.method == "manifest" else msgspec.structs.replace(seen, method="package-note")


def _links(
    data: bytes, name: str, seen: list[Sighted], path: str, container: str | None
) -> Iterator[Sighted]:
    owners = {s.software.id: s.software for s in seen if s.own and s.software}
    if not owners or (told := debug_link(data, name)) is None:
        return
    version, link, at = told
    for software in owners.values():
        yield Sighted(
            software=software,
            method="debug-link",
            value=link,
            path=path,
            container=container,
            version=plain(upstream(version, "rpm"), software),
            raw=version,
            offset=at,
            confidence=0.8,
            own=True,
        )
