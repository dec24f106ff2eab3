"""Read the known software in its compiled form, and find one by its names."""

import re
from fnmatch import translate
from functools import cache
from pathlib import Path

import msgspec

from mamoru.product.software.model import KnownSoftware, Software

_COMPILED = Path(__file__).parent / "compiled.json"


@cache
def known_software() -> tuple[Software, ...]:
    """All known software, read once in a process; sorted by id."""
    return msgspec.json.decode(_COMPILED.read_bytes(), type=KnownSoftware).software


@cache
def _by_id() -> dict[str, Software]:
    return {software.id: software for software in known_software()}


def software(id: str) -> Software | None:
    """The known software with this id."""
    return _by_id().get(id)


@cache
def _by_package() -> tuple[dict[str, Software], tuple[tuple[re.Pattern[str], Software], ...]]:
    exact: dict[str, Software] = {}
    patterns: list[tuple[re.Pattern[str], Software]] = []
    for known in known_software():
        for name in known.packages:
            if any(c in name for c in "*?["):
                others = "".join(f"(?!{translate(other)})" for other in known.not_packages)
                patterns.append((re.compile(others + translate(name)), known))
            else:
                exact[name] = known
    return exact, tuple(patterns)


def packaged_as(*names: str | None) -> Software | None:
    """The known software that a distribution packages under one of `names` (source package first)."""
    exact, patterns = _by_package()
    for name in names:
        if not name:
            continue
        if name in exact:
            return exact[name]
        for pattern, known in patterns:
            if pattern.match(name):
                return known
    return None
