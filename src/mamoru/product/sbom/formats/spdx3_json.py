"""SPDX 3 in JSON-LD, as Yocto writes one merged document for an image.

Source: SPDX 3.0.1, profiles Core, Software and Security; Yocto's create-spdx-3.0 states mended CVEs as
`fixedIn` and others as `doesNotAffect`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import State, answer, each_once, named_in
from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.texts import Lines, items, members, objects, texts
from mamoru.product.sbom.tools import named_by_tool

FORMAT = "spdx-3"
KIND = "sbom"
_ANSWERS: dict[str, State] = {
    "fixedIn": "fixed",
    "doesNotAffect": "not-affected",
    "affects": "affected",
    "underInvestigationFor": "under-investigation",
}
_REASONS = (
    "security_justificationType",
    "security_impactStatement",
    "security_statusNotes",
    "security_actionStatement",
)
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
        self.relations: dict[str, list[Mapping[str, object]]] = defaultdict(list)
        self.licences: dict[str, str] = {}
        listed = members(text).get("@graph")
        for offset, item in items(text, listed) if listed is not None else ():
            if item.get("type") == "software_Package":
                self.packages.append((lines.at(offset), item))
            else:
                self._take(item)

    def _take(self, item: Mapping[str, object]) -> None:
        id, kind = _text(item.get("spdxId")), item.get("relationshipType")
        if isinstance(kind, str) and kind in _ANSWERS:
            assessed = spoken(item.get("security_assessedElement"))
            for target in (*texts(item.get("to")), *([assessed] if assessed else [])):
                self.relations[target].append(item)
        elif isinstance(kind, str) and kind in _LICENCES:
            for target in texts(item.get("to"))[:1]:
                self.licences.setdefault(_text(item.get("from")), target)
        elif item.get("type") in ("SpdxDocument", "software_Sbom"):
            self.roots |= set(texts(item.get("rootElement")))
        elif item.get("type") == "security_Vulnerability":
            said = (
                *identifiers(item, "cve"),
                *identifiers(item, "securityOther"),
                spoken(item.get("name")) or id,
            )
            self.names[id] = (*named_in(" ".join(said)), *said)[0]
        elif name := spoken(item.get("simplelicensing_licenseExpression")) or spoken(item.get("name")):
            self.names[id] = name

    def answers(self, id: str) -> tuple[Answer, ...]:
        """What its security relationships say of the package `id`."""
        return each_once(found for item in self.relations.get(id, ()) for found in self._answer(item))

    def _answer(self, item: Mapping[str, object]) -> Iterator[Answer]:
        kind, about = str(item.get("relationshipType")), _text(item.get("from"))
        named = self.names.get(about, about)
        vulnerability = (*named_in(named), named)[0]
        if vulnerability:
            why = ": ".join(said for key in _REASONS if (said := spoken(item.get(key))))
            yield answer(vulnerability[:100], _ANSWERS[kind], f"SPDX 3 {kind}", why)


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
        yield Part(
            name=own,
            version=spoken(item.get("software_packageVersion")),
            line=line,
            purl=purl,
            cpes=cpes,
            license=graph.names.get(graph.licences.get(id, "")),
            supplier=graph.names.get(_text(item.get("suppliedBy"))),
            answered=graph.answers(id),
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
