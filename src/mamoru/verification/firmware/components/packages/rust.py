"""What cargo-auditable writes into a program: the crates linked in, as compressed JSON.

Source: cargo-auditable, PARSING.md: ELF section `.dep-v0`, zlib, `{"packages": [{"name", "version", …}]}`.
"""

import zlib
from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.components.elf import section
from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "cargo"
ANCHOR = b".dep-v0\0"
_LARGEST, _MOST_CRATES = 8 << 20, 5000


class _Crate(msgspec.Struct):
    name: str
    version: str
    kind: str = "runtime"


class _Crates(msgspec.Struct):
    packages: list[_Crate]


def records_at(data: bytes, at: int) -> Iterator[PackageRecord]:
    """Each crate linked into the program `data`; `at` is where the section's name lies."""
    found = section(data, b".dep-v0")
    if found is None:
        return
    start, size = found
    try:
        text = zlib.decompressobj().decompress(data[start : start + size], _LARGEST)
        crates = msgspec.json.decode(text, type=_Crates)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    for crate in crates.packages[:_MOST_CRATES]:
        if crate.kind == "runtime" and crate.name and crate.version:
            yield PackageRecord(
                name=crate.name[:100], version=crate.version[:100], ecosystem=ECOSYSTEM, offset=start
            )
