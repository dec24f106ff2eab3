"""Fields of a foreign JSON document: what is there in the right shape, and nothing where it is not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

MOST_TEXT = 10_000
Raw = dict[str, Any]


def text(raw: Raw, *path: str) -> str | None:
    """The text at `path`, None where there is none; bounded."""
    found: Any = raw
    for key in path:
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found[:MOST_TEXT] if isinstance(found, str) and found.strip() else None


def part(raw: Raw, key: str) -> Raw:
    """The object under `key`, {} where there is none."""
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def parts(raw: Raw, key: str) -> Iterator[Raw]:
    """The objects in the list under `key`."""
    found = raw.get(key)
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))


def texts(raw: Raw, key: str) -> tuple[str, ...]:
    """The texts in the list under `key`, bounded."""
    found = raw.get(key)
    return tuple(t[:MOST_TEXT] for t in found if isinstance(t, str)) if isinstance(found, list) else ()


def moment(written: str | None) -> datetime | None:
    """The time that an ISO 8601 text tells, in UTC; None where it tells none."""
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(_short(written))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _short(written: str) -> str:
    """With at most six digits of a second: some write nine."""
    head, dot, rest = written.strip()[:64].partition(".")
    if not dot:
        return head
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{head}.{digits[:6]}{rest[len(digits) :]}"
