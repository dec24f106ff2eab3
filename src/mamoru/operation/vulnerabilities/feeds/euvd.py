"""EUVD: the European vulnerability database of ENISA, as its search answers.

Its records mostly repeat what a CVE record says, flattened to text: products with a version such as
`1.0 ≤1.5` or `<2.3`, vendors beside them, aliases and links one a line, times as `Apr 15, 2025, 8:30:58 PM`.
What of a version is not sure is shown as it stands. Its EPSS value is left out: it has no percentile, and
EPSS has a feed of its own. ENISA publishes the form by example only; the address for downloads was not
tried here. Source: euvd.enisa.europa.eu/apidoc.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import both
from mamoru.operation.vulnerabilities.feeds.documents import UNREADABLE, Document, documents, read_each
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.feeds.product_names import software_of_cna
from mamoru.operation.vulnerabilities.feeds.record_parts import is_cve, links, vector
from mamoru.operation.vulnerabilities.feeds.version_words import NOT_TOLD, read_words
from mamoru.operation.vulnerabilities.record import Affected, Exploited, Record, Score, Skipped, Span

MOST_PRODUCTS = 4096
_MOST_NAME = 256
_MOST_SHOWN = 2000
_ID = re.compile(r"EUVD-\d{4}-\d{1,12}", re.ASCII)
_TIME = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4}), (\d{1,2}):(\d\d):(\d\d)\s([AP])M")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEARCH = "https://euvdservices.enisa.europa.eu/api/search"
_PAGE = 100
_MOST_PAGES = 50


class Named(msgspec.Struct, gc=False):
    """A product or vendor by name; some answers put a product's vendor inside it."""

    name: str | None = None
    vendor: "Named | None" = None


class Product(msgspec.Struct, gc=False):
    """One entry of `enisaIdProduct`."""

    product: Named | None = None
    product_version: str | None = None


class Vendor(msgspec.Struct, gc=False):
    """One entry of `enisaIdVendor`."""

    vendor: Named | None = None


class Item(msgspec.Struct, rename="camel", gc=False):
    """One vulnerability of an answer."""

    id: str
    description: str | None = None
    date_published: str | None = None
    date_updated: str | None = None
    base_score: float | None = None
    base_score_vector: str | None = None
    references: str | None = None
    aliases: str | None = None
    exploited_since: str | None = None
    enisa_id_product: list[Product] | None = None
    enisa_id_vendor: list[Vendor] | None = None


class _Answer(msgspec.Struct, gc=False):
    items: list[msgspec.Raw]


def mine(file: FeedFile) -> bool:
    """Whether the file holds what ENISA alone writes."""
    if file.name.startswith("euvd-") and b'"items"' in file.head:
        return True
    return b'"enisaIdProduct"' in file.head or b'"id":"EUVD-' in file.head.replace(b'": "', b'":"')


def read(file: FeedFile) -> Iterator[Record | Skipped]:
    """The records of the file: an answer of the search, a list of items, or an item a line."""
    return read_each(_items(file), msgspec.json.Decoder(Item, strict=False).decode, record)


def record(item: Item) -> Iterator[Record | Skipped]:
    """What an item says, as one record a CVE."""
    if _ID.fullmatch(item.id) is None:
        yield Skipped(where=item.id[:64] or "?", why="it is no EUVD id")
        return
    aliases = [
        line.strip() for line in (item.aliases or "")[:8192].split("\n") if 3 < len(line.strip()) <= 64
    ]
    cves = [alias for alias in aliases if is_cve(alias)]
    affected: dict[Affected, None] = {}
    shown: dict[str, None] = {}
    for entry in (item.enisa_id_product or [])[:MOST_PRODUCTS]:
        for each in _product(entry, item.enisa_id_vendor or []):
            if isinstance(each, str):
                shown[each] = None
            else:
                affected[each] = None
    since = _time(item.exploited_since)
    for id in cves or [item.id]:
        yield Record(
            id=id,
            origin=item.id if item.id != id else None,
            aliases=tuple(dict.fromkeys(a for a in (item.id, *aliases) if a != id and a not in cves)),
            published=_time(item.date_published),
            modified=_time(item.date_updated),
            title=short(item.description),
            shown="\n".join(shown)[:_MOST_SHOWN] or None,
            scores=_scores(item),
            affected=tuple(affected),
            exploited=Exploited(added=since[:10]) if since else None,
            links=links(line.strip() for line in (item.references or "")[:65536].split("\n")),
        )


def _items(file: FeedFile) -> Iterator[Document | Skipped]:
    head = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not (head.startswith(b"{") and b'"items"' in head[:256]):
        yield from documents(file)
        return
    try:
        answer = msgspec.json.decode(whole(file).removeprefix(b"\xef\xbb\xbf"), type=_Answer)
    except UNREADABLE as error:
        raise FormatError(0, f"the answer is not readable as JSON: {error}"[:200]) from None
    for number, item in enumerate(answer.items, 1):
        yield f"item {number}", item


def _product(entry: Product, vendors: list[Vendor]) -> Iterator[Affected | str]:
    product = (entry.product.name if entry.product else None) or ""
    inside = entry.product.vendor.name if entry.product and entry.product.vendor else None
    names = {each.vendor.name for each in vendors if each.vendor and each.vendor.name}
    vendor = inside or (names.pop() if len(names) == 1 else None)
    version = (entry.product_version or "").strip()
    if product.lower() in NOT_TOLD or vendor is None or len(vendor) + len(product) > _MOST_NAME:
        if product.lower() not in NOT_TOLD:
            yield f"{product[:_MOST_NAME]}: {version[:_MOST_NAME]}"
        return
    known = software_of_cna(vendor, product)
    names_of_it = [f"cna:{vendor}:{product}".lower(), *([f"software:{known.id}"] if known else [])]
    order = known.order if known else "generic"
    words = None if version.lower() in NOT_TOLD else read_words(version)
    if words is None:
        yield f"{product}: {version[:_MOST_NAME]}"
        return
    every = Span() in words.spans
    fixed = tuple(span.high for span in words.spans if span.high and not span.high_closed)
    for name in names_of_it:
        yield Affected(
            product=name,
            order=order,
            every=every,
            spans=() if every else words.spans,
            exact=words.exact,
            fixed=fixed,
        )


def _scores(item: Item) -> tuple[Score, ...]:
    found = vector(item.base_score_vector)
    if found is None:
        return ()
    base = item.base_score if item.base_score is not None and 0 <= item.base_score <= 10 else None
    return (Score(found, base, "EUVD"),)


def _time(text: str | None) -> str | None:
    """`Apr 15, 2025, 8:30:58 PM` as ISO 8601 (UTC, as ENISA gives no zone); ISO stays as it is."""
    if not text:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return text[:32] if re.match(r"\d{4}-\d\d-\d\d", text) else None
    month, day, year, hour, minute, second, half = found.groups()
    if month not in _MONTHS:
        return None
    hours = int(hour) % 12 + (12 if half == "P" else 0)
    return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{hours:02}:{minute}:{second}Z"


def _downloads(since: str | None) -> tuple[Download, ...]:
    """The pages of what changed since, a hundred items each; without a time, of the newest."""
    changed = f"fromUpdatedDate={since[:10]}&" if since else ""
    return tuple(
        Download(url=f"{_SEARCH}?{changed}size={_PAGE}&page={page}", name=f"euvd-{page:03}.json", pause_s=1.0)
        for page in range(_MOST_PAGES)
    )


FEED = Feed(
    id="euvd",
    title=both("EUVD"),
    publisher="ENISA",
    terms="CC-BY-4.0 (ENISA)",
    mine=mine,
    read=read,
    speaks=("cna:", "software:"),
    downloads=_downloads,
)
