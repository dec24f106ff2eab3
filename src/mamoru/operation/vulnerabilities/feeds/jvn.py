"""JVN iPedia through MyJVN: Japanese titles and solutions, and entries that have no CVE.

Read are VULDEF 3.x (getVulnDetailInfo, the yearly jvndb_detail files), the overview lists in JVNRSS,
and the JSON form (`feed=oka`). Prose about versions becomes a range where it is sure; else it is shown.
Source: MyJVN API documentation, VULDEF and JVNRSS schemas (jvndb.jvn.jp/schema).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from mamoru.errors import FormatError
from mamoru.language import both
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.jvn_entry import records
from mamoru.operation.vulnerabilities.feeds.jvn_json import json_entries
from mamoru.operation.vulnerabilities.feeds.jvn_xml import overview, vuldef
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.feeds.xml_trees import trees
from mamoru.operation.vulnerabilities.record import Record, Skipped

_FIRST_YEAR = 1998
_MADE = re.compile(rb'(?:<dc:date>|"generator"\s*:\s*\{\s*"date"\s*:\s*")(\d{4}-\d\d-\d\d)')
_ENTRIES = {"Vulinfo": vuldef, "item": overview}


def _mine(file: FeedFile) -> bool:
    if b"<VULDEF-Document" in file.head:
        return True
    if b"http://purl.org/rss/1.0/" in file.head:
        return b"JVNDB" in file.head
    if b'"$id"' in file.head:
        return False
    return b"jvndb.jvn.jp/schema/myjvn_" in file.head and (b"VULDEF" in file.head or b"JVNDB-" in file.head)


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    data = whole(file)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        for found in json_entries(data):
            yield from (found,) if isinstance(found, Skipped) else records(found)
        return
    for node in trees(data, *_ENTRIES):
        if isinstance(node, Skipped):
            yield node
            continue
        try:
            yield from records(_ENTRIES[node.name](node))
        except FormatError as error:
            yield Skipped(where=f"line {node.line}", why=error.why)


def _as_of(file: FeedFile) -> str | None:
    """The day on which a list or an answer was made, where its first lines say so."""
    found = _MADE.search(file.head)
    return found[1].decode("ascii") if found else None


def _downloads(since: str | None) -> tuple[Download, ...]:
    """The yearly files of all details, from the year of the last sync on; without a network not tried.

    Newly changed entries of older years come with the list of the newest."""
    first = int(since[:4]) if since and since[:4].isdigit() else _FIRST_YEAR
    years = range(max(first, _FIRST_YEAR), datetime.now(UTC).year + 1)
    yearly = tuple(
        Download(
            url=f"https://jvndb.jvn.jp/ja/feed/detail/jvndb_detail_{year}.rdf",
            name=f"jvndb_detail_{year}.rdf",
            pause_s=1.0,
        )
        for year in years
    )
    return (*yearly, Download(url="https://jvndb.jvn.jp/ja/rss/jvndb.rdf", name="jvndb.rdf"))


FEED = Feed(
    id="jvn",
    title=both("JVN iPedia"),
    publisher="IPA / JPCERT/CC",
    terms="JVN iPedia's terms of use",
    mine=_mine,
    read=_records,
    as_of=_as_of,
    speaks=("cpe:",),
    downloads=_downloads,
)
