"""Find the package databases and manifests of a file tree and read each with its reader."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from fnmatch import translate
from functools import cache
from types import ModuleType

from mamoru.product.software import Software, packaged_as, plain, upstream
from mamoru.verification.firmware.components.sighting import PackageRecord, Sighted
from mamoru.verification.firmware.image import FileTree

_LARGEST = 64 << 20
_LANGUAGES = frozenset({"pypi", "npm", "luarocks", "maven", "golang", "cargo"})


Reading = Callable[[bytes, int], Iterator[PackageRecord]]


@cache
def readers() -> tuple[ModuleType, ...]:
    """The modules of this package that read a database."""
    package = importlib.import_module(__package__ or "")
    modules = (
        importlib.import_module(f"{package.__name__}.{m.name}")
        for m in pkgutil.iter_modules(package.__path__)
    )
    return tuple(module for module in modules if hasattr(module, "ECOSYSTEM"))


def packages(tree: FileTree) -> Iterator[Sighted]:
    """Every installed package of `tree`."""
    told: set[tuple[str, str, str, str]] = set()
    by_path = [(reader, _paths(reader)) for reader in readers() if hasattr(reader, "PATHS")]
    for entry in tree.files:
        for reader, pattern in by_path:
            if not pattern.match(entry.path):
                continue
            for record in _records(reader, tree.read(entry, most=_LARGEST), entry.path):
                place = entry.path if record.ecosystem in _LANGUAGES else ""
                key = (record.ecosystem, record.name, record.version, place)
                if key not in told:
                    told.add(key)
                    yield sighted(record, entry.path, tree.container)


def _records(reader: ModuleType, data: bytes, path: str) -> Iterator[PackageRecord]:
    if hasattr(reader, "records_in"):
        yield from reader.records_in(data, path)
    else:
        yield from reader.records(data.decode("utf-8", "replace"))


@cache
def inside() -> tuple[tuple[bytes, Reading], ...]:
    """The anchor and the reading function of each reader that reads programs themselves."""
    return tuple((reader.ANCHOR, reader.records_at) for reader in readers() if hasattr(reader, "ANCHOR"))


@cache
def _paths(reader: ModuleType) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in reader.PATHS))


def software_of(record: PackageRecord) -> Software | None:
    """The known software that a package carries; a language's package is not the program of that name."""
    if record.ecosystem in _LANGUAGES:
        return packaged_as(f"{record.ecosystem}:{record.name}")
    return packaged_as(record.source, record.name)


def _upstream(record: PackageRecord) -> str:
    if record.ecosystem not in _LANGUAGES:
        return upstream(record.version, record.ecosystem)
    if record.ecosystem == "golang":
        return record.version.removeprefix("v").removesuffix("+incompatible")
    return record.version.rpartition("-")[0] if record.ecosystem == "luarocks" else record.version


def sighted(record: PackageRecord, path: str, container: str | None) -> Sighted:
    """`record`, seen at `path`."""
    software = software_of(record)
    version = _upstream(record)
    return Sighted(
        software=software,
        method="manifest" if record.ecosystem in _LANGUAGES else "package-database",
        value=f"{record.name} {record.version}",
        path=path,
        container=container,
        version=plain(version, software) if software else version,
        raw=record.version,
        offset=record.offset,
        confidence=0.95,
        own=True,
        package=record,
    )
