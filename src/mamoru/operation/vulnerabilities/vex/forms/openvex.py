"""OpenVEX 0.2.0. Source: OpenVEX specification v0.2.0 and its JSON schema."""

import uuid
from collections.abc import Iterator
from typing import Any, cast, get_args

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
from mamoru.operation.vulnerabilities.vex.lenient import Raw, moment, part, parts, text, texts
from mamoru.operation.vulnerabilities.vex.naming import identifier, part_of_purl
from mamoru.operation.vulnerabilities.vex.wording import NO_ACTION, NO_REASON

FORM = Form("openvex", "OpenVEX", ".openvex.json", "application/json")
CONTEXT = "https://openvex.dev/ns/v0.2.0"
_STATUS: dict[str, Status] = {
    "affected": "affected",
    "not_affected": "not-affected",
    "fixed": "fixed",
    "under_investigation": "under-investigation",
}
_WRITTEN = {status: written for written, status in _STATUS.items()}


def recognises(raw: Raw) -> bool:
    """By its context."""
    context = raw.get("@context")
    return isinstance(context, str) and "openvex" in context


def read(raw: Raw) -> VexRead:
    """Every statement, once for each component that it names."""
    left_out: list[str] = []
    return VexRead(
        form=FORM.id,
        id=text(raw, "@id") or "",
        author=text(raw, "author") or "",
        at=moment(text(raw, "last_updated") or text(raw, "timestamp")),
        statements=tuple(
            found
            for n, each in enumerate(parts(raw, "statements"))
            for found in _statements(each, n, raw, left_out)
        ),
        left_out=tuple(left_out),
    )


def _statements(raw: Raw, number: int, document: Raw, left_out: list[str]) -> Iterator[Statement]:
    vulnerability = (
        text(raw, "vulnerability", "name") or text(raw, "vulnerability", "@id") or text(raw, "vulnerability")
    )
    status = _STATUS.get(text(raw, "status") or "")
    pairs = list(_parts(raw))
    if vulnerability is None or status is None or not pairs:
        left_out.append(f"statements[{number}]: no vulnerability, no known status or no product")
        return
    justification = text(raw, "justification")
    known = cast(Justification, justification) if justification in get_args(Justification) else None
    moments = (text(raw, "last_updated"), text(raw, "timestamp"), text(document, "timestamp"))
    for product, component in pairs:
        yield Statement(
            vulnerability=vulnerability,
            aliases=texts(part(raw, "vulnerability"), "aliases"),
            status=status,
            product=product,
            component=component,
            justification=known if status == "not-affected" else None,
            reason=text(raw, "impact_statement") or text(raw, "status_notes"),
            action=text(raw, "action_statement"),
            at=next((at for written in moments if (at := moment(written))), None),
        )


def _parts(raw: Raw) -> Iterator[tuple[Part, Part | None]]:
    for each in parts(raw, "products"):
        product = _part(each)
        if product is None:
            continue
        below = [found for sub in parts(each, "subcomponents") if (found := _part(sub))]
        yield from ((product, component) for component in below)
        if not below:
            yield product, None
    for name in texts(raw, "products"):  # OpenVEX 0.0 wrote plain identifiers
        if found := part_of_purl(name):
            yield found, None


def _part(raw: Raw) -> Part | None:
    identifiers = part(raw, "identifiers")
    purl = text(identifiers, "purl") or text(raw, "@id") or ""
    cpe = text(identifiers, "cpe23")
    found = part_of_purl(purl)
    if found is not None:
        return msgspec.structs.replace(found, cpe=cpe)
    name = text(raw, "@id") or cpe
    return Part(name=name, cpe=cpe) if name else None


def write(document: VexDocument) -> bytes:
    """The document, its times those of its revisions."""
    first, last = document.revisions[0], document.revisions[-1]
    body: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": f"{document.namespace.rstrip('/')}/openvex/{uuid.uuid5(uuid.NAMESPACE_URL, document.id)}",
        "author": document.publisher,
        "timestamp": first.at.isoformat(),
    }
    if last is not first:
        body["last_updated"] = last.at.isoformat()
    body["version"] = len(document.revisions)
    body["statements"] = [_written(statement, document) for statement in settled(document.statements)]
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def _written(statement: Statement, document: VexDocument) -> dict[str, Any]:
    product: dict[str, Any] = {"@id": identifier(statement.product)}
    if statement.component is not None:
        below: dict[str, Any] = {"@id": identifier(statement.component)}
        if statement.component.cpe:
            below["identifiers"] = {"cpe23": statement.component.cpe}
        product["subcomponents"] = [below]
    vulnerability: dict[str, Any] = {"name": statement.vulnerability}
    if statement.aliases:
        vulnerability["aliases"] = list(dict.fromkeys(statement.aliases))
    body: dict[str, Any] = {
        "vulnerability": vulnerability,
        "timestamp": (statement.at or document.revisions[-1].at).isoformat(),
        "products": [product],
        "status": _WRITTEN[statement.status],
    }
    if statement.justification is not None:
        body["justification"] = statement.justification
    if statement.status == "not-affected":
        body["impact_statement"] = statement.reason or NO_REASON[document.lang]
    elif statement.reason:
        body["status_notes"] = statement.reason
    if statement.status == "affected":
        body["action_statement"] = statement.action or NO_ACTION[document.lang]
    return body
