"""What every published JSON Schema has in common: it is the same whichever Python wrote it."""

import inspect
from typing import Any

import msgspec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def published(shape: type[msgspec.Struct], title: str) -> bytes:
    """The JSON Schema (2020-12, indented UTF-8 JSON) of what `shape` is written as."""
    found, definitions = msgspec.json.schema_components((shape,), ref_template="#/$defs/{name}")
    schema = {"$schema": DIALECT, "title": title, **found[0], "$defs": definitions}
    return msgspec.json.format(msgspec.json.encode(readable(schema)), indent=2) + b"\n"


def readable(schema: Any) -> Any:
    """`schema` with its descriptions as docstrings read: without the indentation of their source,
    which Python 3.13 takes away itself and older ones keep."""
    if isinstance(schema, list):
        return [readable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _plain(value) if key == "description" else readable(value) for key, value in schema.items()}


def _plain(value: Any) -> Any:
    return inspect.cleandoc(value) if isinstance(value, str) else readable(value)
