"""The product tree of a CSAF document: its products by id, each as the parts that it means.

Source: OASIS CSAF 2.0, 3.2.2.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from mamoru.operation.vulnerabilities.vex.document import Part
from mamoru.operation.vulnerabilities.vex.lenient import Raw, part, parts, text, texts
from mamoru.operation.vulnerabilities.vex.vers import plain_range

MOST_DEPTH = 30


class Means(NamedTuple):
    """What a product id means: a product, and where it is a component of one, that component."""

    product: Part
    component: Part | None = None


class Tree(NamedTuple):
    """Products by id, and groups of ids by the group's id."""

    products: dict[str, Means]
    groups: dict[str, tuple[str, ...]]

    def ids(self, raw: Raw) -> set[str]:
        """The product ids that a flag, threat or remediation is about, by id and by group."""
        found = set(texts(raw, "product_ids"))
        for group in texts(raw, "group_ids"):
            found |= set(self.groups.get(group, ()))
        return found


def tree_of(document: Raw, left_out: list[str]) -> Tree:
    """The tree of `document`; a product whose versions cannot be read is named and left out."""
    raw = part(document, "product_tree")
    found: dict[str, Means] = {}
    for id, product in _products(raw, left_out):
        found[id] = Means(product)
    for each in parts(raw, "relationships"):
        full = part(each, "full_product_name")
        named = text(full, "product_id")
        component = found.get(text(each, "product_reference") or "")
        whole = found.get(text(each, "relates_to_product_reference") or "")
        if named is None or component is None or whole is None:
            left_out.append(f"product_tree.relationships: {named or '?'}")
            continue
        found[named] = Means(whole.product, component.component or component.product)
    groups = {
        group: texts(each, "product_ids")
        for each in parts(raw, "product_groups")
        if (group := text(each, "group_id")) is not None
    }
    return Tree(found, groups)


def _products(raw: Raw, left_out: list[str]) -> Iterator[tuple[str, Part]]:
    for full in parts(raw, "full_product_names"):
        if (id := text(full, "product_id")) and (found := _part(full, {}, left_out)):
            yield id, found
    waiting: list[tuple[Raw, dict[str, str], int]] = [(each, {}, 0) for each in parts(raw, "branches")]
    while waiting:
        branch, above, depth = waiting.pop()
        names = {**above, text(branch, "category") or "": text(branch, "name") or ""}
        full = part(branch, "product")
        if (id := text(full, "product_id")) and (found := _part(full, names, left_out)):
            yield id, found
        if depth < MOST_DEPTH:
            waiting += [(below, names, depth + 1) for below in parts(branch, "branches")]


def _part(full: Raw, names: dict[str, str], left_out: list[str]) -> Part | None:
    """A full product name with what its branches say; its helper's package URL and CPE go first."""
    helper = part(full, "product_identification_helper")
    name = names.get("product_name") or text(full, "name")
    if name is None:
        return None
    found = Part(name=name, purl=text(helper, "purl"), cpe=text(helper, "cpe"))
    if written := names.get("product_version_range"):
        if (versions := plain_range(written)) is None:
            left_out.append(f"product_tree: no range of versions: {written[:100]}")
            return None
        return msgspec.structs.replace(found, versions=versions)
    return msgspec.structs.replace(found, version=names.get("product_version"))
