"""One entry of JVN iPedia as each of its forms gives it, and the records that it becomes."""

from collections.abc import Iterator

import msgspec

from mamoru.operation.vulnerabilities.cpe import cpe_name, order_of_product
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.japanese_ranges import Read, read, without_cves
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Score, Span

_MOST_SHOWN = 1000
_MOST_SOLUTION = 1000
_MOST_LINKS = 8
_MOST_WORDS = 120


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An affected product: its CPE as written, its name in words, its versions in words or as spans.

    Neither words nor spans: the entry names no version."""

    cpe: str
    name: str
    versions: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: its JVNDB id, Japanese words, ids of others, products; an `overview` replaces no details."""

    id: str
    title: str
    overview: bool = False
    solution: str = ""
    published: str | None = None
    modified: str | None = None
    cves: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    weaknesses: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    links: tuple[str, ...] = ()


def records(entry: Entry) -> Iterator[Record]:
    """A record for each CVE of the entry, or one of its own id. Words that hold for some of the CVEs
    only (they name them in a bracket) go to those."""
    year = entry.id.split("-")[1] if entry.id.count("-") == 2 else ""
    own = (f"https://jvndb.jvn.jp/ja/contents/{year}/{entry.id}.html",) if year.isdigit() else ()
    for id in entry.cves or (entry.id,):
        affected, shown = [], []
        for item in entry.items:
            found, unread = _affected(item, id)
            affected += found
            shown += [f"{item.name}: {text}" for text in unread]
        yield Record(
            id=id,
            origin=f"{entry.id} (overview)" if entry.overview else entry.id,
            aliases=(entry.id,) if id != entry.id else (),
            published=entry.published,
            modified=entry.modified,
            title_ja=short(entry.title),
            solution_ja=entry.solution[:_MOST_SOLUTION] or None,
            shown="\n".join(dict.fromkeys(shown))[:_MOST_SHOWN] or None,
            scores=entry.scores,
            weaknesses=entry.weaknesses,
            affected=tuple(dict.fromkeys(affected)),
            links=(*own, *entry.links)[:_MOST_LINKS],
        )


def _affected(item: Item, id: str) -> tuple[list[Affected], list[str]]:
    """What the entry says of a product for the vulnerability `id`, and the words that could not be read."""
    told = [text for text in item.versions if not (ids := cve_ids(text)) or id in ids]
    if item.versions and not told:
        return [], []
    name = cpe_name(item.cpe)
    if name is None:
        return [], told or [item.cpe]
    spans, exact, unread, every = [*item.spans], [*item.exact], [], False
    spared: list[Span] = []
    for text in told:
        found = read(without_cves(text)) or Read()
        if found == Read():
            unread.append(text)
        spans += found.spans
        exact += found.exact
        spared += found.spared
        every = every or found.every
    if not (spans or exact or every or unread):
        every, why = name.version is None, reason("jvn.unnamed")
        exact = [] if name.version is None else [name.version]
    else:
        why = None
    affected = Affected(
        product=name.product, order=order_of_product(name.product), spans=tuple(dict.fromkeys(spans)), exact=tuple(dict.fromkeys(exact)), every=every,
        on=name.target.lower() if name.target else None, why=why if every else None, spared=tuple(spared),
        unread=() if every else tuple(text[:_MOST_WORDS] for text in unread),
    )  # fmt: skip
    return [affected], unread
