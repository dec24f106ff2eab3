"""CycloneDX in JSON, read leniently: what is of the wrong type is a fault and counts as not there.

Source: CycloneDX 1.2 to 1.7: `metadata`, `components`, `dependencies`, `compositions`.
"""

import re
from collections.abc import Iterator

from mamoru.product.bill.document import Bill, BillPart
from mamoru.product.bill.faults import BAD_FIELD, NO_FIELD, NOT_THERE, WRONG_KIND, Faults
from mamoru.product.sbom.part import spoken
from mamoru.product.sbom.texts import MOST_DEPTH, inside, objects, strays, texts

Object = dict[str, object]
NO_SOFTWARE = frozenset({"file", "data", "cryptographic-asset", "machine-learning-model"})
_KINDS = NO_SOFTWARE | {
    "application", "framework", "library", "container", "operating-system", "device", "firmware",
    "platform", "device-driver",
}  # fmt: skip
_EDITIONS = frozenset({"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"})
_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SCOPES = frozenset({"required", "optional", "excluded"})


def cyclonedx_bill(document: Object) -> Bill:
    """The bill that a decoded document is."""
    faults = Faults()
    metadata = _object(document, "metadata", faults)
    relations: list[tuple[str, str]] = []
    product = None
    if isinstance(described := metadata.get("component"), dict):
        product = _part(described, "metadata.component", faults)
        _nested(described, product.ref, relations)
    parts = list(_parts(document, metadata, relations, faults))
    _own_fields(document, faults)
    known = [part.ref for part in (*([product] if product else []), *parts)]
    faults.unique("components", (ref for ref in known if not ref.startswith("#")))
    relations += _dependencies(document, _every_ref(document), faults)
    timestamp = spoken(metadata.get("timestamp"))
    faults.time("metadata.timestamp", timestamp)
    return Bill(
        form="CycloneDX",
        edition=spoken(document.get("specVersion")) or "?",
        product=product,
        parts=tuple(part for part in parts if part.kind not in NO_SOFTWARE),
        roots=(product.ref,) if product else (),
        relations=tuple(relations),
        timestamp=timestamp,
        authors=tuple(_authors(metadata)),
        tools=tuple(_tools(metadata.get("tools"))),
        contexts=tuple(_named(metadata.get("lifecycles"), "phase", "name")),
        unknowns=tuple(_completeness(document)),
        faults=tuple(faults.found),
        unread=_unread(document) + _unread(inside(metadata.get("component"))),
    )


def _unread(holder: Object, depth: int = 0) -> int:
    """The entries of `components`, at any depth, that are no component or lie deeper than is read."""
    found = holder.get("components")
    if depth > MOST_DEPTH:
        return len(found) if isinstance(found, list) else 0
    return strays(found) + sum(_unread(item, depth + 1) for item in objects(found))


def _own_fields(document: Object, faults: Faults) -> None:
    edition = spoken(document.get("specVersion"))
    if edition not in _EDITIONS:
        faults.add("specVersion", BAD_FIELD.fill(field="specVersion", value=str(edition)[:20]))
    if document.get("bomFormat") != "CycloneDX":
        faults.add("bomFormat", BAD_FIELD.fill(field="bomFormat", value=str(document.get("bomFormat"))[:20]))
    serial = document.get("serialNumber")
    if serial is not None and not (isinstance(serial, str) and _SERIAL.fullmatch(serial)):
        faults.add("serialNumber", BAD_FIELD.fill(field="serialNumber", value=str(serial)[:60]))


def _object(holder: Object, field: str, faults: Faults) -> Object:
    if field in holder and not isinstance(holder[field], dict):
        faults.add(field, WRONG_KIND.fill(field=field))
    return inside(holder.get(field))


def _parts(
    document: Object, metadata: Object, relations: list[tuple[str, str]], faults: Faults
) -> Iterator[BillPart]:
    """Every component, those inside others (and inside the product) too."""
    if "components" in document and not isinstance(document["components"], list):
        faults.add("components", WRONG_KIND.fill(field="components"))
    todo = [(item, f"components[{n}]", 0) for n, item in enumerate(objects(document.get("components")))]
    within = objects(inside(metadata.get("component")).get("components"))
    todo += [(item, f"metadata.component.components[{n}]", 0) for n, item in enumerate(within)]
    todo.reverse()
    while todo:
        item, where, depth = todo.pop()
        part = _part(item, where, faults)
        yield part
        _nested(item, part.ref, relations)
        if depth < MOST_DEPTH:
            inner = enumerate(objects(item.get("components")))
            todo += [(below, f"{where}.components[{n}]", depth + 1) for n, below in inner]


def _nested(item: Object, ref: str, relations: list[tuple[str, str]]) -> None:
    relations += [(ref, _ref(below)) for below in objects(item.get("components"))]


def _ref(item: Object) -> str:
    """The part's own id; one without any is known within this run by its place in memory."""
    return spoken(item.get("bom-ref")) or f"#{id(item)}"


def _part(item: Object, where: str, faults: Faults) -> BillPart:
    if "type" not in item:
        faults.add(where, NO_FIELD.fill(field="type"))
    elif spoken(item["type"]) not in _KINDS:
        faults.add(where, BAD_FIELD.fill(field="type", value=str(item["type"])[:40]))
    if "scope" in item and spoken(item["scope"]) not in _SCOPES:
        faults.add(where, BAD_FIELD.fill(field="scope", value=str(item["scope"])[:40]))
    if "swid" in item and not {"tagId", "name"} <= inside(item["swid"]).keys():
        faults.add(where, NO_FIELD.fill(field="swid.tagId / swid.name"))
    group, name = spoken(item.get("group")), spoken(item.get("name"))
    swid = spoken(inside(item.get("swid")).get("tagId"))
    part = BillPart(
        ref=_ref(item),
        name=f"{group}/{name}" if group and name else name,
        kind=spoken(item.get("type")),
        version=spoken(item.get("version")),
        purl=spoken(item.get("purl")),
        cpes=tuple(cpe for cpe in (spoken(item.get("cpe")),) if cpe),
        other_ids=(*([swid] if swid else []), *texts(item.get("omniborId")), *texts(item.get("swhid"))),
        supplier=_supplier(item),
        license=next(_licenses(item, where, faults), None),
        hashes=tuple(_hashes(item, where, faults)),
        unknown=frozenset({"name"} if item.get("name") == "" else ()),
    )
    faults.part(where, part)
    return part


def _supplier(item: Object) -> str | None:
    for field in ("supplier", "manufacturer"):
        if said := spoken(inside(item.get(field)).get("name")):
            return said
    return spoken(item.get("publisher"))


def _licenses(item: Object, where: str, faults: Faults) -> Iterator[str]:
    choices = objects(item.get("licenses"))
    if any("expression" in choice and "license" in choice for choice in choices):
        faults.add(f"{where}.licenses", BAD_FIELD.fill(field="licenses", value="license + expression"))
    for choice in choices:
        named = inside(choice.get("license"))
        expression, id, name = (
            spoken(choice.get("expression")),
            spoken(named.get("id")),
            spoken(named.get("name")),
        )
        if "license" in choice and (id is None) == (name is None):
            faults.add(f"{where}.licenses", BAD_FIELD.fill(field="license", value="id / name"))
        if said := expression or id or name:
            yield said


def _hashes(item: Object, where: str, faults: Faults) -> Iterator[str]:
    for entry in objects(item.get("hashes")):
        algorithm, content = spoken(entry.get("alg")), spoken(entry.get("content"))
        if algorithm is None or content is None:
            faults.add(f"{where}.hashes", NO_FIELD.fill(field="alg / content"))
        else:
            faults.digest(f"{where}.hashes", algorithm, content)
            yield algorithm


def _every_ref(document: Object) -> set[str]:
    """Each `bom-ref` of the document: services, data and others may be pointed to too."""
    refs, todo = set(), [document]
    while todo:
        here = todo.pop()
        if ref := spoken(here.get("bom-ref")):
            refs.add(ref)
        for inner in here.values():
            todo += [inner] if isinstance(inner, dict) else objects(inner)
    return refs


def _dependencies(document: Object, known: set[str], faults: Faults) -> Iterator[tuple[str, str]]:
    listed = objects(document.get("dependencies"))
    refs = [spoken(entry.get("ref")) or "" for entry in listed]
    faults.unique("dependencies", refs)
    for number, (entry, ref) in enumerate(zip(listed, refs, strict=True)):
        where = f"dependencies[{number}]"
        for target in filter(
            None, map(spoken, (*texts(entry.get("dependsOn")), *texts(entry.get("provides"))))
        ):
            if target not in known:
                faults.add(where, NOT_THERE.fill(id=target[:80]))
            yield ref, target
        if ref not in known:
            faults.add(where, NOT_THERE.fill(id=ref[:80]))


def _authors(metadata: Object) -> Iterator[str]:
    """Who made the document: its authors, or (since 1.6) the organisation that created it."""
    for entry in objects(metadata.get("authors")):
        if said := spoken(entry.get("name")) or spoken(entry.get("email")):
            yield said
    if said := spoken(inside(metadata.get("manufacturer")).get("name")):
        yield said


def _tools(found: object) -> Iterator[str]:
    """Tools as a list (to 1.4), or as components and services (since 1.5)."""
    entries = [
        *objects(found),
        *objects(inside(found).get("components")),
        *objects(inside(found).get("services")),
    ]
    for entry in entries:
        if name := spoken(entry.get("name")):
            yield " ".join(part for part in (name, spoken(entry.get("version"))) if part)


def _completeness(document: Object) -> Iterator[str]:
    """What is said of it: `incomplete` and `unknown` are known unknowns, `complete` that there are none."""
    for entry in objects(document.get("compositions")):
        said = entry.get("aggregate")
        if isinstance(said, str) and said != "not_specified":
            yield f"compositions: {said}"[:80]


def _named(found: object, *fields: str) -> Iterator[str]:
    for entry in objects(found):
        if said := next((text for field in fields if (text := spoken(entry.get(field)))), None):
            yield said
