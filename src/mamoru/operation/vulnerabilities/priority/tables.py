"""The tables that the priority is worked out from, in compiled form: CVSS, SSVC, what serves which interface."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

from mamoru.language import Text

COMPILED = Path(__file__).parent / "compiled.json"
Weights = dict[str, dict[str, Decimal]]


class Scheme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The metrics of a version of CVSS, each with its values and their weights."""

    base: Weights
    temporal: Weights
    environmental: Weights
    supplemental: Weights = {}
    changed: Weights = {}


class MacroLevel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A level of equivalence: its worst vectors, and its depth in tenths."""

    depth: int
    worst: tuple[str, ...]


class MacroSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set of metrics that are rated together."""

    id: str
    levels: dict[str, MacroLevel]


class Macro(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The macro vectors of CVSS 4.0: `scores` by EQ1, EQ2, EQ3, EQ6; nine columns, EQ4 by EQ5."""

    sets: tuple[MacroSet, ...]
    scores: dict[str, str]


class PointValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value of a decision point."""

    id: str
    title: Text


class DecisionPoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question of SSVC; its values from the mildest to the worst."""

    id: str
    title: Text
    asks: Text
    values: tuple[PointValue, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision table: `rows` are outcomes (by `letters`) for every combination of the inputs' values,
    the last input varying first."""

    id: str
    source: str
    inputs: tuple[str, ...]
    outcome: str
    letters: dict[str, str]
    rows: str


class Serves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Known software that can stand behind an interface of these protocols (lower case): as its server, or
    `below` it, where data may also come from elsewhere."""

    protocols: tuple[str, ...]
    software: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class Tables(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it; `everywhere` is software that every network passes through."""

    digest: str
    schemes: dict[str, Scheme]
    macro: Macro
    points: tuple[DecisionPoint, ...]
    tables: tuple[Table, ...]
    serves: tuple[Serves, ...]
    everywhere: tuple[str, ...]

    def point(self, id: str) -> DecisionPoint:
        """The decision point of this id."""
        return next(point for point in self.points if point.id == id)

    def table(self, id: str) -> Table:
        """The decision table of this id."""
        return next(table for table in self.tables if table.id == id)


@cache
def tables() -> Tables:
    """The tables, read once in a process."""
    return msgspec.json.decode(COMPILED.read_bytes(), type=Tables)
