"""Compile the YAML of `data/` into the one JSON file that a running Mamoru reads."""

from math import prod
from pathlib import Path
from typing import Any

import msgspec
import yaml

from mamoru.operation.vulnerabilities.priority import tables as compiled_form
from mamoru.operation.vulnerabilities.priority.tables import DecisionPoint, Table, Tables
from mamoru.product.software import software
from mamoru.product.software.compile import digest_of

DATA = Path(__file__).parent / "data"
COMPILED = compiled_form.COMPILED
_TEXT_ONLY = yaml.CBaseLoader


def sources() -> list[Path]:
    """The YAML files."""
    return sorted(DATA.glob("*.yaml"))


def compiled() -> Tables:
    """The tables read from their YAML; raises `msgspec.ValidationError` where one contradicts itself."""
    raw: dict[str, Any] = {"digest": digest_of(sources())}
    for file in sources():
        raw |= yaml.load(file.read_bytes(), Loader=_TEXT_ONLY)  # noqa: S506  (reads text only)
    found = msgspec.convert(raw, Tables, strict=False)
    if wrong := faults(found):
        raise msgspec.ValidationError("; ".join(wrong))
    return found


def faults(found: Tables) -> list[str]:
    """What is missing in the tables, in words."""
    points = {point.id: point for point in found.points}
    wrong = [fault for table in found.tables for fault in _table_faults(table, points)]
    named = [id for serves in found.serves for id in (*serves.software, *serves.below)] + list(
        found.everywhere
    )
    wrong += [f"no known software: {id}" for id in named if software(id) is None]
    wrong += [f"a row of {len(row.split())}" for row in found.macro.scores.values() if len(row.split()) != 9]
    return wrong


def _table_faults(table: Table, points: dict[str, DecisionPoint]) -> list[str]:
    wrong = [f"{table.id}: no point {id}" for id in (*table.inputs, table.outcome) if id not in points]
    if wrong:
        return wrong
    wanted = prod(len(points[id].values) for id in table.inputs)
    rows = "".join(table.rows.split())
    if len(rows) != wanted:
        wrong.append(f"{table.id}: {len(rows)} rows instead of {wanted}")
    outcomes = {value.id for value in points[table.outcome].values}
    if set(table.letters.values()) - outcomes or set(rows) - set(table.letters):
        wrong.append(f"{table.id}: an outcome that is not one")
    return wrong


def compiled_bytes() -> bytes:
    """The compiled form as it is kept."""
    return msgspec.json.format(msgspec.json.encode(compiled()), indent=0) + b"\n"


def main() -> None:
    """Write the compiled form beside its sources (`make data`)."""
    COMPILED.write_bytes(compiled_bytes())


if __name__ == "__main__":
    main()
