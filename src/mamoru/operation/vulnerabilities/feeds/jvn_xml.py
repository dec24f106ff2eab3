"""JVN iPedia's XML forms taken apart: an entry of VULDEF, an entry of an overview list (JVNRSS)."""

import re

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, weaknesses
from mamoru.operation.vulnerabilities.feeds.jvn_entry import Entry, Item
from mamoru.operation.vulnerabilities.feeds.xml_trees import Node
from mamoru.operation.vulnerabilities.record import Score

_ID = re.compile(r"JVNDB-\d{4}-\d{6,}")


def vuldef(node: Node) -> Entry:
    """A `Vulinfo` of VULDEF 3.x. Raises `FormatError` where it has no JVNDB id."""
    data = node.first("VulinfoData") or Node("VulinfoData", {}, node.line)
    related = [item for part in data.of("Related") for item in part.of("RelatedItem")]
    return Entry(
        id=_id(node.words("VulinfoID")),
        title=data.words("Title"),
        solution="\n".join(
            text
            for part in data.of("Solution")
            for item in part.of("SolutionItem")
            if (text := item.words("Description"))
        ),
        published=data.words("DateFirstPublished") or None,
        modified=data.words("DateLastUpdated") or None,
        cves=cve_ids(
            *(item.words("VulinfoID") for item in related if item.attributes.get("type") == "advisory")
        ),
        scores=_scores([score for part in data.of("Impact") for score in part.of("Cvss")]),
        weaknesses=weaknesses(
            *(item.words("VulinfoID") for item in related if item.attributes.get("type") == "cwe")
        ),
        items=tuple(_item(item) for part in data.of("Affected") for item in part.of("AffectedItem")),
        links=tuple(url for item in related if _public(url := item.words("URL"))),
    )


def overview(node: Node) -> Entry:
    """An `item` of JVNRSS: no versions, so no product is told affected. Raises `FormatError`."""
    references = node.of("references")
    scores = (
        Score(each.attributes["vector"], _number(each.attributes.get("score", "")), "JVN")
        for each in node.of("cvss")
        if each.attributes.get("vector")
    )
    return Entry(
        id=_id(node.words("identifier")),
        overview=True,
        title=node.words("title"),
        published=node.words("issued") or None,
        modified=node.words("modified") or None,
        cves=cve_ids(
            *(each.attributes.get("id", "") for each in references if each.attributes.get("source") == "CVE")
        ),
        scores=tuple(scores),
        weaknesses=weaknesses(*(each.attributes.get("id", "") for each in references)),
        links=tuple(url for each in references if _public(url := each.text.strip())),
    )


def _id(text: str) -> str:
    found = _ID.fullmatch(text)
    if found is None:
        raise FormatError(0, f"no JVNDB id: {text}"[:100])
    return text


def _item(node: Node) -> Item:
    versions = (" ".join(version.text.split()) for version in node.of("VersionNumber"))
    return Item(
        cpe=node.words("Cpe"),
        name=f"{node.words('Name')} {node.words('ProductName')}".strip(),
        versions=tuple(version for version in versions if version),
    )


def _scores(nodes: list[Node]) -> tuple[Score, ...]:
    found = ((node.words("Vector"), _number(node.words("Base"))) for node in nodes)
    return tuple(Score(vector.strip("()"), base, "JVN") for vector, base in found if vector)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,2}(?:\.\d{1,3})?", text) else None


def _public(url: str) -> bool:
    return url.startswith(("https://", "http://"))
