"""Write the rows of feeds' files into a new edition of the store, and note what they change."""

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from mamoru.operation.vulnerabilities.feeds import Feed
from mamoru.operation.vulnerabilities.store.layout import INDEXES
from mamoru.operation.vulnerabilities.store.rows import Rows
from mamoru.operation.vulnerabilities.store.workers import batches
from mamoru.progress import Progress

Origin = tuple[int, int | None]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file: whose it is, how many records it gave, how many could not be read, why the
    rest is lost ("" where nothing is), and whether it was left out because the store has it already."""

    path: str
    feed: str
    records: int = 0
    skipped: int = 0
    lost: str = ""
    unchanged: bool = False


class Job(msgspec.Struct, frozen=True):
    """A file to read: whose it is, its SHA-256, the day of its data, its bytes, whether it holds changes."""

    feed: Feed
    path: Path
    digest: str
    as_of: str | None
    size: int
    changes: bool


def written(
    to: sqlite3.Connection,
    jobs: Sequence[Job],
    at: str,
    workers: int,
    progress: Progress | None,
    *,
    replacing: bool,
) -> list[Taken]:
    """Write all of `jobs`, their rows made by `workers` processes; `replacing` where there are rows already.

    Files of changes come after all others, the oldest first, and replace what those said."""
    writer = _Writer(to, at, progress, len(jobs))
    for job in jobs:
        writer.source(job)
    late = sorted((job for job in jobs if job.changes), key=lambda job: job.as_of or "")
    if first := [job for job in jobs if not job.changes]:
        writer.wave(first, workers, replacing=replacing)
        to.executescript(INDEXES)
    for job in late:
        writer.wave([job], 1, replacing=bool(first) or replacing)
        to.executescript(INDEXES)
    return writer.ended(jobs)


class _Told:
    """What has come of a file so far."""

    def __init__(self) -> None:
        self.begun = False
        self.records = self.skipped = 0
        self.lost = ""


class _Writer:
    """Writes rows into the new edition, and counts them."""

    def __init__(
        self, connection: sqlite3.Connection, at: str, progress: Progress | None, files: int
    ) -> None:
        self._to, self._at, self._progress, self._files = connection, at, progress, files
        self._products = {row[0] for row in connection.execute("SELECT id FROM products")}
        self._sources: dict[str, int] = dict(connection.execute("SELECT name, id FROM sources"))
        self._read = 0
        self._told: dict[Job, _Told] = {}

    def source(self, job: Job) -> None:
        """Enter the feed of `job` among the sources."""
        name = job.feed.id
        if name not in self._sources:
            self._sources[name] = len(self._sources) + 1
        self._to.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET synced = excluded.synced,"
            " as_of = max(coalesce(as_of, ''), coalesce(excluded.as_of, ''))",
            (self._sources[name], name, job.as_of, self._at),
        )

    def wave(self, jobs: Sequence[Job], workers: int, *, replacing: bool) -> None:
        """The rows of `jobs`, together in one transaction."""
        replaced = _Replaced(self._to) if replacing else None
        self._to.execute("BEGIN")
        for n, rows in batches([(job.feed.id, str(job.path)) for job in jobs], workers):
            if rows is not None:
                self._write(jobs[n], rows, replaced)
                continue
            self._read += 1
            if self._progress is not None:
                self._progress(jobs[n].path.name, self._read / self._files * 0.98)
        if replaced is not None:
            for feed in {job.feed.id: job.feed for job in jobs}.values():
                if feed.whole and not any(
                    self._told[job].lost for job in jobs if job.feed is feed and job in self._told
                ):
                    replaced.forget_others(self._sources[feed.id])
            self._to.executemany(
                "REPLACE INTO changed VALUES (?, ?)", ((n, self._at) for n in replaced.changed())
            )
        self._to.execute("COMMIT")

    def ended(self, jobs: Sequence[Job]) -> list[Taken]:
        """What came of each file, entered in the store too."""
        taken = []
        for job in jobs:
            told = self._told.get(job, _Told())
            digest = "" if told.lost else job.digest
            row = (self._sources[job.feed.id], job.path.name, digest, told.records, told.skipped)
            self._to.execute("REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)
            taken.append(
                Taken(
                    path=str(job.path),
                    feed=job.feed.id,
                    records=told.records,
                    skipped=told.skipped,
                    lost=told.lost,
                )
            )
        return taken

    def _write(self, job: Job, batch: Rows, replaced: "_Replaced | None") -> None:
        source = self._sources[job.feed.id]
        told = self._told.setdefault(job, _Told())
        if not told.begun:
            told.begun = True
            self._to.execute("DELETE FROM skipped WHERE source = ? AND file = ?", (source, job.path.name))
        if replaced is not None:
            replaced.make_room(source, batch.origins)
        self._rows(source, batch)
        unread = [*batch.skipped, ("file", batch.lost)] if batch.lost else batch.skipped
        self._to.executemany(
            "INSERT INTO skipped VALUES (?, ?, ?, ?)", [(source, job.path.name, *row) for row in unread]
        )
        told.records += batch.records
        told.skipped += batch.more_skipped + bool(batch.lost)
        told.lost = told.lost or batch.lost

    def _rows(self, source: int, batch: Rows) -> None:
        run = self._to.executemany
        run(f"INSERT INTO statements VALUES (?, {source:d}, ?, ?)", batch.statements)  # noqa: S608 -- a number
        run(f"INSERT INTO affects VALUES (?, ?, {source:d}, ?, ?, ?, ?, ?)", batch.affects)  # noqa: S608 -- the same
        new = [row for row in batch.products if row[0] not in self._products]
        self._products.update(row[0] for row in new)
        run("INSERT OR IGNORE INTO products VALUES (?, ?)", new)
        run("INSERT OR IGNORE INTO others VALUES (?, ?)", batch.others)
        run("INSERT OR IGNORE INTO aliases VALUES (?, ?)", batch.aliases)
        run("REPLACE INTO epss VALUES (?, ?, ?)", batch.epss)


class _Replaced:
    """The rows that come again: the old ones go before the new are written, and what differs is known."""

    def __init__(self, to: sqlite3.Connection) -> None:
        self._to = to
        self._before: dict[tuple[int, Origin], bytes] = {}
        self._gone: set[int] = set()

    def make_room(self, source: int, origins: Sequence[Origin]) -> None:
        """Take out what was said before under `origins`, each once."""
        for origin in origins:
            if (source, origin) in self._before:
                continue
            self._before[source, origin] = self._digest(source, origin)
            where, values = _place(source, origin)
            self._to.execute(f"DELETE FROM affects WHERE {where}", values)  # noqa: S608 -- words of ours
            self._to.execute(f"DELETE FROM statements WHERE {where}", values)  # noqa: S608 -- the same

    def forget_others(self, source: int) -> None:
        """Take out what the source said before and does not say any more."""
        kept = {(n, o) for s, (n, o) in self._before if s == source}
        rows = self._to.execute(
            "SELECT vulnerability, origin FROM statements WHERE source = ?", (source,)
        ).fetchall()
        for origin in set(rows) - kept:
            where, values = _place(source, origin)
            self._to.execute(f"DELETE FROM affects WHERE {where}", values)  # noqa: S608 -- words of ours
            self._to.execute(f"DELETE FROM statements WHERE {where}", values)  # noqa: S608 -- the same
            self._gone.add(origin[0])

    def changed(self) -> Iterator[int]:
        """The vulnerabilities of which something else is said now."""
        yield from self._gone
        for (source, origin), before in self._before.items():
            if self._digest(source, origin) != before:
                yield origin[0]

    def _digest(self, source: int, origin: Origin) -> bytes:
        state = blake2b(digest_size=16)
        where, values = _place(source, origin)
        for (body,) in self._to.execute(f"SELECT body FROM statements WHERE {where} ORDER BY 1", values):  # noqa: S608
            state.update(body)
        for product, body in self._to.execute(
            f"SELECT product, body FROM affects WHERE {where} ORDER BY 1, 2",  # noqa: S608 -- words of ours
            values,
        ):
            state.update(b"%d" % product + body)
        return state.digest()


def _place(source: int, origin: Origin) -> tuple[str, tuple[int, ...]]:
    number, published = origin
    if published is None:
        return "vulnerability = ? AND source = ? AND origin IS NULL", (number, source)
    return "vulnerability = ? AND source = ? AND origin = ?", (number, source, published)
