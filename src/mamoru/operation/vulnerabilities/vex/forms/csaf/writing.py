"""Write a CSAF 2.0 document of the profile VEX, so that it passes the mandatory tests.

Source: OASIS CSAF 2.0, 3.2, 4.5 (profile VEX), 5.1 (file name), 6.1 (mandatory tests).
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from mamoru import __version__
from mamoru.language import Text
from mamoru.operation.vulnerabilities.vex.document import Part, Statement, Status, VexDocument, settled
from mamoru.operation.vulnerabilities.vex.wording import (
    AFFECTED,
    FIXED,
    NO_ACTION,
    NO_REASON,
    NOT_AFFECTED,
    SUMMARY,
    UNDER_INVESTIGATION,
)

_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_KEY: dict[Status, str] = {
    "affected": "known_affected",
    "fixed": "fixed",
    "not-affected": "known_not_affected",
    "under-investigation": "under_investigation",
}
_NOTE: dict[Status, Text] = {
    "affected": AFFECTED,
    "fixed": FIXED,
    "not-affected": NOT_AFFECTED,
    "under-investigation": UNDER_INVESTIGATION,
}
_ORDER = tuple(_KEY)
Body = dict[str, Any]


class _Place(NamedTuple):
    product: Part
    component: Part | None


def write(document: VexDocument) -> bytes:
    """The document. Of two statements on the same vulnerability and product the last counts."""
    places: dict[_Place, str] = {}
    ids: dict[Part, str] = {}
    for statement in document.statements:
        for part in (statement.product, statement.component):
            if part is not None:
                ids.setdefault(part, f"CSAFPID-{len(ids) + 1:04}")
        place = _Place(statement.product, statement.component)
        if statement.component is None:
            places.setdefault(place, ids[statement.product])
        else:
            places.setdefault(place, f"{ids[statement.component]}:{ids[statement.product]}")
    body = {
        "document": _document(document),
        "product_tree": _tree(document, ids, places),
        "vulnerabilities": [
            _vulnerability(id, statements, places, document) for id, statements in _grouped(document).items()
        ],
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def file_name(id: str) -> str:
    """The name of the file of a document with this tracking id (5.1)."""
    return re.sub(r"[^+\-a-z0-9]+", "_", id.lower()) + ".json"


def _document(document: VexDocument) -> Body:
    products = ", ".join(dict.fromkeys(statement.product.name for statement in document.statements))
    summary = SUMMARY[document.lang].format(publisher=document.publisher, product=products)
    return {
        "category": "csaf_vex",
        "csaf_version": "2.0",
        "lang": document.lang.value,
        "notes": [{"category": "summary", "text": summary}],
        "publisher": {"category": "vendor", "name": document.publisher, "namespace": document.namespace},
        "title": document.title,
        "tracking": {
            "current_release_date": document.revisions[-1].at.isoformat(),
            "generator": {"engine": {"name": "Mamoru", "version": __version__}},
            "id": document.id,
            "initial_release_date": document.revisions[0].at.isoformat(),
            "revision_history": [
                {"date": revision.at.isoformat(), "number": str(n), "summary": revision.summary}
                for n, revision in enumerate(document.revisions, 1)
            ],
            "status": "final",
            "version": str(len(document.revisions)),
        },
    }


def _tree(document: VexDocument, ids: dict[Part, str], places: dict[_Place, str]) -> Body:
    own = dict.fromkeys(place.product for place in places)
    ours = _branches((part for part in ids if part in own), ids)
    others = _branches((part for part in ids if part not in own), ids)
    tree: Body = {
        "branches": [{"category": "vendor", "name": document.publisher, "branches": ours}, *others],
    }
    relationships = [
        {
            "category": "default_component_of",
            "full_product_name": {
                "name": f"{_shown(place.component)} ({_shown(place.product)})",
                "product_id": id,
            },
            "product_reference": ids[place.component],
            "relates_to_product_reference": ids[place.product],
        }
        for place, id in places.items()
        if place.component is not None
    ]
    return tree | ({"relationships": relationships} if relationships else {})


def _branches(products: Iterable[Part], ids: dict[Part, str]) -> list[Body]:
    versions: dict[str, list[Body]] = {}
    found: list[Body] = []
    for part in products:
        full = _full(part, ids[part])
        if part.version is None:
            found.append({"category": "product_name", "name": part.name, "product": full})
        else:
            version = {"category": "product_version", "name": part.version, "product": full}
            versions.setdefault(part.name, []).append(version)
    return found + [
        {"category": "product_name", "name": name, "branches": below} for name, below in versions.items()
    ]


def _full(part: Part, id: str) -> Body:
    helper = {"cpe": part.cpe, "purl": part.purl}
    found = {key: value for key, value in helper.items() if value}
    body: Body = {"name": _shown(part), "product_id": id}
    return body | ({"product_identification_helper": found} if found else {})


def _shown(part: Part) -> str:
    return f"{part.name} {part.version}" if part.version else part.name


def _grouped(document: VexDocument) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in settled(document.statements):
        found.setdefault(statement.vulnerability, []).append(statement)
    return found


def _vulnerability(
    id: str, statements: list[Statement], places: dict[_Place, str], document: VexDocument
) -> Body:
    lang = document.lang
    product = {n: places[_Place(s.product, s.component)] for n, s in enumerate(statements)}
    status = {
        _KEY[key]: sorted(product[n] for n, s in enumerate(statements) if s.status == key)
        for key in _ORDER
        if any(s.status == key for s in statements)
    }
    said = dict.fromkeys(s.reason or _NOTE[s.status][lang] for s in statements)
    body: Body = {"cve": id} if _CVE.fullmatch(id) else {}
    others = dict.fromkeys(
        a for s in statements for a in (() if body else (id,)) + s.aliases if a != body.get("cve")
    )
    if others:
        body["ids"] = [{"system_name": other.partition("-")[0] or other, "text": other} for other in others]
    body["notes"] = [{"category": "description", "text": each} for each in said]
    body["product_status"] = status
    flags = [
        {"label": s.justification, "product_ids": [product[n]]}
        for n, s in enumerate(statements)
        if s.status == "not-affected" and s.justification
    ]
    threats = [
        {"category": "impact", "details": s.reason or NO_REASON[lang], "product_ids": [product[n]]}
        for n, s in enumerate(statements)
        if s.status == "not-affected" and (s.reason or not s.justification)
    ]
    remedies = [
        {
            "category": "mitigation" if s.action else "none_available",
            "details": s.action or NO_ACTION[lang],
            "product_ids": [product[n]],
        }
        for n, s in enumerate(statements)
        if s.status == "affected"
    ]
    return body | {k: v for k, v in (("flags", flags), ("threats", threats), ("remediations", remedies)) if v}
