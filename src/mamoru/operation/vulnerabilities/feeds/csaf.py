"""Suppliers' advisories and VEX in CSAF 2.0 and 2.1: the makers of SoCs and modules among them.

A status becomes a statement of its state: affected, not affected (fixed, or with the flag's
justification), or under investigation. There is no address to fetch from: suppliers have their own.
"""

from collections.abc import Iterable, Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.csaf_products import Listed, products
from mamoru.operation.vulnerabilities.feeds.csaf_shape import Csaf, Document, Group, Vulnerability
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, weaknesses
from mamoru.operation.vulnerabilities.feeds.entries import decoded
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Score, Skipped, State

_TELLING = ("csaf_security_advisory", "csaf_vex", "csaf_deprecated_security_advisory")
_MOST_WHY = 500
_MOST_LINKS = 8
_Products = dict[str, tuple[Listed, ...]]


def _mine(file: FeedFile) -> bool:
    head = file.head
    return (
        b'"csaf_version"' in head
        and b'"document"' in head
        and b"jvndb.jvn.jp/schema" not in head
        and b'"$id"' not in head
    )


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    csaf = decoded(whole(file).removeprefix(b"\xef\xbb\xbf"), Csaf)
    listed = products(csaf.product_tree)
    advisory = csaf.document.tracking.id or csaf.document.title
    if not csaf.vulnerabilities and csaf.document.category in _TELLING:
        yield Skipped(where=advisory[:200], why="it tells of no vulnerability")
    for number, raw in enumerate(csaf.vulnerabilities, 1):
        where = f"{advisory}, vulnerability {number}"[:200]
        try:
            flaw = decoded(raw, Vulnerability)
        except FormatError as error:
            yield Skipped(where=where, why=error.why)
            continue
        if unnamed := _unnamed(flaw, listed):
            yield Skipped(
                where=where, why=f"products without a name that is read: {', '.join(unnamed)}"[:200]
            )
        yield _record(csaf.document, flaw, listed, csaf.product_tree.product_groups, number)


def _record(
    document: Document, flaw: Vulnerability, listed: _Products, groups: tuple[Group, ...], number: int
) -> Record:
    cves = cve_ids(flaw.cve)
    others = tuple(
        each.text for each in flaw.ids if each.text and len(each.text) < 100 and "://" not in each.text
    )
    advisory = document.tracking.id or "CSAF"
    own = cves or others or (advisory if number == 1 else f"{advisory}#{number}",)
    measured = [*flaw.scores, *(metric.content for metric in flaw.metrics)]
    scores = (
        Score(each.vector_string, each.base_score, document.publisher.name)
        for content in measured
        for each in (content.cvss_v2, content.cvss_v3, content.cvss_v4)
        if each is not None and each.vector_string
    )
    links = (link.url for link in (*flaw.references, *document.references) if link.url.startswith("https://"))
    return Record(
        id=own[0],
        origin=f"{document.publisher.name}: {advisory}",
        aliases=tuple(dict.fromkeys(id for id in others if id != own[0])),
        published=document.tracking.initial_release_date,
        modified=document.tracking.current_release_date,
        withdrawn=document.category == "csaf_withdrawn",
        title=short(flaw.title or document.title),
        shown=_shown(flaw, listed),
        scores=tuple(dict.fromkeys(scores)),
        weaknesses=weaknesses(flaw.cwe.id, *(each.id for each in flaw.cwes)),
        affected=_affected(flaw, listed, groups),
        links=tuple(dict.fromkeys(links))[:_MOST_LINKS],
    )


def _affected(flaw: Vulnerability, listed: _Products, groups: tuple[Group, ...]) -> tuple[Affected, ...]:
    status, reasons = flaw.product_status, _reasons(flaw, groups)
    fixes: dict[str, list[str]] = {}
    for name in _names((*status.first_fixed, *status.fixed), listed):
        fixes.setdefault(name.product, []).extend(name.versions.exact)
    found: list[Affected] = []
    for name in _names((*status.known_affected, *status.first_affected, *status.last_affected), listed):
        found.append(name.told("affected", fixed=tuple(dict.fromkeys(fixes.get(name.product, ())))))
    found += (
        name.told("not-affected", why=reason("csaf.fixed"))
        for name in _names((*status.first_fixed, *status.fixed), listed)
    )
    undecided: tuple[tuple[State, tuple[str, ...]], ...] = (
        ("not-affected", status.known_not_affected), ("under-investigation", status.under_investigation),
    )  # fmt: skip
    for state, ids in undecided:
        for id in ids:
            found += (name.told(state, why=reasons.get(id)) for name in _names((id,), listed))
    return tuple(dict.fromkeys(found))


def _names(ids: Iterable[str], listed: _Products) -> Iterator[Listed]:
    """The names that can be matched; where the words about versions are not sure there is none."""
    return (name for id in ids for name in listed.get(id, ()) if name.unread is None)


def _reasons(flaw: Vulnerability, groups: tuple[Group, ...]) -> dict[str, str]:
    """Why a product is not affected, by its id: the flags' justifications, then the impact in words."""
    members = {group.group_id: group.product_ids for group in groups}
    said = [(flag.label, flag.product_ids, flag.group_ids) for flag in flaw.flags]
    said += [
        (each.details, each.product_ids, each.group_ids) for each in flaw.threats if each.category == "impact"
    ]
    found: dict[str, list[str]] = {}
    for text, ids, group_ids in said:
        for id in (*ids, *(member for group in group_ids for member in members.get(group, ()))):
            found.setdefault(id, []).append(" ".join(text.split()))
    return {id: ": ".join(dict.fromkeys(texts))[:_MOST_WHY] for id, texts in found.items()}


def _told_ids(flaw: Vulnerability) -> tuple[str, ...]:
    status = flaw.product_status
    return (
        *status.known_affected, *status.first_affected, *status.last_affected, *status.first_fixed, *status.fixed,
        *status.known_not_affected, *status.under_investigation,
    )  # fmt: skip


def _unnamed(flaw: Vulnerability, listed: _Products) -> list[str]:
    return [id for id in dict.fromkeys(_told_ids(flaw)) if not listed.get(id)]


def _shown(flaw: Vulnerability, listed: _Products) -> str | None:
    unread = (
        f"{name.product}: {name.unread}"
        for id in _told_ids(flaw)
        for name in listed.get(id, ())
        if name.unread
    )
    return "\n".join(dict.fromkeys(unread))[:1000] or None


FEED = Feed(
    id="csaf",
    title=Text("供給元の勧告 (CSAF)", "Suppliers' advisories (CSAF)"),
    publisher="the supplier named in each",
    terms="each supplier's own",
    mine=_mine,
    read=_records,
    speaks=("cna:", "cpe:", "pkg:"),
)
