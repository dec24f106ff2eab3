"""SPDX 3 in JSON-LD, as Yocto writes one merged document for an image.

Source: SPDX 3.0.1, profiles Core, Software and Security; Yocto's create-spdx-3.0 states mended CVEs as
`fixedIn` and others as `doesNotAffect`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from mamoru.product.sbom.part import Part, spoken, vulnerabilities
from mamoru.product.sbom.texts import Lines, items, members, objects, texts
from mamoru.product.sbom.tools import named_by_tool

FORMAT = "spdx-3"
KIND = "sbom"
_ANSWERS = frozenset({"fixedIn", "doesNotAffect"})
_LICENCES = frozenset({"hasDeclaredLicense", "hasConcludedLicense"})


def recognises(name: str, head: bytes) -> bool:
    """By its context or its graph."""
    return b'"@graph"' in head or (b'"@context"' in head and b"spdx.org/rdf/3" in head)


class _Graph:
    """The elements of a document that say something of packages, by their ids."""

    def __init__(self, data: bytes) -> None:
        text, lines = data.removeprefix(b"\xef\xbb\xbf"), Lines(data)
        self.packages: list[tuple[int, dict[str, object]]] = []
        self.names: dict[str, str] = {}
        self.roots: set[str] = set()
        self.answered: dict[str, list[str]] = defaultdict(list)
        self.licences: dict[str, str] = {}
        listed = members(text).get("@graph")
        for offset, item in items(text, listed) if listed is not None else ():
            if item.get("type") == "software_Package":
                self.packages.append((lines.at(offset), item))
            else:
                self._take(item)

    def _take(self, item: Mapping[str, object]) -> None:
        id, kind = _text(item.get("spdxId")), item.get("relationshipType")
        if kind in _ANSWERS:
            for target in texts(item.get("to")):
                self.answered[target].append(_text(item.get("from")))
        elif kind in _LICENCES:
            for target in texts(item.get("to"))[:1]:
                self.licences.setdefault(_text(item.get("from")), target)
        elif item.get("type") in ("SpdxDocument", "software_Sbom"):
            self.roots |= set(texts(item.get("rootElement")))
        elif said := spoken(item.get("simplelicensing_licenseExpression")) or spoken(item.get("name")):
            self.names[id] = said
        elif found := vulnerabilities(" ".join(identifiers(item, "cve"))):
            self.names[id] = found[0]


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Every package but the image itself and, where others are installed, their sources."""
    graph = _Graph(data)
    installed = any(item.get("software_primaryPurpose") == "install" for _, item in graph.packages)
    for line, item in graph.packages:
        id, written = _text(item.get("spdxId")), spoken(item.get("name"))
        cpes = (*identifiers(item, "cpe23"), *identifiers(item, "cpe22"))
        purl = spoken(item.get("software_packageUrl")) or next(iter(identifiers(item, "packageUrl")), None)
        is_root = id in graph.roots and len(graph.packages) > 1 and not cpes and not purl
        if written is None or is_root or (installed and item.get("software_primaryPurpose") == "source"):
            continue
        own, tool = named_by_tool(written)
        answered = " ".join(graph.names.get(who, who) for who in graph.answered.get(id, ()))
        yield Part(
            name=own,
            version=spoken(item.get("software_packageVersion")),
            line=line,
            purl=purl,
            cpes=cpes,
            license=graph.names.get(graph.licences.get(id, "")),
            supplier=graph.names.get(_text(item.get("suppliedBy"))),
            answered=vulnerabilities(answered),
            tool=tool,
        )


def identifiers(item: Mapping[str, object], kind: str) -> list[str]:
    """The external identifiers of one kind that an element carries."""
    listed = objects(item.get("externalIdentifier"))
    said = [
        spoken(entry.get("identifier")) for entry in listed if entry.get("externalIdentifierType") == kind
    ]
    return [text for text in said if text]


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
