"""Package URLs taken apart, by the one reader of them: whatever writes them, they mean the same everywhere.

Source: ECMA-427, package URL; read with `packageurl-python`, which knows how each type is written.
"""

from functools import lru_cache
from typing import NamedTuple

from packageurl import PackageURL

MOST_LENGTH = 4000
DISTRIBUTED = frozenset({"deb", "rpm", "apk", "alpm", "opkg", "yocto"})  # packages of a distribution


class Purl(NamedTuple):
    """A package URL: nothing in it is escaped. `namespace` is empty where there is none."""

    type: str
    namespace: str
    name: str
    version: str | None
    qualifiers: dict[str, str]

    @property
    def place(self) -> str:
        """`pkg:type/namespace/name`: the package without a version, as the sources' names have it."""
        return f"pkg:{'/'.join(part for part in (self.type, self.namespace, self.name) if part)}"


@lru_cache(1 << 14)
def read_purl(text: str) -> Purl | None:
    """`text` taken apart; None where it is no package URL. Qualifiers that cannot be read cost only themselves."""
    text = text.strip()
    if len(text) > MOST_LENGTH or text[:4].lower() != "pkg:":
        return None
    bare = text.partition("#")[0]
    try:
        read = PackageURL.from_string(bare)
    except ValueError:
        try:
            read = PackageURL.from_string(bare.partition("?")[0])
        except ValueError:
            return None
    return Purl(
        type=read.type,
        namespace=read.namespace or "",
        name=read.name,
        version=read.version or None,
        qualifiers=read.qualifiers if isinstance(read.qualifiers, dict) else {},
    )


def type_of(purl: str | None) -> str:
    """The type of a package URL (`deb`, `npm` …); empty where there is none."""
    read = read_purl(purl) if purl else None
    return read.type if read is not None else ""
