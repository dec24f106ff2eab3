"""Each watched release beside what stood at the last watch: all of it, or only what changed."""

from collections.abc import Iterator
from datetime import date

import msgspec

from mamoru.jobs.watch.releases import Watched
from mamoru.operation.vulnerabilities.store.excerpt import Excerpt
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.watching import Matcher, News, Portfolio, matches_by_release, news
from mamoru.operation.vulnerabilities.watching.memory import Memory
from mamoru.operation.vulnerabilities.watching.shapes import FirstTold, sum_of
from mamoru.operation.vulnerabilities.watching.standing import standing_of
from mamoru.progress import Progress


class ReleaseNews(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one release: its news, or where it is watched for the first time all that stands."""

    watched: Watched
    news: list[News] = []
    first: FirstTold | None = None


def compared(
    memory: Memory,
    watched: list[Watched],
    store: Store,
    changed: list[int] | None,
    on: date,
    progress: Progress | None,
) -> Iterator[ReleaseNews]:
    """Each release beside what stood; the memory has what stands now."""
    before = memory.releases()
    for gone in before.keys() - {(each.product, each.release) for each in watched}:
        memory.forget(before[gone][0])
    same = [
        each
        for each in watched
        if changed is not None and before.get((each.product, each.release), (0, ""))[1] == each.digest
    ]
    kept = {id(each) for each in same}
    matcher = Matcher(store, on)
    for n, each in enumerate(other for other in watched if id(other) not in kept):
        if progress is not None:
            progress(f"{each.product} {each.release}", n / len(watched) * 0.98)
        yield _whole(memory, each, before.get((each.product, each.release)), matcher)
    if changed is None:
        memory.tidy()
    elif same and changed:
        yield from _delta(memory, same, before, Excerpt(store, changed), changed, on)


def _whole(memory: Memory, each: Watched, known: tuple[int, str] | None, matcher: Matcher) -> ReleaseNews:
    told = matcher.told(each.parts, each.parts.components)
    old = memory.of_release(known[0]) if known else {}
    number = memory.enter(each.product, each.release, each.digest)
    memory.replace(number, old, (standing_of(match) for match in told.values()))
    if known is None:
        return ReleaseNews(watched=each, first=sum_of(each.product, each.release, told.values()))
    return ReleaseNews(watched=each, news=news(each.product, each.release, old, told))


def _delta(
    memory: Memory,
    same: list[Watched],
    numbers: dict[tuple[str, str], tuple[int, str]],
    excerpt: Excerpt,
    changed: list[int],
    on: date,
) -> Iterator[ReleaseNews]:
    portfolio = Portfolio([each.parts for each in same])
    stood = memory.of_numbers(changed)
    now = dict(matches_by_release(portfolio, excerpt, on))
    for r, each in enumerate(same):
        number = numbers[each.product, each.release][0]
        old, told = stood.get(number, {}), now.get(r, {})
        if old or told:
            memory.replace(number, old, (standing_of(match) for match in told.values()))
            yield ReleaseNews(watched=each, news=news(each.product, each.release, old, told))
