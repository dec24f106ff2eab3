"""Compile the YAML of `data/` into the one JSON file that a running Mamoru reads, as the catalogue does."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from mamoru.catalog.compile import TextLoader, converted, digest_of
from mamoru.design.library import COMPILED as COMPILED
from mamoru.design.library import Actor, AssetKind, DesignFact, Family, Library, Matrix

DATA = Path(__file__).parent / "data"
FAMILIES = DATA / "threats"


def compiled() -> Library:
    """The library read from its YAML; raises `msgspec.ValidationError` where a file breaks its schema."""
    families = [family_from(file.read_bytes(), file.name) for file in sorted(FAMILIES.glob("*.yaml"))]
    return Library(
        digest=digest_of([*sorted(DATA.glob("*.yaml")), *sorted(FAMILIES.glob("*.yaml"))]),
        facts=converted(_part("facts"), tuple[DesignFact, ...], "facts.yaml"),
        assets=converted(_part("assets"), tuple[AssetKind, ...], "assets.yaml"),
        actors=converted(_part("actors"), tuple[Actor, ...], "actors.yaml"),
        matrix=converted(_part("matrix"), Matrix, "matrix.yaml"),
        threats=tuple(threat for family in families for threat in family.threats),
    )


def family_from(text: bytes, name: str) -> Family:
    """The threats that the YAML `text` of the file `name` holds."""
    family = converted(yaml.load(text, Loader=TextLoader), Family, name)  # noqa: S506  (reads text only)
    if f"{family.family}.yaml" != name:
        raise msgspec.ValidationError(f"{name}: holds the family {family.family!r}")
    return family


def _part(name: str) -> Any:
    return yaml.load((DATA / f"{name}.yaml").read_bytes(), Loader=TextLoader)[name]  # noqa: S506  (reads text only)
