"""Build the store, or a new edition of it from the one that is there: whole, then renamed into place."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds import Feed, feeds
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.store.layout import INDEXES, QUICK, fresh
from mamoru.operation.vulnerabilities.store.rows import Rows, file_digest
from mamoru.operation.vulnerabilities.store.workers import batches

Progress = Callable[[str, float | None], None]
SMALL_BYTES = 1 << 20  # all files together: no process is worth starting
MOST_WORKERS = 4
BUSY = Text("別の更新が動いています。終わるのを待ってください。", "Another sync is at work.")
WAIT = Text("終わってから、もう一度実行してください。", "Run it again when that one has ended.")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file: whose it is, how many records it gave, how many could not be read, why the
    rest is lost ("" where nothing is), and whether it was left out because the store has it already."""

    path: str
    feed: str
    records: int = 0
    skipped: int = 0
    lost: str = ""
    unchanged: bool = False


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A new edition: what each file gave, and the files that no feed knows."""

    taken: tuple[Taken, ...]
    unknown: tuple[str, ...]


class _Job(msgspec.Struct, frozen=True):
    feed: Feed
    path: Path
    digest: str
    as_of: str | None
    size: int


class _Told:
    """What has come of a file so far."""

    def __init__(self) -> None:
        self.begun = False
        self.records = self.skipped = 0
        self.lost = ""


def build(
    files: Sequence[Path],
    target: Path,
    *,
    at: str,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Built:
    """Read `files` into a new edition of the store at `target` and put it in place in one step.

    `at` is the time of the sync (ISO). What the store had stays, but for what the files replace. Killed
    at any moment, the old edition is untouched. Raises `InputError` where another sync is at work,
    `OSError` where a file or the place fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        for left in target.parent.glob(f".{target.name}.*.tmp"):
            left.unlink(missing_ok=True)
        beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
        try:
            built = _written(files, target, beside, at, workers, progress)
            if any(not each.unchanged for each in built.taken):
                _settle(beside)
                beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    return built


def _written(
    files: Sequence[Path], old: Path, beside: Path, at: str, workers: int | None, progress: Progress | None
) -> Built:
    jobs, unknown = _jobs(files)
    known = _known_files(old)
    unchanged = [job for job in jobs if known.get((job.feed.id, job.path.name)) == job.digest]
    todo = [job for job in jobs if job not in unchanged]
    taken = [Taken(path=str(job.path), feed=job.feed.id, unchanged=True) for job in unchanged]
    if todo:
        anew = not known
        if not anew:
            shutil.copyfile(old, beside)
        with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
            connection.executescript(QUICK)
            if anew:
                fresh(connection)
            writer = _Writer(connection, at, replacing=not anew)
            taken += writer.run(todo, workers or _workers(todo), progress)
    return Built(taken=tuple(taken), unknown=tuple(str(path) for path in unknown))


class _Writer:
    """Writes rows into the new edition, and counts them."""

    def __init__(self, connection: sqlite3.Connection, at: str, *, replacing: bool) -> None:
        self._to, self._at, self._replacing = connection, at, replacing
        self._products = {row[0] for row in connection.execute("SELECT id FROM products")}
        self._sources: dict[str, int] = dict(connection.execute("SELECT name, id FROM sources"))
        self._seen: dict[str, set[int]] = {}
        self._told: dict[_Job, _Told] = {}

    def run(self, jobs: Sequence[_Job], workers: int, progress: Progress | None) -> list[Taken]:
        """All of `jobs`, their rows made by `workers` processes, written here."""
        self._to.execute("BEGIN")
        for job in jobs:
            self._source(job)
        ended = 0
        for n, rows in batches([(job.feed.id, str(job.path)) for job in jobs], workers):
            if rows is not None:
                self._write(jobs[n], rows)
                continue
            ended += 1
            if progress is not None:
                progress(jobs[n].path.name, ended / len(jobs))
        taken = [self._ended(job) for job in jobs]
        self._to.execute("COMMIT")
        if progress is not None:
            progress("index", None)
        self._to.executescript(INDEXES)
        return taken

    def _source(self, job: _Job) -> None:
        name = job.feed.id
        new = name not in self._sources
        if new:
            self._sources[name] = len(self._sources) + 1
        id = self._sources[name]
        self._to.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET synced = excluded.synced,"
            " as_of = max(coalesce(as_of, ''), coalesce(excluded.as_of, ''))",
            (id, name, job.as_of, self._at),
        )
        if job.feed.whole and not new and name not in self._seen:
            self._forget(id, name)
        self._seen.setdefault(name, set())

    def _forget(self, id: int, name: str) -> None:
        for table in ("statements", "affects", "skipped", "files"):
            self._to.execute(f"DELETE FROM {table} WHERE source = ?", (id,))  # noqa: S608 -- names of ours
        if name == "epss":
            self._to.execute("DELETE FROM epss")

    def _write(self, job: _Job, batch: Rows) -> None:
        source = self._sources[job.feed.id]
        told = self._told.setdefault(job, _Told())
        if not told.begun:
            told.begun = True
            self._to.execute("DELETE FROM skipped WHERE source = ? AND file = ?", (source, job.path.name))
        self._rows(source, job.feed.id, batch)
        unread = [*batch.skipped, ("file", batch.lost)] if batch.lost else batch.skipped
        self._to.executemany(
            "INSERT INTO skipped VALUES (?, ?, ?, ?)", [(source, job.path.name, *row) for row in unread]
        )
        told.records += batch.records
        told.skipped += batch.more_skipped + bool(batch.lost)
        told.lost = told.lost or batch.lost

    def _ended(self, job: _Job) -> Taken:
        told = self._told.get(job, _Told())
        digest = "" if told.lost else job.digest
        source = self._sources[job.feed.id]
        row = (source, job.path.name, digest, told.records, told.skipped)
        self._to.execute("REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)
        return Taken(
            path=str(job.path), feed=job.feed.id, records=told.records, skipped=told.skipped, lost=told.lost
        )

    def _rows(self, source: int, name: str, batch: Rows) -> None:
        run = self._to.executemany
        seen = self._seen[name]
        again = [n for n in batch.numbers if self._replacing and n not in seen]
        if again:
            run("DELETE FROM affects WHERE vulnerability = ? AND source = ?", [(n, source) for n in again])
            run("DELETE FROM statements WHERE vulnerability = ? AND source = ?", [(n, source) for n in again])
            seen.update(again)
        run("INSERT INTO statements VALUES (?, ?, ?)", [(n, source, body) for n, body in batch.statements])
        run(
            "INSERT INTO affects VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(p, n, source, *row) for p, n, row in batch.affects],
        )
        new = [row for row in batch.products if row[0] not in self._products]
        self._products.update(row[0] for row in new)
        run("INSERT OR IGNORE INTO products VALUES (?, ?)", new)
        run("INSERT OR IGNORE INTO others VALUES (?, ?)", batch.others)
        run("INSERT OR IGNORE INTO aliases VALUES (?, ?)", batch.aliases)
        run("REPLACE INTO epss VALUES (?, ?, ?)", batch.epss)


def _jobs(files: Sequence[Path]) -> tuple[list[_Job], list[Path]]:
    jobs, unknown = [], []
    for path in files:
        file = opened(path)
        found = next((each for each in feeds() if each.mine(file)), None)
        if found is None:
            unknown.append(path)
        else:
            jobs.append(_Job(found, path, file_digest(path), found.as_of(file), path.stat().st_size))
    return sorted(jobs, key=lambda job: -job.size), unknown


def _workers(jobs: Sequence[_Job]) -> int:
    if sum(job.size for job in jobs) < SMALL_BYTES:
        return 1
    return max(1, min(os.cpu_count() or 1, MOST_WORKERS, len(jobs)))


def _known_files(store: Path) -> dict[tuple[str, str], str]:
    if not store.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT s.name, f.name, f.digest FROM files f JOIN sources s ON s.id = f.source"
            )
            return {(source, name): digest for source, name, digest in rows}
    except sqlite3.DatabaseError:
        return {}  # no store of ours, or damaged: built anew


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the place against another sync; a process that dies lets go of it."""
    with closing(sqlite3.connect(target.with_name(f".{target.name}.lock"), timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise InputError(BUSY, WAIT) from None
        yield


def _settle(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
