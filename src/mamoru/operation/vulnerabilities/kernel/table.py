"""The table of facts `gates.zst`: under which options the kernel builds its files, in several releases.

Written by `scripts/kernel_gates.py`. Its lines: what it is; `of` and the releases; `partly` and the options
that some of them do not know (a digit a release); then, for each folder, `/FOLDER OPTION…` (what the whole
folder needs), and in turn the gate of files and their names behind a space. A gate is alternatives with
`|` between them: options that must all be on (`!`: the folder's are not among them; `?`: something else decides too), and after `>` the
module that the file goes into (nothing: of the file's own name). Where the releases differ, a column
each, with tabs between: `-` where the file is not there, `=` for the same as before.
"""

import sys
from functools import cache
from pathlib import Path

import msgspec

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_TABLE = Path(__file__).parent / "gates.zst"
ARCHITECTURES = {
    "alpha": "ALPHA", "arc": "ARC", "arm": "ARM", "arm64": "ARM64", "csky": "CSKY", "hexagon": "HEXAGON",
    "ia64": "IA64", "loongarch": "LOONGARCH", "m68k": "M68K", "microblaze": "MICROBLAZE", "mips": "MIPS",
    "nios2": "NIOS2", "openrisc": "OPENRISC", "parisc": "PARISC", "powerpc": "PPC", "riscv": "RISCV",
    "s390": "S390", "sh": "SUPERH", "sparc": "SPARC", "um": "UML", "x86": "X86", "xtensa": "XTENSA",
}  # fmt: skip
"""The folders of `arch/` and the option of each."""


class Alternative(msgspec.Struct, frozen=True):
    """One way of being built: options that must all be on, and the module it goes into (None: none).

    `sure` where they are all that decides; else more is needed that the table does not tell.
    """

    options: tuple[str, ...]
    module: str | None = None
    sure: bool = True


Gate = tuple[Alternative, ...]
"""The ways in which a file may be built."""


def releases() -> tuple[tuple[int, int], ...]:
    """The releases of the table, ascending, as (major, minor)."""
    found = [tuple(map(int, version.split(".")[:2])) for version in _head()[0]]
    return tuple((major, minor) for major, minor in found)


def knows(option: str, release: int) -> bool:
    """Whether the release at that place in `releases` defines `option` (of those in some gate)."""
    return _head()[1].get(option, "1" * (release + 1))[release] == "1"


@cache
def gates(path: str) -> tuple[Gate | None, ...] | None:
    """The gate of the file at `path` in each of `releases`, None where it is not in that one; None
    instead where no release has it, or it is a header that is included from anywhere."""
    folder, _, name = path.rpartition("/")
    found = _folder(folder)
    row = found[1].get(name) if found else None
    return None if found is None or row is None else _parsed(row, found[0], name)


@cache
def _text() -> str:
    return zstd.decompress(_TABLE.read_bytes()).decode()


@cache
def _head() -> tuple[tuple[str, ...], dict[str, str]]:
    _, of, partly = _text().split("\n", 3)[:3]
    columns = len(of.split()) - 1
    return tuple(of.split()[1:]), {one[columns:]: one[:columns] for one in partly.split()[1:]}


@cache
def _folder(folder: str) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """The options of a folder and the row of each file in it."""
    held = _held().get(folder)
    if held is None:
        return None
    head, *lines = held.rstrip("\n").split("\n")
    rows = {name: row for row, names in zip(lines[::2], lines[1::2], strict=True) for name in names.split()}
    return tuple(head.split()[1:]), rows


@cache
def _held() -> dict[str, str]:
    """The text of each folder."""
    _, *folders = _text().split("\n/")
    return {folder.split("\n", 1)[0].split(" ", 1)[0]: folder for folder in folders}


def always_optional(path: str) -> bool:
    """Whether every release that holds the file at `path` builds it only where some option is on."""
    folder, _, name = path.rpartition("/")
    if (whole := _wholly_optional(folder)) is not None:
        return f" {name} " in whole
    found = _folder(folder)
    row = found[1].get(name) if found else None
    return found is not None and row is not None and _asks_always(row, bool(found[0]))


@cache
def _wholly_optional(folder: str) -> str | None:
    """What is in a folder that asks for an option as a whole, every word between spaces: its files are the
    words with a dot. None for any other folder."""
    held = _held().get(folder, "")
    return f" {held.replace(chr(10), ' ')} " if " " in held.split("\n", 1)[0] and "!" not in held else None


@cache
def _asks_always(row: str, folder_asks: bool) -> bool:  # noqa: FBT001  (a part of the key)
    """`row` says the same of every file that has it, so it is read once."""
    spoken = [column for column in row.split("\t") if column not in ("-", "=")]
    ways = [way.partition(">")[0].split() for column in spoken for way in column.split("|")]
    return bool(ways) and all(
        (folder_asks and "!" not in way) or any(each not in ("!", "?") for each in way) for way in ways
    )


def _parsed(row: str, base: tuple[str, ...], name: str) -> tuple[Gate | None, ...]:
    columns = row.split("\t")
    found: list[Gate | None] = []
    last: Gate | None = None
    for column in columns if len(columns) > 1 else columns * len(releases()):
        if column not in ("-", "="):
            last = tuple(_alternative(one, base, name) for one in column.split("|"))
        found.append(None if column == "-" else last)
    return tuple(found)


def _alternative(text: str, base: tuple[str, ...], name: str) -> Alternative:
    held, mark, module = text.partition(">")
    options = held.split()
    told = [option for option in options if option not in ("!", "?")]
    own = tuple(told) if "!" in options else (*base, *told)
    stem = name.rpartition(".")[0].replace("-", "_")
    return Alternative(own, (module or stem) if mark else None, "?" not in options)
