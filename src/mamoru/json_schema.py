"""What every published JSON Schema has in common: it is the same whichever Python wrote it."""

import inspect
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"


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
