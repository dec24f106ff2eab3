"""What an entry of product.yaml states, field by field: text by path, without the words that change nothing."""

from collections.abc import Iterator

import msgspec

_WORDS = frozenset({"id", "description", "purpose"})  # words about a thing, which change nothing of it


def stated_fields(path: str, entry: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Every field of `entry` in which something stands, as `path.field` and its value."""
    for field, value in msgspec.to_builtins(entry).items():
        if field in _WORDS or value in (None, [], ()):
            continue
        listed = value if isinstance(value, list | tuple) else [value]
        yield f"{path}.{field}", ", ".join(str(one) for one in listed)
