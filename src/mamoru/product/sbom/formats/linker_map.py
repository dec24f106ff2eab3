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
_MEMBER = re.compile(rb"([^\s()\"']{1,400}\.(?:a|lib|l))\(([^\s()]{1,200}\.?o?[a-z]*)\)")
_OBJECT = re.compile(rb"(?<=\s)([^\s()\"']{1,400}\.(?:c|cpp|cc|s)?\.?o(?:bj)?)(?=\s|$)")
_DISCARDED = b"Discarded input sections"
_MEMORY = re.compile(rb"^(?:Memory Configuration|Linker script and memory map)", re.MULTILINE)
MOST_DISTINCT = 200_000


def recognises(name: str, head: bytes) -> bool:
    """By a heading that such a map has, or its name and the heading's kind."""
    return any(mark in head for mark in _MARKS)


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each known library, where it is named first among what was kept."""
    discarded = data.find(_DISCARDED)
    kept_from = -1 if discarded < 0 else getattr(_MEMORY.search(data, discarded), "start", lambda: -1)()
    seen: set[bytes] = set()
    found: dict[str, tuple[int, str]] = {}
    for pattern in (_MEMBER, _OBJECT):
        for match in pattern.finditer(data):
            if discarded <= match.start() < kept_from or match.group(1) in seen:
                continue
            if len(seen) >= MOST_DISTINCT:
                break
            seen.add(match.group(1))
            library = library_of_path(match.group(1).decode("utf-8", "replace"))
            if library is not None and library not in found:
                found[library] = (match.start(), match.group().decode("utf-8", "replace"))
    for library, (offset, said) in sorted(found.items(), key=lambda entry: entry[1]):
        yield Part(name=library, line=data.count(b"\n", 0, offset) + 1, confidence=0.8, said=said)
