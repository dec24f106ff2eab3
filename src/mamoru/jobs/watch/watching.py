"""Watch a workspace: what is new or changed in each release since the last watch, told and sent."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from mamoru.data_folder import data_folder
from mamoru.document_store.places import WATCH_MEMORY
from mamoru.jobs.check.firmware import TOOL
from mamoru.jobs.check.writing import last_results
from mamoru.jobs.design.designing import library_of
from mamoru.jobs.release.papers import known
from mamoru.jobs.watch.releases import Watched, releases_watched
from mamoru.language import Text
from mamoru.operation.notifying import Message, Target, deliver, own_key, targets
from mamoru.operation.vulnerabilities.decisions import DECISIONS, DecisionFolder
from mamoru.operation.vulnerabilities.feeds import feeds
from mamoru.operation.vulnerabilities.priority.inputs import LIKELY
from mamoru.operation.vulnerabilities.store.excerpt import Excerpt
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.store.rows import file_digest
from mamoru.operation.vulnerabilities.telling.findings import FRESH_DAYS
from mamoru.operation.vulnerabilities.watching import (
    Matcher,
    News,
    Portfolio,
    matches_by_release,
    news,
)
from mamoru.operation.vulnerabilities.watching.memory import Memory, opened
from mamoru.operation.vulnerabilities.watching.shapes import (
    FirstTold,
    ReleaseTold,
    SentTold,
    WatchTold,
    sum_of,
)
from mamoru.operation.vulnerabilities.watching.standing import standing_of
from mamoru.product.places import workspace_root
from mamoru.product.workspace import find_workspace
from mamoru.progress import Progress

MEMORY = Path(*WATCH_MEMORY.parts)
MOST_CHANGED = 20_000  # of more the whole match is no slower
STALE = Text(
    "脆弱性データが {day} のもので古くなっています。mamoru vulns sync で新しくしてください。",
    "The vulnerability data is of {day}, which is old. Bring it up to date with mamoru vulns sync.",
)


class _Since(msgspec.Struct, frozen=True, kw_only=True):
    """The vulnerability data and decisions of the last watch."""

    tool: str
    line: str | None
    edition: str
    newest: str
    decided: frozenset[str]
    likely: frozenset[int]


class Faces(NamedTuple):
    """How a watch is put into words (title and text of a message), and shown to who asked for it."""

    words: Callable[[WatchTold], tuple[str, str]]
    show: Callable[[WatchTold], None]


def watch(
    path: Path, urls: Sequence[str], faces: Faces, *, on: date, at: datetime, progress: Progress | None = None
) -> WatchTold:
    """What is new since the last watch of the workspace `path` belongs to.

    It is sent to each of `urls` and shown, and only then counts as told: killed before, the next watch tells
    it again. What does not arrive is sent again with the next. Raises `InputError` where files are wrong or a
    URL cannot be used.
    """
    root = workspace_root(path)
    to = targets(urls, own_key(data_folder() / "watch.key")) if urls else ()
    workspace = find_workspace(root, known=known(library_of(root)))
    decisions = DecisionFolder(root / DECISIONS).decisions()
    last = last_results(root)
    with current_store() as store, opened(root / MEMORY) as memory:
        watched, ended = releases_watched(workspace, last, tuple(decisions), memory, on, progress)
        now = _since(store, {each.scope.vulnerability for each in decisions})
        changed = _changed(memory, store, now)
        told = _told(
            _looked(memory, watched, store, changed, on, progress), watched, ended, store, on, at, changed
        )
        memory.note("since", msgspec.msgpack.encode(now))
        sent = tuple(_sent(memory, target, told, faces) for target in to)
        told = msgspec.structs.replace(told, sent=sent)
        faces.show(told)
        memory.keep()
    return told


def _since(store: Store, decided: set[str]) -> _Since:
    line = store.line
    stat = store.path.stat()
    edition = f"{stat.st_size}.{stat.st_mtime_ns}" if line else file_digest(store.path)
    return _Since(
        tool=TOOL,
        line=line,
        edition=edition,
        newest=max((source.synced for source in store.sources.values()), default=""),
        decided=frozenset(decided),
        likely=frozenset(store.likely(LIKELY)),
    )


def _changed(memory: Memory, store: Store, now: _Since) -> list[int] | None:
    """The vulnerabilities of which anything may be told otherwise than last time; None where it may be all."""
    try:
        then = msgspec.msgpack.decode(memory.said("since") or b"", type=_Since)
        moment = datetime.fromisoformat(then.newest) - timedelta(seconds=1)
    except (msgspec.MsgspecError, ValueError):
        return None
    if then.tool != now.tool or then.line != now.line:
        return None
    numbers = {number for id in then.decided | now.decided for number in store.numbers_of(id)}
    if then.edition != now.edition:
        if now.line is None or then.newest > now.newest:
            return None
        numbers |= set(store.changed_since(moment.isoformat())) | (then.likely ^ now.likely)
    return sorted(numbers) if len(numbers) <= MOST_CHANGED else None


class _Release(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one release: its news, or where it is watched for the first time all that stands."""

    watched: Watched
    news: list[News] = []
    first: FirstTold | None = None


def _looked(
    memory: Memory,
    watched: list[Watched],
    store: Store,
    changed: list[int] | None,
    on: date,
    progress: Progress | None,
) -> Iterator[_Release]:
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


def _whole(memory: Memory, each: Watched, known: tuple[int, str] | None, matcher: Matcher) -> _Release:
    told = matcher.told(each.parts, each.parts.components)
    old = memory.of_release(known[0]) if known else {}
    number = memory.enter(each.product, each.release, each.digest)
    memory.replace(number, old, (standing_of(match) for match in told.values()))
    if known is None:
        return _Release(watched=each, first=sum_of(each.product, each.release, told.values()))
    return _Release(watched=each, news=news(each.product, each.release, old, told))


def _delta(
    memory: Memory,
    same: list[Watched],
    numbers: dict[tuple[str, str], tuple[int, str]],
    excerpt: Excerpt,
    changed: list[int],
    on: date,
) -> Iterator[_Release]:
    portfolio = Portfolio([each.parts for each in same])
    stood = memory.of_numbers(changed)
    now = dict(matches_by_release(portfolio, excerpt, on))
    for r, each in enumerate(same):
        number = numbers[each.product, each.release][0]
        old, told = stood.get(number, {}), now.get(r, {})
        if old or told:
            memory.replace(number, old, (standing_of(match) for match in told.values()))
            yield _Release(watched=each, news=news(each.product, each.release, old, told))


def _told(
    looked: Iterator[_Release],
    watched: list[Watched],
    ended: list[str],
    store: Store,
    on: date,
    at: datetime,
    changed: list[int] | None,
) -> WatchTold:
    found = list(looked)
    ranges = {each.id for each in feeds() if each.speaks}  # a list of what is exploited makes no range newer
    days = (s.as_of for s in store.sources.values() if s.as_of and s.name in ranges)
    day = max(days, default=None)
    fresh = day is not None and (on - date.fromisoformat(day[:10])).days <= FRESH_DAYS
    return WatchTold(
        on=on,
        at=at,
        as_of=day[:10] if day else None,
        stale=None if fresh else STALE.fill(day=(day or "?")[:10]),
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
    )


def _sent(memory: Memory, target: Target, told: WatchTold, faces: Faces) -> SentTold:
    """Send what is new together with what did not arrive before; what does not arrive now waits."""
    kept = memory.waiting(target.mark)
    earlier = msgspec.json.decode(kept, type=WatchTold) if kept else None
    whole = told if earlier is None else _joined(earlier, told)
    if not whole.tells:
        return SentTold(target=target.name, news=0, why=None)
    title, text = faces.words(whole)
    body = msgspec.json.encode(whole)
    why = deliver(target, Message(title=title, text=text, document=body))
    memory.wait(target.mark, body if why is not None else b"")
    return SentTold(target=target.name, news=len(whole.news) + len(whole.first), why=why)


def _joined(earlier: WatchTold, told: WatchTold) -> WatchTold:
    return msgspec.structs.replace(
        told, first=(*earlier.first, *told.first), news=(*earlier.news, *told.news)
    )
