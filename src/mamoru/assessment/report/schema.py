"""The published JSON Schemas of the JSON forms (`python -m mamoru.assessment.report.schema` writes them)."""

from pathlib import Path

import msgspec

from mamoru.assessment.report.json_shapes import CheckJson, FirmwareCheckJson
from mamoru.json_schema import published

FOLDER = Path(__file__).parents[4] / "docs" / "schema"
_PUBLISHED: dict[str, tuple[type[msgspec.Struct], str]] = {
    "check.schema.json": (CheckJson, "Mamoru: where a product stands (mamoru check --format json)"),
    "firmware-check.schema.json": (
        FirmwareCheckJson,
        "Mamoru: the weaknesses of a firmware image (mamoru firmware check --format json)",
    ),
}


def schemas() -> dict[str, bytes]:
    """Each schema (JSON Schema 2020-12, indented UTF-8 JSON) by its file name."""
    return {name: published(shape, title) for name, (shape, title) in _PUBLISHED.items()}


def main() -> None:
    """Write the schemas into the repository's `docs/schema/` (`make data`)."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_bytes(schema)


if __name__ == "__main__":
    main()
