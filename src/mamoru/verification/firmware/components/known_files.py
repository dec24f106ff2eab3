"""What a file shows, recalled where the same bytes under the same name were looked at before.

What is kept hangs on the bytes' SHA-256, the file's name, the known software and the code that looks, so
that a result is the same with and without it. It names components and decides nothing else.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from mamoru import __version__
from mamoru.product.software import software
from mamoru.verification.firmware.components.kernel import unpacked_kernel
from mamoru.verification.firmware.components.kernel_facts import Facts, of_image
from mamoru.verification.firmware.components.memory import Memory
from mamoru.verification.firmware.components.scanner import scanned
from mamoru.verification.firmware.components.sighting import RANKS, PackageRecord, Sighted

_ENGINE = ("mamoru.verification.firmware.components", "mamoru.product.software")
_WORTH_KEEPING = 4096  # a smaller file is looked at as fast as it is recalled

T = TypeVar("T")


class _Kept(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A sighting without its place, which is the asker's."""

    software: str | None
    method: str
    value: str
    version: str | None
    raw: str | None
    offset: int | None
    confidence: float
    own: bool
    package: PackageRecord | None


class Kernel(msgspec.Struct, frozen=True):
    """What one kernel image tells: its configuration, and the banner that was packed inside."""

    facts: Facts | None
    seen: tuple[Sighted, ...]


class _KeptKernel(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    facts: Facts | None
    seen: tuple[_Kept, ...]


class KnownFiles:
    """Looks at files, and recalls from `memory` what need not be looked at again."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory

    def scanned(self, data: bytes, path: str, container: str | None) -> list[Sighted]:
        """All that the binary file `data`, found at `path`, tells of known software."""
        if self._memory is None or len(data) < _WORTH_KEEPING:
            return scanned(data, path, container)
        key = _key(data, "file", path.rpartition("/")[2])
        kept = _decoded(self._memory.recall(key), tuple[_Kept, ...])
        if kept is not None and (recalled := _placed(kept, path, container)) is not None:
            return recalled
        seen = scanned(data, path, container)
        self._memory.keep(key, packed(seen))
        return seen

    def another(self) -> "KnownFiles":
        """The same for another process, which hands back `news`."""
        return KnownFiles(self._memory and self._memory.another())

    def news(self) -> bytes:
        """What was learnt in this process, to `take` in another."""
        return msgspec.msgpack.encode(self._memory.news()) if self._memory else b""

    def take(self, news: bytes) -> None:
        """Take in what another process learnt."""
        told = _decoded(news or None, tuple[dict[bytes, bytes], list[bytes]])
        if self._memory is not None and told is not None:
            self._memory.take(*told)

    def kernel(self, data: bytes, path: str, container: str | None) -> Kernel:
        """What `data` tells if it is a kernel, packed or not."""
        if self._memory is None or len(data) < _WORTH_KEEPING:
            return _kernel(data, path, container)
        key = _key(data, "kernel", path.rpartition("/")[2])
        kept = _decoded(self._memory.recall(key), _KeptKernel)
        if kept is not None and (seen := _placed(kept.seen, path, container)) is not None:
            facts = kept.facts and msgspec.structs.replace(kept.facts, container=container)
            return Kernel(facts, tuple(seen))
        told = _kernel(data, path, container)
        whole = _KeptKernel(told.facts, tuple(_kept(each) for each in told.seen))
        self._memory.keep(key, msgspec.msgpack.encode(whole))
        return told


def packed(seen: Sequence[Sighted]) -> bytes:
    """`seen` without its place, as bytes that cross between processes."""
    return msgspec.msgpack.encode([_kept(each) for each in seen])


def unpacked(told: bytes, path: str, container: str | None) -> list[Sighted]:
    """What `packed` gave, at its place again."""
    return _placed(msgspec.msgpack.decode(told, type=tuple[_Kept, ...]), path, container) or []


def _kernel(data: bytes, path: str, container: str | None) -> Kernel:
    inner = unpacked_kernel(data)
    facts = of_image(data if inner is None else inner, container)
    seen = scanned(inner, path, container) if inner is not None else []
    return Kernel(facts, tuple(each for each in seen if each.method == "kernel-banner"))


def _key(data: bytes, kind: str, name: str) -> bytes:
    told = hashlib.sha256(engine_digest() + hashlib.sha256(data).digest())
    told.update(f"{kind}\0{name}".encode("utf-8", "surrogatepass"))
    return told.digest()


@cache
def engine_digest() -> bytes:
    """The digest of all that decides what a file shows: the version, the known software, the code."""
    told = hashlib.sha256(__version__.encode())
    for package in _ENGINE:
        for name, body in sorted(_sources(resources.files(package), package)):
            told.update(f"{name}\0{len(body)}\0".encode() + body)
    return told.digest()


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        if item.name.endswith(".py") or item.name == "compiled.json":
            found.append((f"{prefix}/{item.name}", item.read_bytes()))
        elif item.name == "packages":
            found += _sources(item, f"{prefix}/{item.name}")
    return found


def _kept(seen: Sighted) -> _Kept:
    return _Kept(
        seen.software.id if seen.software else None, seen.method, seen.value, seen.version, seen.raw,
        seen.offset, seen.confidence, seen.own, seen.package,
    )  # fmt: skip


def _placed(kept: tuple[_Kept, ...], path: str, container: str | None) -> list[Sighted] | None:
    """The sightings that were kept, at the place of the file that was asked for; None where one names
    what nobody knows."""
    placed = []
    for each in kept:
        known = software(each.software) if each.software else None
        if (known is None) != (each.software is None) or each.method not in RANKS:
            return None
        placed.append(
            Sighted(
                software=known, method=each.method, value=each.value, path=path, version=each.version,
                raw=each.raw, offset=each.offset, container=container, confidence=each.confidence,
                own=each.own, package=each.package,
            )
        )  # fmt: skip
    return placed


def _decoded(told: bytes | None, kind: type[T]) -> T | None:
    """What was kept; None where nothing was, or what does not have its shape."""
    if told is None:
        return None
    try:
        return msgspec.msgpack.decode(told, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
