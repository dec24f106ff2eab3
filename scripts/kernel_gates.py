"""Write the table of which options a Linux kernel builds each of its source files under.

    python scripts/kernel_gates.py linux-source-5.10.tar.xz linux-source-6.1.tar.xz …

Reads the Kbuild files, the Kconfig files and the include lines of whole kernel trees (Debian's packages
`linux-source-*` hold such archives) and writes names of files, options and modules, nothing else:
`src/mamoru/operation/vulnerabilities/kernel/gates.zst`. The form of its lines is told in `kernel/table.py`.
"""

import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

sys.path.insert(0, str(Path(__file__).parent / "kernel"))

from kconfig import Kind, options
from makefile import UNSURE
from tree import ARCHITECTURES, Gate, Tree

OUT = Path(__file__).parents[1] / "src/mamoru/operation/vulnerabilities/kernel/gates.zst"
_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.M)
_ELSEWHERE = ("tools/", "Documentation/", "scripts/", "samples/")
_RARE = frozenset(ARCHITECTURES) - {"arm", "arm64", "mips", "powerpc", "riscv", "x86"}
_LEFT_OUT = re.compile(f"arch/(?:{'|'.join(sorted(_RARE))})/|drivers/gpu/drm/amd/include/")


def read(archive: Path) -> tuple[str, Tree, dict[str, Kind]]:
    """The version, the built tree and the options of the kernel in `archive`."""
    makefiles: dict[str, str] = {}
    kconfigs: dict[str, str] = {}
    includes: dict[str, list[tuple[str, str]]] = {}
    with tarfile.open(archive, "r|*") as members:
        for member in members:
            path = member.name.partition("/")[2]
            name = path.rpartition("/")[2]
            content = members.extractfile(member) if member.isreg() else None
            if content is None or path.startswith(_ELSEWHERE):
                continue
            if name.startswith(("Makefile", "Kbuild")) or name.endswith((".mk", ".Makefile")):
                makefiles[path] = content.read().decode("latin-1")
            elif name.startswith("Kconfig"):
                kconfigs[path] = content.read().decode("latin-1")
            elif name.endswith((".c", ".h", ".S")):
                found = _INCLUDE.findall(content.read())
                includes[path] = [(quote.decode(), named.decode("latin-1")) for quote, named in found]
    top = dict(re.findall(r"^(VERSION|PATCHLEVEL|SUBLEVEL) = (\d+)", makefiles["Makefile"], re.M))
    known = options(kconfigs)
    tree = Tree(makefiles, includes, known)
    tree.build()
    return ".".join(top[part] for part in ("VERSION", "PATCHLEVEL", "SUBLEVEL")), tree, known


def table(kernels: Sequence[tuple[str, Tree, dict[str, Kind]]]) -> str:
    """The lines of the table."""
    names: dict[str, set[str]] = defaultdict(set)
    for _, tree, _ in kernels:
        for path in tree.sources:
            if not _LEFT_OUT.match(path):
                names[path.rpartition("/")[0]].add(path)
    lines = [
        "A table of facts: the options under which the Linux kernel builds its files, made from its Kbuild files",
        "of " + " ".join(version for version, _, _ in kernels),
    ]
    used: set[str] = set()
    for folder in sorted(names):
        lines += _folder(folder, sorted(names[folder]), [tree for _, tree, _ in kernels], used)
    partly = []
    for option in sorted(used):
        mask = "".join("1" if option in known else "0" for _, _, known in kernels)
        if "0" in mask:
            partly.append(f"{mask}{option}")
    return "\n".join([*lines[:2], "partly " + " ".join(partly), *lines[2:]]) + "\n"


def _folder(folder: str, paths: Sequence[str], trees: Sequence[Tree], used: set[str]) -> list[str]:
    base = frozenset.intersection(*(common(tree.folders.get(folder)) for tree in trees))
    rows: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        gates = [tree.sources.get(path) for tree in trees]
        if path.endswith(".h"):
            if not all(common(gate) for gate in gates if gate is not None):
                continue
            gates = [gate and frozenset({(common(gate), "")}) for gate in gates]
        for gate in gates:
            used.update(*(held - UNSURE for held, _ in gate or ()))
        name = path.rpartition("/")[2]
        stem = name.rpartition(".")[0].replace("-", "_")
        rows[_row([None if gate is None else _told(gate, base, stem) for gate in gates])].append(name)
    used.update(base)
    head = " ".join([f"/{folder}", *sorted(base)])
    return [head, *(line for row, found in rows.items() for line in (row, " " + " ".join(found)))]


def common(gate: Gate | None) -> frozenset[str]:
    """The options that every alternative of `gate` needs."""
    return frozenset.intersection(*(held for held, _ in gate)) - UNSURE if gate else frozenset()


def _row(told: Sequence[str | None]) -> str:
    """A column a release: `-` where the file is not there, `=` as the last one before; one where all are alike."""
    if len(set(told)) == 1:
        return told[0] or ""
    columns: list[str] = []
    last: str | None = None
    for one in told:
        columns.append("-" if one is None else "=" if one == last else one)
        last = last if one is None else one
    return "\t".join(columns)


def _told(gate: Gate, base: frozenset[str], stem: str) -> str:
    alternatives = []
    for held, module in sorted(gate, key=lambda one: (sorted(one[0]), one[1])):
        extra = sorted(held - base) if base <= held else ["!", *sorted(held)]
        named = ">" if module == stem else f">{module}" if module else ""
        alternatives.append(" ".join(extra) + named)
    return "|".join(alternatives)


def main(arguments: Sequence[str]) -> int:
    """Read the archives, write the table, say what it holds."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    text = table([read(Path(argument)) for argument in arguments])
    packed = zstd.compress(text.encode(), level=22)
    OUT.write_bytes(packed)
    print(f"{OUT.name}: {len(packed):,} bytes, {text.count(chr(10)):,} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
