"""JVN iPedia's JSON form (`feed=oka`): details in CSAF's shape inside STIX, and overview lists.

The answers' frame is sometimes no JSON (a status without its number), so each entry is decoded by
itself where it stands.
"""

import json
import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.cpe import cpe_name
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, weaknesses
from mamoru.operation.vulnerabilities.feeds.entries import decoded
from mamoru.operation.vulnerabilities.feeds.jvn_entry import Entry, Item
from mamoru.operation.vulnerabilities.record import Score, Skipped, Span

_LIST = re.compile(r'"(VULDEF-Document|entry)"\s*:\s*\[')
_BETWEEN = re.compile(r"\s*,\s*")
_ID = re.compile(r"JVNDB-\d{4}-\d{6,}")
_MOST_DEPTH = 32


class _Cvss(msgspec.Struct, frozen=True, rename="camel"):
    vector_string: str
    base_score: float | None = None


class _Content(msgspec.Struct, frozen=True):
    cvss_v2: _Cvss | None = None
    cvss_v3: _Cvss | None = None
    cvss_v4: _Cvss | None = None


class _Metric(msgspec.Struct, frozen=True):
    content: _Content = _Content()


class _Weakness(msgspec.Struct, frozen=True):
    id: str = ""


class _Link(msgspec.Struct, frozen=True):
    url: str = ""
    summary: str = ""


class _Identified(msgspec.Struct, frozen=True):
    cpe: str = ""


class _Product(msgspec.Struct, frozen=True):
    name: str = ""
    product_identification_helper: _Identified = _Identified()


class _Branch(msgspec.Struct, frozen=True):
    name: str = ""
    product: _Product | None = None
    branches: tuple["_Branch", ...] = ()


class _Tree(msgspec.Struct, frozen=True):
    branches: tuple[_Branch, ...] = ()


class _Tracking(msgspec.Struct, frozen=True):
    id: str
    initial_release_date: str | None = None
    current_release_date: str | None = None


class _Document(msgspec.Struct, frozen=True):
    title: str
    tracking: _Tracking
    references: tuple[_Link, ...] = ()


class _Remedy(msgspec.Struct, frozen=True):
    details: str = ""


class _Vulnerability(msgspec.Struct, frozen=True):
    cve: str = ""
    cwes: tuple[_Weakness, ...] = ()
    metrics: tuple[_Metric, ...] = ()
    remediations: tuple[_Remedy, ...] = ()


class _CpeMatch(msgspec.Struct, frozen=True, rename="camel"):
    criteria: str
    vulnerable: bool = True
    version_start_including: str | None = None
    version_start_excluding: str | None = None
    version_end_including: str | None = None
    version_end_excluding: str | None = None


class _Node(msgspec.Struct, frozen=True, rename="camel"):
    cpe_match: tuple[_CpeMatch, ...] = ()
    operator: str = "OR"
    negate: bool = False


class _Applicability(msgspec.Struct, frozen=True):
    nodes: tuple[_Node, ...] = ()


class _Extension(msgspec.Struct, frozen=True, rename="camel"):
    cpe_applicability: tuple[_Applicability, ...] = ()


class _Detail(msgspec.Struct, frozen=True):
    document: _Document
    product_tree: _Tree = _Tree()
    vulnerabilities: tuple[_Vulnerability, ...] = ()
    jvn_extension: _Extension = _Extension()


class _Overview(msgspec.Struct, frozen=True):
    id: str
    title: str
    created: str | None = None
    modified: str | None = None
    references: tuple[_Link, ...] = ()
    metrics: tuple[_Metric, ...] = ()
    cwes: tuple[_Weakness, ...] = ()


def json_entries(data: bytes) -> Iterator[Entry | Skipped]:
    """Each entry; one that is no JSON or not of the shape is `Skipped`. Raises `FormatError` where
    there is no list of entries."""
    text = data.decode("utf-8", "replace")
    lists = list(_LIST.finditer(text))
    if not lists:
        raise FormatError(0, "there is no list of entries")
    for found in lists:
        for place, written in _objects(text, found.end()):
            if isinstance(written, Skipped):
                yield written
                continue
            try:
                yield _detail(written) if found[1] == "VULDEF-Document" else _overview(written)
            except FormatError as error:
                yield Skipped(where=place, why=error.why)


def _objects(text: str, at: int) -> Iterator[tuple[str, bytes | Skipped]]:
    """The objects of the list that begins at `at`, each as it is written."""
    decoder, number = json.JSONDecoder(parse_constant=_no_number), 0
    while (at := _skipped_space(text, at)) < len(text) and text[at] != "]":
        number += 1
        place = f"entry {number}"
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield place, Skipped(where=place, why=f"not readable as JSON, with what follows: {error}"[:200])
            return
        yield place, text[at:end].encode()
        separator = _BETWEEN.match(text, end)
        at = separator.end() if separator else end


def _no_number(written: str) -> float:
    raise ValueError(f"{written} is no JSON")


def _skipped_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _detail(written: bytes) -> Entry:
    detail = decoded(written, _Detail)
    references = detail.document.references
    flaws = detail.vulnerabilities
    return Entry(
        id=_id(detail.document.tracking.id),
        title=detail.document.title,
        solution="\n".join(
            dict.fromkeys(each.details for flaw in flaws for each in flaw.remediations if each.details)
        ),
        published=detail.document.tracking.initial_release_date,
        modified=detail.document.tracking.current_release_date,
        cves=cve_ids(*(flaw.cve for flaw in flaws), *(link.summary for link in references)),
        scores=_scores(metric for flaw in flaws for metric in flaw.metrics),
        weaknesses=weaknesses(*(each.id for flaw in flaws for each in flaw.cwes)),
        items=_applicable(detail.jvn_extension) or tuple(_products(detail.product_tree.branches, "", 0)),
        links=_links(references),
    )


def _overview(written: bytes) -> Entry:
    entry = decoded(written, _Overview)
    return Entry(
        id=_id(entry.id), overview=True, title=entry.title, published=entry.created, modified=entry.modified,
        cves=cve_ids(*(link.summary for link in entry.references)), scores=_scores(iter(entry.metrics)),
        weaknesses=weaknesses(*(each.id for each in entry.cwes)), links=_links(entry.references),
    )  # fmt: skip


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise FormatError(0, f"no JVNDB id: {text}"[:100])
    return text


def _applicable(extension: _Extension) -> tuple[Item, ...]:
    """The products with their ranges, where the entry gives them beside CSAF's tree. Conditions (AND,
    negated) are not read: the tree says the products then."""
    nodes = [node for part in extension.cpe_applicability for node in part.nodes]
    if any(node.operator != "OR" or node.negate for node in nodes) or len(nodes) > 1:
        return ()
    found = (_matched(match) for node in nodes for match in node.cpe_match if match.vulnerable)
    return tuple(item for item in found if item is not None)


def _matched(match: _CpeMatch) -> Item | None:
    name = cpe_name(match.criteria)
    if name is None:
        return None
    low, high = (
        match.version_start_including or match.version_start_excluding,
        match.version_end_excluding or match.version_end_including,
    )
    if low is None and high is None:
        return Item(cpe=match.criteria, name=match.criteria)
    span = Span(
        low, high, low_open=match.version_start_including is None and low is not None,
        high_closed=match.version_end_excluding is None and high is not None,
    )  # fmt: skip
    return Item(cpe=match.criteria, name=match.criteria, spans=(span,))


def _products(branches: tuple[_Branch, ...], vendor: str, depth: int) -> Iterator[Item]:
    if depth > _MOST_DEPTH:
        raise FormatError(0, "the product tree is too deep")
    for branch in branches:
        if branch.product is not None and branch.product.product_identification_helper.cpe:
            yield Item(
                cpe=branch.product.product_identification_helper.cpe,
                name=f"{vendor} {branch.product.name}".strip(),
            )
        yield from _products(branch.branches, vendor or branch.name, depth + 1)


def _scores(metrics: Iterator[_Metric]) -> tuple[Score, ...]:
    contents = (metric.content for metric in metrics)
    found = (
        each for content in contents for each in (content.cvss_v2, content.cvss_v3, content.cvss_v4) if each
    )
    return tuple(dict.fromkeys(Score(each.vector_string, each.base_score, "JVN") for each in found))


def _links(links: tuple[_Link, ...]) -> tuple[str, ...]:
    return tuple(link.url for link in links if link.url.startswith(("https://", "http://")))
