"""A maker's own threats: `threats.yaml` beside `maker.yaml`, in the shapes of the library.

    threats:   threats of one's own, or another version of one of the library (same id)
    facts:     what is to be seen in the product file beyond the library's facts
    matrix:    other cells of the risk matrix
    left_out:  ids of threats of the library that are never to appear

A text may be written in one language only; the title and the condition are all that is asked.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from mamoru.catalog import Catalog
from mamoru.design.consistency import leads_nowhere
from mamoru.design.library import DesignFact, Library, Matrix, ThreatEntry
from mamoru.language import Text, both
from mamoru.product.files import contents
from mamoru.product.problems import Problem, Problems, ProductFileErrors, plain_words
from mamoru.product.yaml_text import Plain, plain

FILE = "threats.yaml"
_TEXTS = ("title", "text", "yes", "no")
_FILLED: dict[str, Plain] = {
    "stride": [],
    "harms": ["integrity"],
    "assets": ["firmware"],
    "effort": "skill",
    "actors": ["criminal"],
}
_AT = re.compile(r"at `\$(?P<at>.*)`$")
WRONG = Text("書き方が正しくありません: {why}", "This cannot be used: {why}")


class OwnThreats(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `threats.yaml` holds."""

    threats: tuple[ThreatEntry, ...] = ()
    facts: tuple[DesignFact, ...] = ()
    matrix: dict[str, dict[str, dict[str, str]]] = {}
    left_out: tuple[str, ...] = ()


def with_own_threats(shipped: Library, root: Path, catalog: Catalog) -> Library:
    """The library with what `threats.yaml` in `root` adds; as it is where there is none. Raises
    `ProductFileErrors` where the file is wrong."""
    path = root / FILE
    if not path.is_file():
        return shipped
    return joined(shipped, contents(path), catalog)


def joined(shipped: Library, data: bytes, catalog: Catalog) -> Library:
    """`shipped` with the own threats that `data` holds; raises only `ProductFileErrors`."""
    problems = Problems(FILE)
    read = plain(data, problems)
    if read is None:
        raise ProductFileErrors(tuple(problems.found))
    values, lines = read
    try:
        own = msgspec.convert(_whole(values), OwnThreats, strict=False)
        made = _together(shipped, own)
    except msgspec.ValidationError as error:
        raise ProductFileErrors((_problem(str(error), lines),)) from error
    before = set(leads_nowhere(shipped, catalog))
    found = [fault for fault in leads_nowhere(made, catalog) if fault not in before]
    found += [f"left_out: {id!r} does not exist" for id in own.left_out if shipped.threat(id) is None]
    if found or problems.found:
        told = [
            Problem(file=FILE, line=_line_of(fault, lines, values), message=_wrong(fault)) for fault in found
        ]
        raise ProductFileErrors((*problems.found, *told))
    return made


def _together(shipped: Library, own: OwnThreats) -> Library:
    named = {threat.id for threat in own.threats} | set(own.left_out)
    cells = msgspec.to_builtins(shipped.matrix)
    for part, rows in own.matrix.items():
        if part not in cells:
            raise msgspec.ValidationError(f"no part {part!r} of the matrix - at `$.matrix`")
        for row, values in rows.items():
            cells[part][row] = cells[part].get(row, {}) | values
    return msgspec.structs.replace(
        shipped,
        facts=(*shipped.facts, *own.facts),
        matrix=msgspec.convert(cells, Matrix),
        threats=(*own.threats, *(threat for threat in shipped.threats if threat.id not in named)),
    )


def _whole(values: Mapping[str, Plain]) -> dict[str, Any]:
    """The file with every text in both languages, and what a short entry leaves out filled in."""
    made: dict[str, Any] = dict(values)
    for part in ("threats", "facts"):
        entries = made.get(part)
        if isinstance(entries, list):
            made[part] = [_entry(entry, part) if isinstance(entry, dict) else entry for entry in entries]
    return made


def _entry(entry: Mapping[str, Plain], part: str) -> dict[str, Any]:
    made: dict[str, Any] = {key: _text(value) if key in _TEXTS else value for key, value in entry.items()}
    if part == "facts":
        return made
    made = _FILLED | made
    made.setdefault("text", made.get("title"))
    path = made.get("path") or [made.get("text")]
    made["path"] = [_text(step) for step in path] if isinstance(path, list) else path
    return made


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return msgspec.to_builtins(both(value))
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"ja", "en"}:
        return msgspec.to_builtins(both(next(iter(value.values()))))
    return value


def _wrong(why: str) -> Text:
    return WRONG.fill(why=plain_words(why).replace("{", "(").replace("}", ")"))


def _problem(why: str, lines: Mapping[str, int]) -> Problem:
    found = _AT.search(why)
    at = found.group("at").lstrip(".") if found else ""
    while at and at not in lines:
        cut = max(at.rfind("."), at.rfind("["))
        at = at[:cut] if cut > 0 else ""
    return Problem(file=FILE, line=lines.get(at, 1), message=_wrong(why))


def _line_of(fault: str, lines: Mapping[str, int], values: Mapping[str, Plain]) -> int:
    """The line of the entry that a fault names by its id."""
    for part in ("threats", "facts"):
        entries = values.get(part)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and f"{entry.get('id')!r}" in fault:
                return lines.get(f"{part}[{number}]", 1)
    return 1
