"""What a kernel tree builds each of its files under: alternatives of options that must all be on.

A gate that is too wide (a file that is in truth built under more options) costs nothing but silence; one
that is too narrow would hide a weakness. So whatever is not understood widens.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from kconfig import Kind
from makefile import ALWAYS, UNSURE, WILD, Makefile, Options, placed, read

Alternative = tuple[Options, str]  # options that must be on; the module it goes into, "" where none
Gate = frozenset[Alternative]
_ROOTS = {
    "init": ALWAYS, "usr": ALWAYS, "kernel": ALWAYS, "certs": ALWAYS, "mm": ALWAYS, "fs": ALWAYS, "ipc": ALWAYS,
    "security": ALWAYS, "crypto": ALWAYS, "lib": ALWAYS, "drivers": ALWAYS, "sound": ALWAYS, "virt": ALWAYS,
    "block": frozenset({"BLOCK"}), "io_uring": frozenset({"IO_URING"}), "net": frozenset({"NET"}),
    "samples": frozenset({"SAMPLES"}), "rust": frozenset({"RUST"}),
}  # fmt: skip
ARCHITECTURES = {
    "alpha": "ALPHA", "arc": "ARC", "arm": "ARM", "arm64": "ARM64", "csky": "CSKY", "hexagon": "HEXAGON",
    "ia64": "IA64", "loongarch": "LOONGARCH", "m68k": "M68K", "microblaze": "MICROBLAZE", "mips": "MIPS",
    "nios2": "NIOS2", "openrisc": "OPENRISC", "parisc": "PARISC", "powerpc": "PPC", "riscv": "RISCV",
    "s390": "S390", "sh": "SUPERH", "sparc": "SPARC", "um": "UML", "x86": "X86", "xtensa": "XTENSA",
}  # fmt: skip
_LISTS = ("obj", "lib")
_ARCH_LISTS = ("core", "libs", "drivers", "head", "obj", "net", "sound", "virt", "fs")
_MOST = 4
_SEARCHED = re.compile(r"-I\s*\$\(srctree\)/([a-z][\w/.-]+)")
NEVER: Gate = frozenset()


@dataclass
class Tree:
    """A tree's Makefiles, the include lines of its sources, by path, and its options."""

    makefiles: Mapping[str, str]
    includes: Mapping[str, list[tuple[str, str]]]
    kinds: Mapping[str, Kind]
    folders: dict[str, Gate] = field(default_factory=dict)
    sources: dict[str, Gate] = field(default_factory=dict)

    def build(self) -> None:
        """Fill `folders` and `sources`."""
        self._in_folder: dict[str, list[str]] = defaultdict(list)
        for path in self.includes:
            self._in_folder[path.rpartition("/")[0]].append(path)
        self._read: dict[str, list[tuple[str, Options, str, bool]]] = {}
        waiting: list[tuple[str, Gate]] = [(name, _one(options)) for name, options in _ROOTS.items()]
        waiting += [(f"arch/{name}", _one(frozenset({option}))) for name, option in ARCHITECTURES.items()]
        while waiting:
            folder, gate = waiting.pop()
            before = self.folders.get(folder, NEVER)
            if (after := joined(before, gate)) == before:
                continue
            self.folders[folder] = after
            for target, options, _, is_folder in self._targets(folder):
                if is_folder:
                    waiting.append((target, frozenset((held | options, "") for held, _ in after)))
        for folder, gate in self.folders.items():
            for target, options, module, is_folder in self._targets(folder):
                if not is_folder:
                    added = frozenset((held | options, module) for held, _ in gate)
                    self.sources[target] = joined(self.sources.get(target, NEVER), added)
        _included(self)

    def _targets(self, folder: str) -> list[tuple[str, Options, str, bool]]:
        if folder not in self._read:
            found = (
                (
                    target,
                    frozenset(one for one in options if self.kinds.get(one) != "value"),
                    module,
                    is_folder,
                )
                for target, options, module, is_folder in self._found(folder)
            )
            self._read[folder] = list(dict.fromkeys(found))
        return self._read[folder]

    def _found(self, folder: str) -> Iterable[tuple[str, Options, str, bool]]:
        names = [f"{folder}/Kbuild", f"{folder}/Makefile"]
        top = folder.count("/") == 1 and folder.startswith("arch/")
        paths = [path for path in names if path in self.makefiles]
        for path in paths if top else paths[:1]:
            made = read(path, self.makefiles)
            lists = _ARCH_LISTS if top and path.endswith("Makefile") else _LISTS
            for name in lists:
                for word, options, switch in made.switched(name):
                    named = name == "obj" and self.kinds.get(switch) == "tristate" and folder != "lib"
                    for target, more, module, is_folder in self._of(
                        made, word, options, rooted=top and path.endswith("Makefile")
                    ):
                        yield target, more, module if named else "", is_folder
            for word, options in made.added("subdir"):
                yield placed(folder, word), options, "", True
            for rule in made.own_rules:
                name = rule.replace("$(src)/", "").replace("$(srctree)/", "/")
                for end in (".c", ".S"):
                    if (target := placed(folder, name) + end) in self.includes:
                        yield target, UNSURE, "", False

    def _of(
        self, made: Makefile, word: str, options: Options, *, rooted: bool
    ) -> Iterable[tuple[str, Options, str, bool]]:
        rooted = rooted and word.split("/")[0] in (*_ROOTS, "arch")
        target = placed("" if rooted else made.folder, word)
        if word.endswith("/"):
            if WILD not in word:
                yield target, options, "", True
            else:
                for folder in self._in_folder:
                    if fnmatchcase(folder, target.replace(WILD, "*")):
                        yield folder, options | UNSURE, "", True
            return
        if word == WILD or not word.endswith(".o"):
            if WILD in word:
                yield from ((path, options | UNSURE, "", False) for path in self._in_folder[made.folder])
                if made.folder.startswith("arch/") and made.folder.count("/") == 1:
                    below = [
                        f
                        for f in self._in_folder
                        if f.startswith(made.folder + "/") and self._has_makefile(f)
                    ]
                    yield from ((folder, options | UNSURE, "", True) for folder in below)
            return
        yield from self._object(made, word, options, None, 0)

    def _has_makefile(self, folder: str) -> bool:
        return f"{folder}/Makefile" in self.makefiles or f"{folder}/Kbuild" in self.makefiles

    def _object(
        self, made: Makefile, word: str, options: Options, module: str | None, depth: int
    ) -> Iterable[tuple[str, Options, str, bool]]:
        stem = word[:-2]
        name = stem.rpartition("/")[2].replace("-", "_") if module is None else module
        parts = list(made.added(stem)) if depth < 4 and stem in made.words and stem not in _LISTS else []
        paths = self._sources_of(made.folder, stem)
        if parts and (module is None or not paths):
            for part, more in parts:
                if part.endswith(".o"):
                    if part != word:
                        yield from self._object(made, part, options | more, name, depth + 1)
                    else:
                        yield from ((path, options | more, name, False) for path in paths)
                elif WILD in part:
                    within = self._in_folder[made.folder]
                    yield from ((path, options | more | UNSURE, name, False) for path in within)
            return
        if WILD in stem:
            options, name = options | UNSURE, ""
        yield from ((path, options, name, False) for path in paths)

    def _sources_of(self, folder: str, stem: str) -> list[str]:
        path = placed(folder, stem)
        if WILD in path:
            within = self._in_folder.get(path.rpartition("/")[0], ())
            return [one for one in within if fnmatchcase(one, path.replace(WILD, "*") + ".[cS]")]
        return [path + end for end in (".c", ".S", ".rs") if path + end in self.includes]


def _one(options: Options) -> Gate:
    return frozenset({(options, "")})


def joined(first: Gate, second: Gate) -> Gate:
    """Either of two gates, plain: what another alternative already allows is left out, and where there are
    too many, what all have in common stands for them."""
    if first == second:
        return first
    every = first | second
    kept = frozenset(one for one in every if not any(other != one and _covers(other, one) for other in every))
    if len(kept) <= _MOST:
        return kept
    modules = {module for _, module in kept}
    common = frozenset.intersection(*(options for options, _ in kept))
    return frozenset({(common | UNSURE, modules.pop() if len(modules) == 1 else "")})


def _covers(wide: Alternative, narrow: Alternative) -> bool:
    """Whether what is built under `narrow` is built under `wide` too."""
    return wide[0] - UNSURE <= narrow[0] and wide[1] in ("", narrow[1])


def _included(tree: Tree) -> None:
    """Widen by what is included: a source or a header is built wherever one that includes it is."""
    edges = _edges(tree)
    waiting = [path for path in tree.sources if path in edges]
    while waiting:
        path = waiting.pop()
        for target in edges.get(path, ()):
            gate = tree.sources.get(target, NEVER)
            if (after := joined(gate, _seen_from(path, target, tree.sources[path]))) != gate:
                tree.sources[target] = after
                waiting.append(target)


def _seen_from(path: str, target: str, gate: Gate) -> Gate:
    """The gate of `path`; a header of an architecture is what others include for that one alone."""
    if not target.startswith("arch/") or path.startswith("arch/"):
        return gate
    option = ARCHITECTURES.get(target.split("/")[1])
    return frozenset((held | {option}, module) for held, module in gate) if option else gate


def _edges(tree: Tree) -> dict[str, set[str]]:
    """What each file includes. A name that could be several files counts as all of them."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in tree.includes:
        by_name[path.rpartition("/")[2]].append(path)
    searched = _searched(tree.makefiles)
    edges: dict[str, set[str]] = {}
    for path, lines in tree.includes.items():
        folder = path.rpartition("/")[0]
        found: set[str] = set()
        for quote, name in lines:
            beside = placed(folder, name)
            if quote == '"' and beside in tree.includes:
                found.add(beside)
                continue
            suffix = "/" + placed("", name) if ".." not in name else "/" + name.rpartition("../")[2]
            if (known := "include" + suffix) in tree.includes and not name.startswith("asm/"):
                found.add(known)
            else:
                named = [one for one in by_name[name.rpartition("/")[2]] if one.endswith(suffix)]
                if name.startswith("asm/") and folder.startswith("arch/"):
                    own = "/".join(folder.split("/")[:2]) + "/"
                    named = [one for one in named if one.startswith((own, "include/"))]
                near = [one for one in named if _near(one, folder, searched)]
                found.update(near or named)
        edges[path] = found
    return edges


def _searched(makefiles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The folders elsewhere in the tree in which the compiler looks for headers, by folder."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, text in makefiles.items():
        found[path.rpartition("/")[0]].update(_SEARCHED.findall(text))
    return {folder: tuple(elsewhere) for folder, elsewhere in found.items() if elsewhere}


def _near(path: str, folder: str, searched: Mapping[str, tuple[str, ...]]) -> bool:
    if path.split("/")[:2] == folder.split("/")[:2] or path.startswith(("include/", "arch/")):
        return True
    while folder:
        if any(path.startswith(elsewhere) for elsewhere in searched.get(folder, ())):
            return True
        folder = folder.rpartition("/")[0]
    return False
