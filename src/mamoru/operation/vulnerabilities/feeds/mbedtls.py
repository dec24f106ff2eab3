"""Mbed TLS's advisories: what is affected and where it is mended, in words.

The words of most advisories follow a few patterns; those are read. What is said otherwise is shown as
it stands, and so is what is said of Mbed Crypto and TF-PSA-Crypto, which are other software.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.english_ranges import clauses, mended, spans_of
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.side_series import rising, spared
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span
from mamoru.operation.vulnerabilities.versions import key

_NAMES = r"(?:mbed ?tls|polarssl)"
_OTHERS = r"(?:mbed crypto|tf-psa-crypto)"
_MOST_SHOWN = 600


class _Entry(msgspec.Struct, frozen=True):
    file: str
    affects: str = ""
    resolution: str = ""
    solution: str = ""
    cve: str = ""
    title: str | None = None


def _mine(file: FeedFile) -> bool:
    return b'"resolution"' in file.head and b'"file"' in file.head


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    for entry in entries(file, _Entry):
        if isinstance(entry, Skipped):
            yield entry
        elif entry[1].affects:
            yield from _of(entry[1])
        else:
            yield Skipped(
                where=f"{entry[0]}: {entry[1].file}"[:200],
                why="not an advisory: nothing is said to be affected",
            )


def _of(entry: _Entry) -> Iterator[Record]:
    own = entry.file.removesuffix(".md")[:100]
    affected = _affected(entry)
    record = Record(
        id=own,
        title=short(entry.title),
        affected=(affected,) if affected else (),
        shown=_shown(entry) if affected is None or re.search(_OTHERS, entry.affects, re.IGNORECASE) else None,
        links=(f"https://mbed-tls.readthedocs.io/en/latest/security-advisories/{own}/",),
    )
    ids = cve_ids(entry.cve)
    for id in ids or (own,):
        yield msgspec.structs.replace(record, id=id, aliases=(own,) if len(ids) == 1 else ())


def _affected(entry: _Entry) -> Affected | None:
    if re.search(r"\bnot affected\b", entry.affects, re.IGNORECASE):
        return Affected(
            product="software:mbedtls", every=True, state="not-affected", why=" ".join(entry.affects.split())
        )
    parts = clauses(entry.affects, _NAMES, _OTHERS)
    told = [spans_of(part) for part in parts]
    if not told or any(spans is None for spans in told):
        return None
    fixed = rising(mended(f"{entry.resolution}\n{entry.solution}", _OTHERS))
    spans = tuple(_ended(span, fixed) for found in told if found is not None for span in found)
    if spans == (Span(),):
        return Affected(product="software:mbedtls", every=True)
    if any(span.high is None for span in spans):  # `1.0 and up`, written before there was a fix
        return None
    return Affected(product="software:mbedtls", spans=spans, spared=spared(fixed), fixed=tuple(fixed))


def _ended(span: Span, fixed: list[str]) -> Span:
    """A span without an end goes up to the newest release that mends it."""
    if span.high is not None or not fixed:
        return span
    newest = fixed[-1]
    if span.low is not None and (key("generic", span.low) or b"") >= (key("generic", newest) or b""):
        return span
    return Span(span.low, newest, low_open=span.low_open)


def _shown(entry: _Entry) -> str:
    words = " / ".join(part for part in (entry.affects, entry.resolution, entry.solution) if part)
    return " ".join(re.sub(r"<br>|\*\*", " ", words).split())[:_MOST_SHOWN]


FEED = Feed(
    id="mbedtls",
    title=Text("Mbed TLS のセキュリティ勧告", "Mbed TLS's security advisories"),
    publisher="Mbed TLS (TrustedFirmware)",
    terms="Apache-2.0",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("software:mbedtls",),
)
