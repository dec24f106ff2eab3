"""The map that a linker writes: of GNU ld and LLVM, Arm's armlink and IAR's ilink.

It names the archives and objects that went in, and so which libraries; it knows no versions. Source:
the linkers' manuals, "-Map", "--map --list", "--map".
"""

import re
from collections.abc import Iterator

from mamoru.product.sbom.archives import library_of_path
from mamoru.product.sbom.part import Part

FORMAT = "linker-map"
KIND = "trace"
_MARKS = (
    b"Archive member included", b"Linker script and memory map", b"Memory Configuration", b"Discarded input sections",
    b"Component: ARM Compiler", b"Component: Arm Compiler", b"IAR ELF Linker", b"Section Cross References",
    b"VMA              LMA     Size Align Out     In      Symbol",
)  # fmt: skip
_ENDS = re.compile(rb"\.(?:a|lib|l)(?=\()|\.o(?:bj)?(?=\s)")
_BEFORE = (b" ", b"\n", b"\t", b"(", b'"')
_DISCARDED = b"Discarded input sections"
_MEMORY = re.compile(rb"^(?:Memory Configuration|Linker script and memory map)", re.MULTILINE)
MOST_DISTINCT, MOST_PATH = 200_000, 400


def recognises(name: str, head: bytes) -> bool:
    """By a heading that such a map has, or its name and the heading's kind."""
    return any(mark in head for mark in _MARKS)


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each known library, where it is named first among what was kept."""
    discarded = data.find(_DISCARDED)
    kept_from = -1 if discarded < 0 else getattr(_MEMORY.search(data, discarded), "start", lambda: -1)()
    seen: set[bytes] = set()
    found: dict[str, int] = {}
    for match in _ENDS.finditer(data):
        if discarded <= match.start() < kept_from:
            continue
        earliest = max(0, match.start() - MOST_PATH)
        start = max(data.rfind(sign, earliest, match.start()) for sign in _BEFORE) + 1
        path = data[max(start, earliest) : match.end()]
        if path in seen or len(seen) >= MOST_DISTINCT:
            continue
        seen.add(path)
        library = library_of_path(path.decode("utf-8", "replace"))
        if library is not None:
            found.setdefault(library, match.end())
    for library, end in sorted(found.items(), key=lambda entry: entry[1]):
        said = data[data.rfind(b"\n", 0, end) + 1 : end + MOST_PATH].splitlines()[0].strip()
        yield Part(
            name=library,
            line=data.count(b"\n", 0, end) + 1,
            confidence=0.8,
            said=said.decode("utf-8", "replace"),
            titled=True,
        )
