"""`license.manifest` of a Yocto build: a block a package, with its recipe, version and licence.

Source: the Yocto Project development manual, "Maintaining Open Source License Compliance": the fields
`PACKAGE NAME`, `PACKAGE VERSION`, `RECIPE NAME`, `LICENSE`, written by `license_image.bbclass`;
`image_license.manifest` of files that are no package has `RECIPE NAME`, `VERSION`, `LICENSE`, `FILES`.
"""

import re
from collections.abc import Iterator

from mamoru.product.sbom.identity import known_as
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken

FORMAT = "yocto-license"
KIND = "list"
MOST_VALUE = 2000
_FIELD = re.compile(r"^(PACKAGE NAME|PACKAGE VERSION|RECIPE NAME|VERSION|LICENSE|FILES):[ \t]*(.*)$")
_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:PACKAGE NAME|RECIPE NAME): *\S[^\n]*\n(?:PACKAGE NAME|PACKAGE VERSION|RECIPE NAME|VERSION):"
)


def recognises(name: str, head: bytes) -> bool:
    """By the two fields that come first."""
    return _HEAD.match(head.replace(b"\r", b"")) is not None


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Each package; of several that stand for one known software (`busybox`, `busybox-syslog`) the first."""
    seen: set[tuple[str, str | None]] = set()
    for each in _blocks(data.decode("utf-8-sig", "replace")):
        if isinstance(each, Missed):
            yield each
        elif (place := (each.name, each.version)) not in seen:
            seen.add(place)
            yield each


def _blocks(text: str) -> Iterator[Part | Missed]:
    told: dict[str, str] = {}
    start = 1
    for number, line in enumerate((*text.splitlines(), ""), 1):
        match = _FIELD.match(line)
        if told and (not line.strip() or (match and match[1] in told)):  # a lost blank line hides no block
            yield _part(told, start)
            told = {}
        if match:
            if not told:
                start = number
            told[match[1]] = match[2].strip()[:MOST_VALUE]


def _part(told: dict[str, str], line: int) -> Part | Missed:
    recipe = spoken(told.get("RECIPE NAME"))
    name = spoken(told.get("PACKAGE NAME")) or recipe
    version = spoken(told.get("PACKAGE VERSION")) or spoken(told.get("VERSION"))
    if name is None:
        return Missed(line=line, why=NO_NAME)
    licence = spoken(told.get("LICENSE"))
    return Part(
        name=recipe if recipe and known_as(name) is None and known_as(recipe) is not None else name,
        version=version,
        line=line,
        source=recipe,
        license=None if licence is None else _spdx(licence),
        said=f"{name} {version or ''}".strip(),
    )


def _spdx(licence: str) -> str:
    """Yocto writes `&` and `|` where SPDX has words."""
    return re.sub(r"\s*\|\s*", " OR ", re.sub(r"\s*&\s*", " AND ", licence))
