"""Read a CSAF document of any profile: the status of each product in each vulnerability."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast, get_args

from mamoru.operation.vulnerabilities.decisions import Justification
from mamoru.operation.vulnerabilities.vex.document import Statement, Status, VexRead
from mamoru.operation.vulnerabilities.vex.forms.csaf.products import Tree, tree_of
from mamoru.operation.vulnerabilities.vex.lenient import Raw, moment, part, parts, text, texts

_STATUS: dict[str, Status] = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "known_not_affected": "not-affected",
    "under_investigation": "under-investigation",
}


def recognises(raw: Raw) -> bool:
    """By its version and what every CSAF document has."""
    return text(raw, "document", "csaf_version") is not None


def read(raw: Raw) -> VexRead:
    """Every status, once a product; `recommended` is none."""
    left_out: list[str] = []
    tree = tree_of(raw, left_out)
    tracking = part(part(raw, "document"), "tracking")
    at = moment(text(tracking, "current_release_date"))
    return VexRead(
        form="csaf",
        id=text(tracking, "id") or "",
        author=text(raw, "document", "publisher", "name") or "",
        at=at,
        statements=tuple(
            found
            for n, each in enumerate(parts(raw, "vulnerabilities"))
            for found in _statements(each, n, tree, at, left_out)
        ),
        left_out=tuple(left_out),
    )


def _statements(
    raw: Raw, number: int, tree: Tree, at: datetime | None, left_out: list[str]
) -> Iterator[Statement]:
    ids = [id for each in parts(raw, "ids") if (id := text(each, "text"))]
    names = [id for id in (text(raw, "cve"), *ids) if id]
    if not names:
        left_out.append(f"vulnerabilities[{number}]: neither a CVE nor another id")
        return
    statuses = part(raw, "product_status")
    for key, status in _STATUS.items():
        for id in texts(statuses, key):
            means = tree.products.get(id)
            if means is None:
                left_out.append(f"vulnerabilities[{number}]: no product {id[:100]}")
                continue
            yield Statement(
                vulnerability=names[0],
                aliases=tuple(names[1:]),
                status=status,
                product=means.product,
                component=means.component,
                justification=_justification(raw, id, tree) if status == "not-affected" else None,
                reason=_said(raw, "threats", ("impact",), id, tree),
                action=_said(raw, "remediations", ("vendor_fix", "workaround", "mitigation"), id, tree),
                at=at,
            )


def _justification(raw: Raw, id: str, tree: Tree) -> Justification | None:
    for flag in parts(raw, "flags"):
        label = text(flag, "label")
        if label in get_args(Justification) and _about(flag, id, tree):
            return cast(Justification, label)
    return None


def _said(raw: Raw, key: str, categories: tuple[str, ...], id: str, tree: Tree) -> str | None:
    for each in parts(raw, key):
        if text(each, "category") in categories and _about(each, id, tree):
            return text(each, "details")
    return None


def _about(raw: Raw, id: str, tree: Tree) -> bool:
    """Whether a part is about the product; one that names none is about all."""
    ids = tree.ids(raw)
    return id in ids or not (ids or raw.get("product_ids") or raw.get("group_ids"))
