"""Compile the YAML of `data/` into the one JSON file that a running Mamoru reads.

Parsing 250 KB of YAML costs a tenth of a second and more, the compiled form a few milliseconds. The
digest of the sources lies inside, so that a test can tell when it is stale.
"""

import hashlib
import sys
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from mamoru.catalog.consistency import faults
from mamoru.catalog.model import Case, Catalog, Claim, Fact, MappingEntry, Standard

DATA = Path(__file__).parent / "data"
COMPILED = Path(__file__).parent / "compiled.json"
_PARTS = ("claims", "facts", "mapping", "cases")

T = TypeVar("T")


class TextLoader(yaml.CBaseLoader):
    """YAML whose scalars are all text (no `no` turned into false), and where no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """The mapping of `node`; raises `yaml.constructor.ConstructorError` at a key's second place."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def sources() -> list[Path]:
    """The YAML files of the catalogue: four parts, and one file a standard."""
    return sorted(DATA.glob("*.yaml"))


def digest_of(files: list[Path]) -> str:
    """One SHA-256 over names and contents of `files`; how a checkout ends its lines does not count."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()


def standard_from(text: bytes, name: str) -> Standard:
    """The standard that the YAML `text` of the file `name` holds.

    Raises `msgspec.ValidationError`, naming the file and the place, where it breaks its schema.
    """
    standard = converted(yaml.load(text, Loader=TextLoader), Standard, name)  # noqa: S506
    if f"{standard.id}.yaml" != name:
        raise msgspec.ValidationError(f"{name}: holds the standard {standard.id!r}")
    return standard


def compiled() -> Catalog:
    """The catalogue read from its YAML; raises `msgspec.ValidationError` where a file breaks its
    schema, naming the file."""
    parts: dict[str, Any] = {}
    standards: list[Standard] = []
    for file in sources():
        if file.stem in _PARTS:
            parts[file.stem] = yaml.load(file.read_bytes(), Loader=TextLoader)[file.stem]  # noqa: S506
        else:
            standards.append(standard_from(file.read_bytes(), file.name))
    standards.sort(key=lambda s: (s.id != "guide", s.id))
    return Catalog(
        digest=digest_of(sources()),
        claims=converted(parts["claims"], tuple[Claim, ...], "claims.yaml"),
        facts=converted(parts["facts"], tuple[Fact, ...], "facts.yaml"),
        standards=tuple(standards),
        mapping=converted(parts["mapping"], tuple[MappingEntry, ...], "mapping.yaml"),
        cases=converted(parts["cases"], tuple[Case, ...], "cases.yaml"),
    )


def converted(raw: object, shape: type[T], name: str) -> T:
    """`raw`, as YAML gave it, as a `shape`; raises `msgspec.ValidationError`, naming the file `name`."""
    try:
        _two_languages_only(raw, "$")
        return msgspec.convert(raw, shape, strict=False)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"{name}: {error}") from error


def _two_languages_only(raw: object, where: str) -> None:
    """A comma without quotes cuts a text in two: its tail becomes a key that nobody asked for."""
    if isinstance(raw, list):
        for place, item in enumerate(raw):
            _two_languages_only(item, f"{where}[{place}]")
    if isinstance(raw, dict):
        if {"ja", "en"} & set(raw) and set(raw) != {"ja", "en"}:
            raise msgspec.ValidationError(f"a text has the keys {sorted(raw)} - at `{where}`")
        for key, item in raw.items():
            _two_languages_only(item, f"{where}.{key}")


def main() -> None:
    """Write the compiled form beside the sources (`make data`), unless it has a fault."""
    catalog = compiled()
    if found := faults(catalog):
        sys.exit("\n".join(found))
    COMPILED.write_bytes(msgspec.json.encode(catalog) + b"\n")


if __name__ == "__main__":
    main()
