"""CycloneDX VEX (written as 1.6). Source: CycloneDX 1.6 JSON schema, "vulnerabilities", and its VEX use case."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from mamoru.operation.vulnerabilities.decisions import Justification
from mamoru.operation.vulnerabilities.vex.document import (
    Form,
    Part,
    Statement,
    Status,
    VexDocument,
    VexRead,
    settled,
)
from mamoru.operation.vulnerabilities.vex.lenient import Raw, moment, part, parts, text
from mamoru.operation.vulnerabilities.vex.naming import identifier
from mamoru.operation.vulnerabilities.vex.vers import plain_range
from mamoru.operation.vulnerabilities.vex.wording import NO_ACTION

FORM = Form("cyclonedx", "CycloneDX VEX", ".vex.cdx.json", "application/vnd.cyclonedx+json")
_STATE: dict[str, Status] = {
    "exploitable": "affected",
    "in_triage": "under-investigation",
    "resolved": "fixed",
    "resolved_with_pedigree": "fixed",
    "not_affected": "not-affected",
    "false_positive": "not-affected",
}
_WRITTEN: dict[Status, str] = {
    "affected": "exploitable",
    "under-investigation": "in_triage",
    "fixed": "resolved",
    "not-affected": "not_affected",
}
_JUSTIFICATION: dict[str, Justification] = {
    "code_not_present": "vulnerable_code_not_present",
    "code_not_reachable": "vulnerable_code_not_in_execute_path",
    "requires_configuration": "vulnerable_code_not_in_execute_path",
    "requires_dependency": "component_not_present",
    "requires_environment": "vulnerable_code_cannot_be_controlled_by_adversary",
    "protected_by_compiler": "inline_mitigations_already_exist",
    "protected_at_runtime": "inline_mitigations_already_exist",
    "protected_at_perimeter": "inline_mitigations_already_exist",
    "protected_by_mitigating_control": "inline_mitigations_already_exist",
}
_JUSTIFIED: dict[Justification, str] = {
    "component_not_present": "code_not_present",
    "vulnerable_code_not_present": "code_not_present",
    "vulnerable_code_not_in_execute_path": "code_not_reachable",
    "vulnerable_code_cannot_be_controlled_by_adversary": "requires_environment",
    "inline_mitigations_already_exist": "protected_by_mitigating_control",
}
MOST_DEPTH = 30


def recognises(raw: Raw) -> bool:
    """By its format and a list of vulnerabilities."""
    return raw.get("bomFormat") == "CycloneDX" and isinstance(raw.get("vulnerabilities"), list)


def read(raw: Raw) -> VexRead:
    """Every analysed vulnerability, once for each component that it affects."""
    left_out: list[str] = []
    metadata = part(raw, "metadata")
    at = moment(text(metadata, "timestamp"))
    known = {ref: found for each in _components(raw) for ref, found in _named(each)}
    product = next((found for _, found in _named(part(metadata, "component"))), None) or Part(name="?")
    author = text(metadata, "supplier", "name") or text(metadata, "manufacturer", "name") or ""
    return VexRead(
        form=FORM.id,
        id=text(raw, "serialNumber") or "",
        author=author or next((a for each in parts(metadata, "authors") if (a := text(each, "name"))), ""),
        at=at,
        statements=tuple(
            found
            for n, each in enumerate(parts(raw, "vulnerabilities"))
            for found in _statements(each, n, known, product, at, left_out)
        ),
        left_out=tuple(left_out),
    )


def _components(raw: Raw) -> Iterator[Raw]:
    """The product and all components, as deep as they lie."""
    waiting = [
        (part(part(raw, "metadata"), "component"), 0),
        *((each, 0) for each in parts(raw, "components")),
    ]
    while waiting:
        each, depth = waiting.pop()
        yield each
        if depth < MOST_DEPTH:
            waiting += [(below, depth + 1) for below in parts(each, "components")]


def _named(raw: Raw) -> Iterator[tuple[str, Part]]:
    """A component under its reference and its package URL, which some use as the reference."""
    name, purl = text(raw, "name"), text(raw, "purl")
    if name is None:
        return
    found = Part(name=name, version=text(raw, "version"), purl=purl, cpe=text(raw, "cpe"))
    for ref in dict.fromkeys((text(raw, "bom-ref") or "", purl or "")):
        yield ref, found


def _statements(
    raw: Raw, number: int, known: dict[str, Part], product: Part, at: datetime | None, left_out: list[str]
) -> Iterator[Statement]:
    id = text(raw, "id")
    analysis = part(raw, "analysis")
    status = _STATE.get(text(analysis, "state") or "")
    if id is None or status is None:
        left_out.append(f"vulnerabilities[{number}]: no id, or not analysed")
        return
    for affects in parts(raw, "affects"):
        for component in _affected(affects, known, number, left_out):
            yield Statement(
                vulnerability=id,
                aliases=tuple(alias for each in parts(raw, "references") if (alias := text(each, "id"))),
                status=status,
                product=product,
                component=component if component != product else None,
                justification=_justification(text(analysis, "justification"), status),
                reason=text(analysis, "detail"),
                action=text(raw, "recommendation") or text(raw, "workaround"),
                at=moment(text(analysis, "lastUpdated")) or moment(text(raw, "updated")) or at,
            )


def _justification(written: str | None, status: Status) -> Justification | None:
    return _JUSTIFICATION.get(written or "") if status == "not-affected" else None


def _affected(raw: Raw, known: dict[str, Part], number: int, left_out: list[str]) -> Iterator[Part]:
    """The part of a reference (also a BOM-Link, `urn:cdx:SERIAL/VERSION#REF`), in the versions that it names."""
    ref = text(raw, "ref") or ""
    found = known.get(ref) or known.get(ref.rpartition("#")[2])
    if found is None:
        left_out.append(f"vulnerabilities[{number}]: no component {ref[:100]}")
        return
    versions = list(parts(raw, "versions"))
    if not versions:
        yield found
    for each in versions:
        if text(each, "status") == "unaffected":
            continue
        if version := text(each, "version"):
            yield msgspec.structs.replace(found, version=version)
        elif (versions_of := plain_range(text(each, "range") or "")) is not None:
            yield msgspec.structs.replace(found, version=None, versions=versions_of)
        else:
            left_out.append(f"vulnerabilities[{number}]: no range: {(text(each, 'range') or '')[:100]}")


def write(document: VexDocument) -> bytes:
    """The document with the parts that it speaks of; its serial number follows from its id."""
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{document.namespace}#{document.id}")
    statements = settled(document.statements)
    product = statements[0].product
    named = {identifier(s.product): s.product for s in statements}
    named |= {identifier(s.component): s.component for s in statements if s.component is not None}
    named.pop(identifier(product))
    body: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": len(document.revisions),
        "metadata": {
            "timestamp": document.revisions[-1].at.isoformat(),
            "component": _component(product, "firmware"),
            "supplier": {"name": document.publisher, "url": [document.namespace]},
        },
        "components": [_component(each, "library") for each in named.values()],
        "vulnerabilities": [_vulnerability(n, s, document) for n, s in enumerate(statements)],
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def _component(part: Part, kind: str) -> dict[str, Any]:
    body: dict[str, Any] = {"type": kind, "bom-ref": identifier(part), "name": part.name}
    optional = {"version": part.version, "purl": part.purl, "cpe": part.cpe}
    return body | {key: value for key, value in optional.items() if value}


def _vulnerability(number: int, statement: Statement, document: VexDocument) -> dict[str, Any]:
    at = (statement.at or document.revisions[-1].at).isoformat()
    analysis: dict[str, Any] = {"state": _WRITTEN[statement.status]}
    if statement.justification is not None:
        analysis["justification"] = _JUSTIFIED[statement.justification]
    if statement.status == "affected":
        analysis["response"] = ["update"]
    if statement.reason:
        analysis["detail"] = statement.reason
    analysis |= {"firstIssued": at, "lastUpdated": at}
    body: dict[str, Any] = {
        "bom-ref": f"statement-{number + 1}",
        "id": statement.vulnerability,
        "analysis": analysis,
        "affects": [{"ref": identifier(statement.component or statement.product)}],
    }
    if statement.aliases:
        body["references"] = [
            {"id": alias, "source": {"name": alias.partition("-")[0]}}
            for alias in dict.fromkeys(statement.aliases)
        ]
    if statement.status == "affected":
        body["recommendation"] = statement.action or NO_ACTION[document.lang]
    return body
