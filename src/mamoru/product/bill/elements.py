"""What a bill says, measured: in how many of its parts, or whether at all."""

from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from mamoru.language import Text
from mamoru.product.bill.document import Bill, BillPart

MOST_NAMED = 10


class Element(StrEnum):
    """One thing that a bill may say."""

    NAME = "name"
    VERSION = "version"
    SUPPLIER = "supplier"
    IDENTIFIER = "identifier"
    LOOKUP = "lookup"
    HASH = "hash"
    LICENSE = "license"
    RELATIONS = "relations"
    PRODUCT = "product"
    AUTHOR = "author"
    TIMESTAMP = "timestamp"
    TOOL = "tool"
    CONTEXT = "context"
    UNKNOWNS = "known-unknowns"
    FORM = "form"


TITLES: dict[Element, Text] = {
    Element.NAME: Text("部品の名前", "Name of each component"),
    Element.VERSION: Text("部品の版", "Version of each component"),
    Element.SUPPLIER: Text("部品の供給元", "Supplier of each component"),
    Element.IDENTIFIER: Text("一意な識別子（purl、CPE、SWIDなど）", "Unique identifier (purl, CPE, SWID …)"),
    Element.LOOKUP: Text(
        "脆弱性を引ける識別子（purlかCPE）", "Identifier to look vulnerabilities up by (purl or CPE)"
    ),
    Element.HASH: Text("部品のハッシュ値", "Hash of each component"),
    Element.LICENSE: Text("部品のライセンス", "Licence of each component"),
    Element.RELATIONS: Text("製品からたどれる依存関係", "Relations, reached from the product"),
    Element.PRODUCT: Text("どの製品の部品表か", "Which product it describes"),
    Element.AUTHOR: Text("部品表の作成者", "Author of the bill"),
    Element.TIMESTAMP: Text("作成日時", "Time it was made"),
    Element.TOOL: Text("作成に使ったツール", "Tool it was made with"),
    Element.CONTEXT: Text(
        "いつの段階でつくったか（ビルド前・中・後）", "Stage it was made at (before, during, after the build)"
    ),
    Element.UNKNOWNS: Text("分からない部分の明示", "What is not known is said"),
    Element.FORM: Text("機械で読める標準の形式", "Standard form that machines read"),
}


class Standing(StrEnum):
    """How an element stands in a bill: in all; in some and the rest said to be unknown; in some; in
    none."""

    WHOLE = "whole"
    REST_SAID = "rest-said-unknown"
    PARTLY = "partly"
    ABSENT = "absent"


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """`have` of `of` have it, of `said_unknown` more the bill says that it is not known. `lacking`
    names the first that do not."""

    id: Element
    title: Text
    standing: Standing
    have: int
    said_unknown: int
    of: int
    lacking: tuple[str, ...]


_FIELDS: dict[Element, tuple[str, Callable[[BillPart], object]]] = {
    Element.NAME: ("name", lambda part: part.name),
    Element.VERSION: ("version", lambda part: part.version),
    Element.SUPPLIER: ("supplier", lambda part: part.supplier),
    Element.IDENTIFIER: ("identifier", lambda part: part.purl or part.cpes or part.other_ids),
    Element.LOOKUP: ("identifier", lambda part: part.purl or part.cpes),
    Element.HASH: ("hash", lambda part: part.hashes),
    Element.LICENSE: ("license", lambda part: part.license),
}
_WHOLE: dict[Element, Callable[[Bill], object]] = {
    Element.PRODUCT: lambda bill: bill.product is not None and bill.product.name,
    Element.AUTHOR: lambda bill: bill.authors,
    Element.TIMESTAMP: lambda bill: bill.timestamp,
    Element.TOOL: lambda bill: bill.tools,
    Element.CONTEXT: lambda bill: bill.contexts,
    Element.UNKNOWNS: lambda bill: bill.unknowns,
    Element.FORM: lambda bill: bill.form,
}


def measured(bill: Bill) -> tuple[Measured, ...]:
    """Every element, in the order of `Element`. What is asked of each component is asked of the
    product too, which is the first component of its bill; only an identifier is not: few products
    have one."""
    found = {each.id: each for each in (*_of_parts(bill), _related(bill), *_of_bill(bill))}
    return tuple(found[element] for element in Element)


def _of_parts(bill: Bill) -> Iterator[Measured]:
    every = (*([bill.product] if bill.product else []), *bill.parts)
    for element, (field, said) in _FIELDS.items():
        parts = bill.parts if field == "identifier" and bill.parts else every
        lacking = [part for part in parts if not said(part)]
        unknown = sum(field in part.unknown for part in lacking)
        yield _measured(element, len(parts) - len(lacking), unknown, len(parts), lacking)


def _of_bill(bill: Bill) -> Iterator[Measured]:
    for element, said in _WHOLE.items():
        yield _measured(element, 1 if said(bill) else 0, 0, 1, [])


def _related(bill: Bill) -> Measured:
    """The parts that relations lead to from what the bill describes."""
    below: dict[str, list[str]] = {}
    for first, second in bill.relations:
        below.setdefault(first, []).append(second)
    seen, todo = set(bill.roots), list(bill.roots)
    while todo:
        for ref in below.get(todo.pop(), ()):
            if ref not in seen:
                seen.add(ref)
                todo.append(ref)
    lacking = [part for part in bill.parts if part.ref not in seen]
    if not bill.parts:
        return _measured(Element.RELATIONS, 1 if bill.roots else 0, 0, 1, [])
    return _measured(Element.RELATIONS, len(bill.parts) - len(lacking), 0, len(bill.parts), lacking)


def _measured(element: Element, have: int, unknown: int, of: int, lacking: list[BillPart]) -> Measured:
    if have == of > 0:
        standing = Standing.WHOLE
    elif have and have + unknown == of:
        standing = Standing.REST_SAID
    else:
        standing = Standing.PARTLY if have else Standing.ABSENT
    named = [f"{part.name or '?'} {part.version or ''}".strip()[:100] for part in lacking[:MOST_NAMED]]
    return Measured(
        id=element,
        title=TITLES[element],
        standing=standing,
        have=have,
        said_unknown=unknown,
        of=of,
        lacking=tuple(named),
    )
