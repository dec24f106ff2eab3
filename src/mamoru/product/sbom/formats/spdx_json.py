"""SPDX 2 in JSON, as Yocto writes it too.

Source: SPDX 2.2 and 2.3, clause 7 (package information). Yocto's create-spdx names the CVEs that its
patches mend in `sourceInfo`.
"""

from collections.abc import Iterator, Mapping

from mamoru.product.sbom.answering import answers_in
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken
from mamoru.product.sbom.texts import Lines, items, members, objects, texts, value
from mamoru.product.sbom.tools import named_by_tool

FORMAT = "spdx-2"
KIND = "sbom"


def recognises(name: str, head: bytes) -> bool:
    """By the mark that its form demands, or the name that is usual."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    marked = b'"spdxVersion"' in head or b'"SPDXID"' in head or name.lower().endswith(".spdx.json")
    return text.startswith(b"{") and marked and b"@graph" not in head and b'"@context"' not in head


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Every package but the product itself, which the document describes."""
    text, lines = data.removeprefix(b"\xef\xbb\xbf"), Lines(data)
    whole = members(text)
    listed = whole.get("packages")
    found = list(items(text, listed)) if listed is not None else []
    made_by = whole.get("creationInfo", b"").decode("utf-8", "replace")
    described = _described(whole)
    for offset, item in found:
        part = package_of(item, lines.at(offset), made_by)
        if part is None:
            yield Missed(line=lines.at(offset), why=NO_NAME)
        elif not _is_the_product(item, part, described, len(found)):
            yield part


def _described(whole: Mapping[str, bytes]) -> list[str]:
    """What the document describes, in the member of SPDX 2.2 or as the relation that 2.3 has instead."""
    if "documentDescribes" in whole:
        return texts(value(whole["documentDescribes"]))
    relations = objects(value(whole["relationships"])) if "relationships" in whole else []
    return [
        str(each.get("relatedSpdxElement"))
        for each in relations
        if each.get("relationshipType") == "DESCRIBES" and each.get("spdxElementId") == "SPDXRef-DOCUMENT"
    ]


def _is_the_product(item: dict[str, object], part: Part, described: list[str], count: int) -> bool:
    return count > 1 and described == [item.get("SPDXID")] and not part.purl and not part.cpes


def package_of(item: Mapping[str, object], line: int, made_by: str) -> Part | None:
    """One of `packages`; None where it has no name. `made_by` is who made the document."""
    written = spoken(item.get("name"))
    if written is None:
        return None
    name, tool = named_by_tool(written, made_by)
    references = objects(item.get("externalRefs"))
    return Part(
        name=name,
        version=spoken(item.get("versionInfo")),
        line=line,
        purl=next(iter(_located(references, "purl")), None),
        cpes=tuple(_located(references, "cpe23Type", "cpe22Type")),
        license=spoken(item.get("licenseDeclared")) or spoken(item.get("licenseConcluded")),
        supplier=spoken(item.get("supplier")) or spoken(item.get("originator")),
        answered=answers_in(item.get("sourceInfo"), "fixed", "SPDX sourceInfo"),
        tool=tool,
    )


def _located(references: list[dict[str, object]], *kinds: str) -> Iterator[str]:
    for reference in references:
        kind, place = spoken(reference.get("referenceType")), spoken(reference.get("referenceLocator"))
        if kind is not None and place is not None and kind.rpartition("/")[2] in kinds:
            yield place
