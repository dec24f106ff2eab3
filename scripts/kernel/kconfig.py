"""The names of a kernel tree's options and their kinds."""

import re
from collections.abc import Mapping
from typing import Literal

Kind = Literal["bool", "tristate", "value"]
_ENTRY = re.compile(
    r"^[ \t]*(?:menu)?config[ \t]+(\w+)[ \t]*(?:#.*)?$(.*?)"
    r"(?=^[ \t]*(?:(?:menu)?config|menu|endmenu|if|endif|choice|endchoice|source|comment)\b|\Z)",
    re.M | re.S,
)
_TYPE = re.compile(r"^[ \t]*(?:def_)?(bool|tristate|string|int|hex)\b", re.M)


def options(files: Mapping[str, str]) -> dict[str, Kind]:
    """Every option that `files` (the Kconfig files by path) define. "tristate" is what every architecture can
    make a module, "value" what is a string or a number somewhere: it is never y or m."""
    found: dict[str, set[str]] = {}
    for text in files.values():
        for name, body in _ENTRY.findall(text):
            found.setdefault(name, set()).update(_TYPE.findall(body))
    return {name: _kind(kinds) for name, kinds in found.items()}


def _kind(kinds: set[str]) -> Kind:
    if kinds & {"string", "int", "hex"}:
        return "value"
    return "tristate" if kinds == {"tristate"} else "bool"
