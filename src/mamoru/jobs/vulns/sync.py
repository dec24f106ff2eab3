"""Bring the vulnerability data up to date, and tell what it holds: what `vulns sync` and `status` say."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.language import Text
from mamoru.looked import Looked, Seen, looked_at
from mamoru.operation.vulnerabilities.feeds import feeds
from mamoru.operation.vulnerabilities.mirror import mirror_in
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.store.writing import Taken
from mamoru.operation.vulnerabilities.syncing import Synced, store_path, sync_feeds, sync_files
from mamoru.progress import Progress

MOST_SKIPPED = 200
NO_FEED = Text("{name}: 脆弱性データではありません。", "{name}: no vulnerability data.")
NOT_REACHED = Text("{feed}: 届きません（{why}）。", "{feed}: not reached ({why}).")
BROKEN_OFF = Text("{name}: 途中から読めません。", "{name}: cannot be read to its end.")


class FileTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read. `lost` says why the rest of it could not be, "" where all was."""

    path: str
    feed: str
    records: int
    skipped: int
    lost: str
    unchanged: bool


class Unreached(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that could not be reached, and why."""

    feed: str
    why: Text


class BundleTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was taken in: the day of its data, its version, its signer's fingerprint."""

    path: str
    as_of: str | None
    version: int
    fingerprint: str


class SyncTold(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru vulns sync --format json`. `looked` is what was read of the files that were given, or of the feeds
    that were asked; `unknown` are files that no feed knows; `bundle` is the one whose data
    is now in place, None where it was made from feeds."""

    at: datetime
    store: str
    files: tuple[FileTaken, ...]
    unknown: tuple[str, ...]
    unreached: tuple[Unreached, ...]
    looked: Looked
    bundle: BundleTaken | None = None
    schema: str = "mamoru/vulns-sync/1"


class FeedStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: who publishes it, under which terms; of what is in the data: the day of its data, the last
    sync (None also of facts that were built in), vulnerabilities, records that could not be read, and statements
    on a product whose versions were not understood (kept word by word, and undecided in a match). None and 0 where it is not in the data."""

    id: str
    title: Text
    publisher: str
    terms: str
    as_of: str | None
    synced: str | None
    vulnerabilities: int
    skipped: int
    not_understood: int


class SkippedTold(msgspec.Struct, frozen=True, kw_only=True):
    """A record that could not be read: where it stands, and why."""

    feed: str
    file: str
    where: str
    why: str


class StatusTold(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru vulns status --format json`. `built_in` where only what the package ships is there."""

    store: str
    built_in: bool
    bytes: int
    feeds: tuple[FeedStatus, ...]
    skipped: tuple[SkippedTold, ...]
    more_skipped: int
    schema: str = "mamoru/vulns-status/1"


def synced(
    paths: Sequence[Path] | None,
    ids: Sequence[str],
    *,
    at: datetime,
    progress: Progress | None,
    environment: Mapping[str, str],
) -> SyncTold:
    """Read `paths` into the data, or where there are none fetch what the feeds `ids` have new: from the
    mirror that `environment` names (`MAMORU_FEEDS`), else from who publishes them."""
    target = store_path()
    moment = at.isoformat()
    if paths:
        done = sync_files(paths, target, at=moment, told=progress)
    else:
        mirror = mirror_in(environment)
        done = sync_feeds(ids, target, at=moment, told=progress, mirror=mirror)
    return SyncTold(
        at=at,
        store=str(target),
        files=tuple(
            FileTaken(
                path=taken.path,
                feed=taken.feed,
                records=taken.records,
                skipped=taken.skipped,
                lost=taken.lost,
                unchanged=taken.unchanged,
            )
            for taken in done.built.taken
        ),
        unknown=done.built.unknown,
        unreached=tuple(Unreached(feed=id, why=why) for id, why in done.unreached),
        looked=_looked(done, _said_anything if paths else _came_whole),
    )


def _looked(done: Synced, was_read: Callable[[Taken], bool]) -> Looked:
    """The files that were read of those given or fetched, and the feeds that were out of reach."""
    unseen = [
        *(NO_FEED.fill(name=name) for name in done.built.unknown),
        *(NOT_REACHED.fill(feed=id, why=why) for id, why in done.unreached),
        *(BROKEN_OFF.fill(name=taken.path) for taken in done.built.taken if taken.lost),
    ]
    read = sum(was_read(taken) for taken in done.built.taken)
    asked = len(done.built.taken) + len(done.built.unknown) + len(done.unreached)
    return looked_at(Seen.FILES, asked, read, unseen)


def _said_anything(taken: Taken) -> bool:
    """Whether a file that somebody gave holds a record, or is as it was when it did."""
    return taken.unchanged or taken.records > 0


def _came_whole(taken: Taken) -> bool:
    """Whether what a feed sent could be read, also where nothing is new in it."""
    return not taken.lost or taken.records > 0


def data_status() -> StatusTold:
    """What the data that would be used now holds."""
    with current_store() as store:
        counts = store.counts()
        by_name = {source.name: source for source in store.sources.values()}
        unread: dict[str, int] = {}
        for file in store.files():
            unread[file.source] = unread.get(file.source, 0) + file.skipped
        skipped, not_understood = store.skipped(), store.not_understood()
        return StatusTold(
            store=str(store.path),
            built_in=store.built_in,
            bytes=store.path.stat().st_size,
            feeds=tuple(
                FeedStatus(
                    id=feed.id,
                    title=feed.title,
                    publisher=feed.publisher,
                    terms=feed.terms,
                    as_of=by_name[feed.id].as_of if feed.id in by_name else None,
                    synced=(by_name[feed.id].synced or None) if feed.id in by_name else None,
                    vulnerabilities=counts.get(feed.id, 0),
                    skipped=unread.get(feed.id, 0),
                    not_understood=not_understood.get(feed.id, 0),
                )
                for feed in feeds()
            ),
            skipped=tuple(
                SkippedTold(feed=row[0], file=row[1], where=row[2], why=row[3])
                for row in skipped[:MOST_SKIPPED]
            ),
            more_skipped=max(0, len(skipped) - MOST_SKIPPED),
        )
