"""Find the package databases of a file tree and read each with its reader."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from fnmatch import translate
from functools import cache
from types import ModuleType

from mamoru.product.software import Software, packaged_as, plain, upstream
from mamoru.verification.firmware.components.sighting import PackageRecord, Sighted
from mamoru.verification.firmware.image import FileTree

_LARGEST = 32 << 20


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
    told: set[tuple[str, str, str]] = set()
    for entry in tree.files:
        for reader in readers():
            if not _paths(reader).match(entry.path):
                continue
            text = tree.read(entry, most=_LARGEST).decode("utf-8", "replace")
            for record in reader.records(text):
                key = (record.ecosystem, record.name, record.version)
                if key not in told:
                    told.add(key)
                    yield _sighted(record, entry.path, tree.container)


@cache
def _paths(reader: ModuleType) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in reader.PATHS))


def software_of(record: PackageRecord) -> Software | None:
    """The known software that a package carries."""
    return packaged_as(record.source, record.name)


def _sighted(record: PackageRecord, path: str, container: str) -> Sighted:
    software = software_of(record)
    version = upstream(record.version, record.ecosystem)
    return Sighted(
        software=software,
        method="package-database",
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
