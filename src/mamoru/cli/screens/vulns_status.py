"""What the vulnerability data holds on one screen: each feed with its day and its records."""

from collections.abc import Iterator

from mamoru.assessment.report.plain_text import size
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.jobs.vulns.sync import FeedStatus, StatusTold
from mamoru.language import Text

SYNCED = Text("脆弱性データ（{size}）: {path}", "Vulnerability data ({size}): {path}")
BUILT_IN = Text(
    "同梱の脆弱性データ（{size}）。知られた部品だけの要点です。mamoru vulns sync で全部になります。",
    "The built-in vulnerability data ({size}): facts on known parts only. mamoru vulns sync brings all.",
)
HEAD = Text("情報源", "feed")
AS_OF = Text("データの日", "data of")
COUNT = Text("件数", "vulnerabilities")
UNREAD = Text("読めない", "unread")
OPEN = Text("版が不明", "no versions")
OPEN_MEANS = Text(
    "版が不明: 対象の版の書き方が分からず、照合すると判定できないものになる記載 {n}件",
    "no versions: statements whose versions were not understood, undecided in a match: {n}",
)
ABSENT = Text("ここにない情報源: {ids}", "Feeds that are not here: {ids}")
SKIPPED = Text("読めなかった記録", "What could not be read")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
TERMS = Text("出どころと条件", "Sources and terms")
MOST_SKIPPED = 5


def status_lines(told: StatusTold, pen: Pen) -> list[str]:
    """Which data it is, a line a feed, then what could not be read."""
    head = pen.said(BUILT_IN if told.built_in else SYNCED, size=size(told.bytes), path=told.store)
    first, *rest = pen.paragraph(head, 0)
    lines = [pen.inked(first, BRAND), *rest, ""]
    columns = f"{pen.padded(pen.said(HEAD), 18)} {pen.padded(pen.said(AS_OF), 12)} {pen.said(COUNT):>15} {pen.said(UNREAD):>8} {pen.said(OPEN):>11}"
    lines.append("   " + pen.inked(columns, DIM))
    lines += [_feed(feed, pen) for feed in told.feeds if feed.synced or feed.vulnerabilities]
    if words := sum(feed.not_understood for feed in told.feeds):
        lines += ["", *pen.paragraph(pen.said(OPEN_MEANS, n=f"{words:,}"), 3)]
    if absent := [feed.id for feed in told.feeds if not (feed.synced or feed.vulnerabilities)]:
        lines += ["", *pen.paragraph(pen.said(ABSENT, ids=", ".join(absent)), 3)]
    lines += _skipped(told, pen)
    if pen.style.verbose:
        lines += ["", " " + pen.inked(pen.said(TERMS), BOLD)]
        for feed in told.feeds:
            lines += pen.paragraph(f"{feed.id}: {pen.raw(feed.publisher)} ({pen.raw(feed.terms)})", 3)
    return lines


def _feed(feed: FeedStatus, pen: Pen) -> str:
    day = (feed.as_of or feed.synced or "")[:10]
    unread = f"{feed.skipped:,}" if feed.skipped else ""
    words = f"{feed.not_understood:,}" if feed.not_understood else ""
    return f"   {pen.padded(pen.raw(feed.id), 18)} {pen.padded(day, 12)} {feed.vulnerabilities:>15,} {unread:>8} {words:>11}".rstrip()


def _skipped(told: StatusTold, pen: Pen) -> Iterator[str]:
    if not told.skipped:
        return
    yield from ("", " " + pen.inked(pen.said(SKIPPED), BOLD))
    most = len(told.skipped) if pen.style.verbose else MOST_SKIPPED
    for each in told.skipped[:most]:
        yield pen.cut(pen.raw(f"   {each.feed} {each.file} {each.where}: {each.why}"), pen.width)
    if (rest := len(told.skipped) - most + told.more_skipped) > 0:
        yield "   " + pen.said(MORE, n=rest)
