"""CycloneDX in JSON. Source: CycloneDX 1.2 to 1.7, "components"."""

from collections.abc import Iterator

from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.texts import MOST_DEPTH, Lines, inside, items, members, objects

FORMAT = "cyclonedx"
KIND = "sbom"
_NO_SOFTWARE = frozenset({"file", "data", "cryptographic-asset", "machine-learning-model"})


def recognises(name: str, head: bytes) -> bool:
    """By the mark that its form demands, or the name that is usual."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    marked = b'"bomFormat"' in head or b'"$schema": "http://cyclonedx.org' in head
    return text.startswith(b"{") and (marked or name.lower().endswith(".cdx.json"))


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Every component that is software, those inside others too."""
    text, lines = data.removeprefix(b"\xef\xbb\xbf"), Lines(data)
    listed = members(text).get("components")
    for offset, item in items(text, listed) if listed is not None else ():
        line = lines.at(offset)
        open_items = [(item, 0)]
        while open_items:
            entry, depth = open_items.pop()
            if (found := _part(entry, line)) is not None:
                yield found
            if depth < MOST_DEPTH:
                open_items += [(inner, depth + 1) for inner in objects(entry.get("components"))]


def _part(entry: dict[str, object], line: int) -> Part | None:
    name = spoken(entry.get("name"))
    if name is None or str(entry.get("type")) in _NO_SOFTWARE or entry.get("scope") == "excluded":
        return None
    group, cpe = spoken(entry.get("group")), spoken(entry.get("cpe"))
    others = [
        spoken(p.get("value")) for p in objects(entry.get("properties")) if p.get("name") == "mamoru:cpe"
    ]
    return Part(
        name=f"{group}/{name}" if group else name,
        version=spoken(entry.get("version")),
        line=line,
        purl=spoken(entry.get("purl")),
        cpes=tuple(c for c in (cpe, *others) if c),
        license=_license(entry),
        supplier=spoken(inside(entry.get("supplier")).get("name")) or spoken(entry.get("publisher")),
    )


def _license(entry: dict[str, object]) -> str | None:
    for choice in objects(entry.get("licenses")):
        named = inside(choice.get("license"))
        if found := spoken(choice.get("expression")) or spoken(named.get("id")) or spoken(named.get("name")):
            return found
    return None
