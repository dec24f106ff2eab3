"""SPDX 2.2 and 2.3 (decoded JSON, or tag-value made the same), read leniently.

Source: SPDX 2.3, 6 document creation, 7 packages, 11 relationships. `NOASSERTION` says "not known".
"""

import re
from collections.abc import Iterator

from mamoru.product.bill.document import Bill, BillPart
from mamoru.product.bill.faults import BAD_FIELD, NO_FIELD, NOT_THERE, WRONG_KIND, Faults
from mamoru.product.sbom.part import agent, spoken
from mamoru.product.sbom.texts import objects, strays, texts

Object = dict[str, object]
DOCUMENT = "SPDXRef-DOCUMENT"
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_AGENT = re.compile(r"(?:Tool|Person|Organization): ?\S")
_UNKNOWN = frozenset({"NOASSERTION", "NONE"})
_BACKWARD = re.compile(r".*_OF|.*_BY|GENERATES|.*_FOR")  # the second holds or needs the first
_CONTEXT = re.compile(r"\b(pre-build|post-build|before (?:the )?build|during (?:the )?build|after (?:the )?build|build[- ]time|source|deployed|runtime)\b", re.I)  # fmt: skip
_IDS = {"swid", "gitoid", "swh"}


def spdx_bill(document: Object) -> Bill:
    """The bill that a decoded document is."""
    faults = Faults()
    packages = {ref: item for item in objects(document.get("packages")) if (ref := _ref(item))}
    parts = {ref: _part(item, ref, faults) for ref, item in packages.items()}
    described, relations, unknowns = _relations(document, faults)
    product = parts.get(described[0]) if len(described) == 1 else None
    created = document.get("creationInfo")
    creation = created if isinstance(created, dict) else {}
    creators = texts(creation.get("creators"))
    comment = f"{spoken(creation.get('comment')) or ''} {spoken(document.get('comment')) or ''}"
    timestamp = spoken(creation.get("created"))
    _own_fields(document, timestamp, creators, faults)
    said = sum(bool(part.unknown) for part in parts.values())
    if said:
        unknowns.append(f"NOASSERTION: {said}")
    return Bill(
        form="SPDX",
        edition=(spoken(document.get("spdxVersion")) or "?").removeprefix("SPDX-"),
        product=product,
        parts=tuple(part for part in parts.values() if part is not product and part.kind != "FILE"),
        roots=tuple(described),
        relations=tuple(relations),
        timestamp=timestamp,
        authors=tuple(n for who in creators if not who.startswith("Tool:") and (n := agent(who))),
        tools=tuple(n for who in creators if who.startswith("Tool:") and (n := agent(who))),
        contexts=tuple(dict.fromkeys(match.lower() for match in _CONTEXT.findall(comment))),
        unknowns=tuple(unknowns),
        faults=tuple(faults.found),
        unread=_unread(document.get("packages"), len(packages)),
    )


def _unread(found: object, read: int) -> int:
    """The entries of `packages` that are no object, have no id, or one that another has too."""
    return len(found) - read if isinstance(found, list) else strays(found)


def _ref(item: Object) -> str | None:
    return spoken(item.get("SPDXID"))


def _own_fields(document: Object, timestamp: str | None, creators: list[str], faults: Faults) -> None:
    if document.get("dataLicense") != "CC0-1.0":
        faults.add(
            "dataLicense", BAD_FIELD.fill(field="dataLicense", value=str(document.get("dataLicense"))[:40])
        )
    if document.get("SPDXID") != DOCUMENT:
        faults.add("SPDXID", BAD_FIELD.fill(field="SPDXID", value=str(document.get("SPDXID"))[:60]))
    space = spoken(document.get("documentNamespace"))
    if space is None or "#" in space or ":" not in space:
        faults.add("documentNamespace", BAD_FIELD.fill(field="documentNamespace", value=str(space)[:80]))
    if spoken(document.get("name")) is None:
        faults.add("name", NO_FIELD.fill(field="name"))
    if timestamp is None or not _CREATED.fullmatch(timestamp):
        faults.add("creationInfo.created", BAD_FIELD.fill(field="created", value=str(timestamp)[:40]))
    else:
        faults.time("creationInfo.created", timestamp)
    if not creators or not all(_AGENT.match(who) for who in creators):
        faults.add("creationInfo.creators", BAD_FIELD.fill(field="creators", value=", ".join(creators)[:80]))
    ids = [
        ref
        for field in ("packages", "files", "snippets")
        for item in objects(document.get(field))
        if (ref := _ref(item))
    ]
    faults.unique("SPDXID", [DOCUMENT, *ids])
    for ref in ids:
        if not _ID.fullmatch(ref):
            faults.add(ref, BAD_FIELD.fill(field="SPDXID", value=ref[:60]))
    if "packages" in document and not isinstance(document["packages"], list):
        faults.add("packages", WRONG_KIND.fill(field="packages"))


def _part(item: Object, ref: str, faults: Faults) -> BillPart:
    names = [(kind.rpartition("/")[2], place) for kind, place in _names(item)]
    part = BillPart(
        ref=ref,
        name=spoken(item.get("name")),
        kind=spoken(item.get("primaryPackagePurpose")),
        version=spoken(item.get("versionInfo")),
        purl=next((place for kind, place in names if kind == "purl"), None),
        cpes=tuple(place for kind, place in names if kind in ("cpe23Type", "cpe22Type")),
        other_ids=tuple(place for kind, place in names if kind in _IDS),
        supplier=agent(item.get("supplier")),
        license=spoken(item.get("licenseDeclared")) or spoken(item.get("licenseConcluded")),
        hashes=tuple(_hashes(item, ref, faults)),
        unknown=frozenset(_unknown(item)),
    )
    faults.part(ref, part)
    if not isinstance(item.get("downloadLocation"), str):
        faults.add(ref, NO_FIELD.fill(field="downloadLocation"))
    return part


def _names(item: Object) -> Iterator[tuple[str, str]]:
    for entry in objects(item.get("externalRefs")):
        kind, place = spoken(entry.get("referenceType")), spoken(entry.get("referenceLocator"))
        if kind and place:
            yield kind, place


def _unknown(item: Object) -> Iterator[str]:
    """The fields of which it is said that they are not known."""
    for field, told in (("supplier", "supplier"), ("versionInfo", "version")):
        if str(item.get(field)) in _UNKNOWN:
            yield told
    licenses = [item[field] for field in ("licenseDeclared", "licenseConcluded") if field in item]
    if licenses and all(str(said) in _UNKNOWN for said in licenses):
        yield "license"


def _hashes(item: Object, ref: str, faults: Faults) -> Iterator[str]:
    for entry in objects(item.get("checksums")):
        algorithm, value = spoken(entry.get("algorithm")), spoken(entry.get("checksumValue"))
        if algorithm is None or value is None:
            faults.add(ref, NO_FIELD.fill(field="algorithm / checksumValue"))
        else:
            faults.digest(ref, algorithm, value)
            yield algorithm
    if "packageVerificationCode" in item:
        yield "packageVerificationCode"


def _relations(document: Object, faults: Faults) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """What the document describes, what holds or needs what, and where more is said to be unknown."""
    elements = {
        ref
        for f in ("packages", "files", "snippets")
        for item in objects(document.get(f))
        if (ref := _ref(item))
    }
    described = dict.fromkeys(texts(document.get("documentDescribes")))
    relations: list[tuple[str, str]] = []
    unknowns: list[str] = []
    for number, entry in enumerate(objects(document.get("relationships"))):
        where = f"relationships[{number}]"
        kind = str(entry.get("relationshipType") or "")
        ends = [str(entry.get(field) or "") for field in ("spdxElementId", "relatedSpdxElement")]
        if ends[1] in _UNKNOWN:
            unknowns.append(f"{kind} {ends[1]}"[:80])
            continue
        for end in ends:
            if end not in elements and end != DOCUMENT and not end.startswith("DocumentRef-"):
                faults.add(where, NOT_THERE.fill(id=end[:80]))
        first, second = reversed(ends) if _BACKWARD.fullmatch(kind) else ends
        if first == DOCUMENT and kind.startswith("DESCRIBE"):
            described[second] = None
        else:
            relations.append((first, second))
    for item in objects(document.get("packages")):
        relations += [(_ref(item) or "", file) for file in texts(item.get("hasFiles"))]
    return list(described), relations, list(dict.fromkeys(unknowns))
