"""The mandatory tests of CSAF 2.0 that a VEX document can break, as far as its schema does not hold them.

Source: OASIS CSAF 2.0, 6.1. Each rule gives what is wrong; the published failing documents prove them.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

Document = dict[str, Any]
Rule = Callable[[Document], Iterator[str]]
_AFFECTED = {"first_affected", "known_affected", "last_affected"}
_FIXED = {"first_fixed", "fixed"}
_GROUPS = (_AFFECTED, {"known_not_affected"}, _FIXED, {"under_investigation"})
_VEX = ("fixed", "known_affected", "known_not_affected", "under_investigation")


def vulnerabilities(document: Document) -> list[Document]:
    return document.get("vulnerabilities", [])


def tree_ids(document: Document) -> list[str]:
    tree = document.get("product_tree", {})
    found = [full["product_id"] for full in tree.get("full_product_names", [])]
    found += [each["full_product_name"]["product_id"] for each in tree.get("relationships", [])]
    waiting = list(tree.get("branches", []))
    while waiting:
        branch = waiting.pop()
        waiting += branch.get("branches", [])
        if "product" in branch:
            found.append(branch["product"]["product_id"])
    return found


def used_ids(document: Document) -> Iterator[str]:
    for each in document.get("product_tree", {}).get("relationships", []):
        yield from (each["product_reference"], each["relates_to_product_reference"])
    for each in document.get("product_tree", {}).get("product_groups", []):
        yield from each["product_ids"]
    for vulnerability in vulnerabilities(document):
        for ids in vulnerability.get("product_status", {}).values():
            yield from ids
        for key in ("flags", "threats", "remediations"):
            for each in vulnerability.get(key, []):
                yield from each.get("product_ids", [])


def groups_of(document: Document, each: Document) -> set[str]:
    groups = {
        g["group_id"]: g["product_ids"] for g in document.get("product_tree", {}).get("product_groups", [])
    }
    return set(each.get("product_ids", [])) | {
        id for g in each.get("group_ids", []) for id in groups.get(g, ())
    }


def missing_ids(document: Document) -> Iterator[str]:
    """6.1.1."""
    yield from set(used_ids(document)) - set(tree_ids(document))


def doubled_ids(document: Document) -> Iterator[str]:
    """6.1.2."""
    yield from (id for id, count in Counter(tree_ids(document)).items() if count > 1)


def contradictions(document: Document) -> Iterator[str]:
    """6.1.6."""
    for vulnerability in vulnerabilities(document):
        status = vulnerability.get("product_status", {})
        counted = Counter(
            id for group in _GROUPS for id in {id for key in group for id in status.get(key, ())}
        )
        yield from (id for id, count in counted.items() if count > 1)


def history(document: Document) -> Iterator[str]:
    """6.1.14, 6.1.16, 6.1.17, 6.1.21, 6.1.22: in order, up to the version, without a gap or a double."""
    tracking = document["document"]["tracking"]
    entries = sorted(tracking["revision_history"], key=lambda each: datetime.fromisoformat(each["date"]))
    numbers = [each["number"] for each in entries]
    if numbers != sorted(set(numbers), key=lambda n: [int(part) for part in n.split("-")[0].split(".")]):
        yield f"revision history: {numbers}"
    if numbers[-1] != tracking["version"]:
        yield f"version {tracking['version']} is not {numbers[-1]}"
    if numbers[0] not in ("1", "1.0.0") and tracking["status"] == "final":
        yield f"starts with {numbers[0]}"


def doubled_cves(document: Document) -> Iterator[str]:
    """6.1.23."""
    counted = Counter(v["cve"] for v in vulnerabilities(document) if "cve" in v)
    yield from (cve for cve, count in counted.items() if count > 1)


def unplaced(document: Document) -> Iterator[str]:
    """6.1.29, 6.1.32: remediations and flags without a product."""
    for vulnerability in vulnerabilities(document):
        for key in ("flags", "remediations"):
            yield from (key for each in vulnerability.get(key, []) if not groups_of(document, each))


def doubled_flags(document: Document) -> Iterator[str]:
    """6.1.33."""
    for vulnerability in vulnerabilities(document):
        counted = Counter(id for flag in vulnerability.get("flags", []) for id in groups_of(document, flag))
        yield from (id for id, count in counted.items() if count > 1)


def without_tree(document: Document) -> Iterator[str]:
    """6.1.27.4."""
    if not document.get("product_tree"):
        yield "product_tree"


def without_notes(document: Document) -> Iterator[str]:
    """6.1.27.5."""
    yield from ("notes" for v in vulnerabilities(document) if not v.get("notes"))


def without_status(document: Document) -> Iterator[str]:
    """6.1.27.7."""
    yield from (
        "status" for v in vulnerabilities(document) if not set(_VEX) & set(v.get("product_status", {}))
    )


def without_id(document: Document) -> Iterator[str]:
    """6.1.27.8."""
    yield from ("id" for v in vulnerabilities(document) if not (v.get("cve") or v.get("ids")))


def without_impact(document: Document) -> Iterator[str]:
    """6.1.27.9."""
    for vulnerability in vulnerabilities(document):
        said = [*vulnerability.get("flags", [])]
        said += [each for each in vulnerability.get("threats", []) if each["category"] == "impact"]
        told = {id for each in said for id in groups_of(document, each)}
        yield from set(vulnerability.get("product_status", {}).get("known_not_affected", [])) - told


def without_action(document: Document) -> Iterator[str]:
    """6.1.27.10."""
    for vulnerability in vulnerabilities(document):
        told = {id for each in vulnerability.get("remediations", []) for id in groups_of(document, each)}
        yield from set(vulnerability.get("product_status", {}).get("known_affected", [])) - told


def without_vulnerabilities(document: Document) -> Iterator[str]:
    """6.1.27.11."""
    if not vulnerabilities(document):
        yield "vulnerabilities"


RULES: dict[str, Rule] = {
    "6-1-01-01": missing_ids,
    "6-1-02-01": doubled_ids,
    "6-1-06-01": contradictions,
    "6-1-14-01": history,
    "6-1-16-01": history,
    "6-1-22-01": history,
    "6-1-23-01": doubled_cves,
    "6-1-27-04-01": without_tree,
    "6-1-27-05-01": without_notes,
    "6-1-27-07-01": without_status,
    "6-1-27-08-01": without_id,
    "6-1-27-09-01": without_impact,
    "6-1-27-10-01": without_action,
    "6-1-27-11-01": without_vulnerabilities,
    "6-1-29-01": unplaced,
    "6-1-32-01": unplaced,
    "6-1-33-01": doubled_flags,
}
"""By the number of the published failing document."""


def faults(document: Document) -> list[str]:
    """What is wrong in `document`, by all rules."""
    return [f"{rule.__name__}: {fault}" for rule in dict.fromkeys(RULES.values()) for fault in rule(document)]
