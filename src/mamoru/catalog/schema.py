"""The published JSON Schema of a standard's file, for editors and for those who write a new standard."""

from pathlib import Path

import msgspec

from mamoru.catalog.model import Standard
from mamoru.json_schema import DIALECT, readable

PUBLISHED = Path(__file__).parents[3] / "docs" / "schema" / "standard.schema.json"


def standard_schema() -> bytes:
    """JSON Schema (2020-12) of one YAML file in `catalog/data`, as indented UTF-8 JSON."""
    schemas, definitions = msgspec.json.schema_components((Standard,), ref_template="#/$defs/{name}")
    definitions["Condition"] |= {"minProperties": 1, "maxProperties": 1}
    for shape in ("Text", "Need"):
        definitions[shape]["additionalProperties"] = False
    schema = {
        "$schema": DIALECT,
        "title": "Mamoru: one standard of the catalogue",
        **schemas[0],
        "$defs": definitions,
    }
    return msgspec.json.format(msgspec.json.encode(readable(schema)), indent=2) + b"\n"


def main() -> None:
    """Write the schema into the repository's `docs/schema/` (`make data`)."""
    PUBLISHED.parent.mkdir(parents=True, exist_ok=True)
    PUBLISHED.write_bytes(standard_schema())


if __name__ == "__main__":
    main()
