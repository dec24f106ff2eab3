"""FIRST's EPSS: for each CVE how likely it is to be exploited within 30 days, and its percentile.

Source: FIRST, EPSS data: a comment line with the day, a heading, then `cve,epss,percentile`.
"""

import re
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.record import Record, Skipped

_DATED = re.compile(rb"score_date:(\d{4}-\d\d-\d\d)")
_ID = re.compile(r"CVE-\d{4}-\d{4,19}")
_MOST_WHERE = 80
_ADDRESS = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"


def _mine(file: FeedFile) -> bool:
    start = file.head.lstrip(b"\xef\xbb\xbf")
    return start.startswith((b"#model_version:", b"cve,epss,percentile"))


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    rows = whole(file).decode("utf-8", "replace").splitlines()
    heading = next(
        (at for at, row in enumerate(rows[:10]) if row.lstrip("\ufeff") == "cve,epss,percentile"), None
    )
    if heading is None:
        raise FormatError(0, "there is no heading cve,epss,percentile")
    is_id = _ID.fullmatch
    for number, row in enumerate(rows[heading + 1 :], heading + 2):
        try:
            id, probability, percentile = row.split(",")
            scores = (float(probability), float(percentile))
        except ValueError:
            if row.strip():
                yield Skipped(where=f"line {number}: {row[:_MOST_WHERE]}", why="not an id and two numbers")
            continue
        if is_id(id) and 0 <= scores[0] <= 1 and 0 <= scores[1] <= 1:
            yield Record(id=id, epss=scores)
        else:
            yield Skipped(where=f"line {number}: {row[:_MOST_WHERE]}", why="no CVE id, or not from 0 to 1")


def _as_of(file: FeedFile) -> str | None:
    found = _DATED.search(file.head[:200])
    return found[1].decode("ascii") if found else None


FEED = Feed(
    id="epss",
    title=Text("EPSS (悪用される確率)", "EPSS (probability of exploitation)"),
    publisher="FIRST",
    terms="free to use, naming EPSS (first.org/epss)",
    mine=_mine,
    read=_records,
    as_of=_as_of,
    whole=True,
    downloads=lambda since: (Download(url=_ADDRESS, name="epss_scores-current.csv.gz"),),
)
