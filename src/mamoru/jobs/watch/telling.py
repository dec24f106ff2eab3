"""What came of a watch, as it is told."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from mamoru.jobs.watch.comparing import ReleaseNews
from mamoru.jobs.watch.releases import Watched
from mamoru.language import Text
from mamoru.looked import Looked, Seen, Share
from mamoru.operation.vulnerabilities.feeds import feeds
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling.findings import FRESH_DAYS
from mamoru.operation.vulnerabilities.watching.shapes import ReleaseTold, WatchTold

STALE = Text(
    "脆弱性データが {day} のもので古くなっています。mamoru vulns sync で新しくしてください。",
    "The vulnerability data is of {day}, which is old. Bring it up to date with mamoru vulns sync.",
)
GAP = Text("{product} {release}: {why}", "{product} {release}: {why}")
UNDECIDED = Text("判定できない脆弱性が{n}件あります。", "Undecided vulnerabilities: {n}.")


def told_of(
    looked: Iterator[ReleaseNews],
    watched: list[Watched],
    ended: list[str],
    store: Store,
    on: date,
    at: datetime,
    changed: list[int] | None,
) -> WatchTold:
    """What came of all releases, with the day of the data and what is not known."""
    found = list(looked)
    ranges = {each.id for each in feeds() if each.speaks}  # a list of what is exploited makes no range newer
    days = (s.as_of for s in store.sources.values() if s.as_of and s.name in ranges)
    day = max(days, default=None)
    fresh = day is not None and (on - date.fromisoformat(day[:10])).days <= FRESH_DAYS
    stale = None if fresh else STALE.fill(day=(day or "?")[:10])
    return WatchTold(
        on=on,
        at=at,
        as_of=day[:10] if day else None,
        stale=stale,
        releases=len(watched),
        components=sum(len(each.parts.components) for each in watched),
        matched="all" if changed is None else "changed",
        vulnerabilities=None if changed is None else len(changed),
        first=tuple(each.first for each in found if each.first is not None),
        news=tuple(one for each in found for one in each.news),
        unknown=tuple(
            ReleaseTold(product=each.product, release=each.release, why=each.gaps)
            for each in watched
            if each.gaps
        ),
        ended=tuple(ended),
        sent=(),
        looked=_rests_on(watched, found, stale),
    )


def _rests_on(watched: Sequence[Watched], found: Sequence[ReleaseNews], stale: Text | None) -> Looked:
    """Of the releases watched those whose parts are known, and what of them is not sure."""
    gaps = [
        GAP.fill(product=each.product, release=each.release, why=why) for each in watched for why in each.gaps
    ]
    undecided = sum(one.undecided for each in found for one in each.news)
    undecided += sum(each.first.undecided for each in found if each.first is not None)
    gaps += [UNDECIDED.fill(n=undecided)] if undecided else []
    known_parts = sum(bool(each.parts.components) for each in watched)
    return Looked(
        shares=(Share(what=Seen.RELEASES, asked=len(watched), answered=known_parts),),
        unseen=(*gaps, *([stale] if stale is not None else [])),
    )
