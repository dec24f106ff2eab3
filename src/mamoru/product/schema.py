"""The JSON Schema of the two files: an editor completes and explains fields by it.

`python -m mamoru.product.schema` writes `docs/schema/`; `mamoru init` puts the same beside the files.
"""

import sys
from pathlib import Path
from typing import Any

import msgspec

from mamoru.json_schema import DIALECT, readable
from mamoru.product.fields import Group, field_texts
from mamoru.product.maker import Maker
from mamoru.product.model import Product

NAMES: dict[str, Group] = {"maker.schema.json": Maker, "product.schema.json": Product}
_TITLES: dict[Group, str] = {
    Maker: "maker.yaml: メーカー / the maker",
    Product: "product.yaml: 製品 / the product",
}


def schemas() -> dict[str, str]:
    """Both schemas as JSON text, by file name."""
    return {name: _text(schema(group)) for name, group in NAMES.items()}


def schema(group: Group) -> dict[str, Any]:
    """The schema of one file; each field has its title and why it is asked in both languages."""
    made: dict[str, Any] = {
        "$schema": DIALECT,
        "title": _TITLES.get(group, group.__name__),
        **msgspec.json.schema(group),
    }
    for name, definition in made["$defs"].items():
        for field, described in definition.get("properties", {}).items():
            if f"{name}.{field}" in field_texts():
                definition["properties"][field] = _described(name, field, described)
    return made


def _described(name: str, field: str, described: dict[str, Any]) -> dict[str, Any]:
    words = field_texts()[f"{name}.{field}"]
    title = words.title
    made: dict[str, Any] = {"title": f"{title.ja} / {title.en}"}
    lines = [words.why.ja, words.why.en] if words.why else []
    if words.example is not None:
        lines.append(f"例 / Example: {field}: {words.example.ja}")
    if lines:
        made["description"] = "\n".join(lines)
    return made | {key: value for key, value in described.items() if key != "description"}


def _text(made: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(readable(made)), indent=1).decode() + "\n"


def main(folder: Path) -> None:
    """Write both schemas into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
