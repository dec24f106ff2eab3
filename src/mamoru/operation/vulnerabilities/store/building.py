"""Build the store, or a new edition of it from the one that is there: whole, then renamed into place."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from mamoru.document_store.swapping import swap
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds import feeds
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.store.layout import QUICK, edition, fresh
from mamoru.operation.vulnerabilities.store.rows import file_digest
from mamoru.operation.vulnerabilities.store.writing import Job, Taken, written
from mamoru.progress import Progress

SMALL_BYTES = 1 << 20  # all files together: no process is worth starting
MOST_WORKERS = 4
BUSY = Text("別の更新が動いています。終わるのを待ってください。", "Another sync is at work.")
WAIT = Text("終わってから、もう一度実行してください。", "Run it again when that one has ended.")


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A new edition: what each file gave, and the files that no feed knows."""

    taken: tuple[Taken, ...]
    unknown: tuple[str, ...]


def build(
    files: Sequence[Path],
    target: Path,
    *,
    at: str,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Built:
    """Read `files` into a new edition of the store at `target` and put it in place in one step.

    `at` is the time of the sync (ISO); `workers` are the processes that read (0: this one alone). What the store had stays, but for what the files replace. Killed
    at any moment, the old edition is untouched. Raises `InputError` where another sync is at work,
    `OSError` where a file or the place fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with alone(target):
        for left in target.parent.glob(f".{target.name}.*.tmp"):
            left.unlink(missing_ok=True)
        beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
        try:
            built = _written(files, target, beside, at, workers, progress)
            if any(not each.unchanged for each in built.taken):
                settle(beside)
                swap(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    return built


def _written(
    files: Sequence[Path], old: Path, beside: Path, at: str, workers: int | None, progress: Progress | None
) -> Built:
    jobs, unknown = _jobs(files)
    known = _known_files(old)
    unchanged = [job for job in jobs if known.get((job.feed.id, job.path.name)) == job.digest]
    unchanged += [job for job in _outdated(jobs) if job not in unchanged]
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
            else:
                at = max(at, _newest(connection))  # a clock that went back hides no change
            _continue(connection)
            taken += written(
                connection,
                todo,
                at,
                _workers(todo) if workers is None else workers,
                progress,
                replacing=not anew,
            )
    return Built(taken=tuple(taken), unknown=tuple(str(path) for path in unknown))


def mark_as_copy(connection: sqlite3.Connection) -> None:
    """Note that the store is a copy of another's: its own next edition begins a line of its own."""
    connection.execute("REPLACE INTO meta VALUES ('copy', '1')")


def _continue(connection: sqlite3.Connection) -> None:
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    if "line" not in meta or "copy" in meta:
        connection.execute("DELETE FROM meta WHERE key = 'copy'")
        connection.execute("REPLACE INTO meta VALUES ('line', ?)", (secrets.token_hex(16),))


def _newest(connection: sqlite3.Connection) -> str:
    newest: str = connection.execute("SELECT coalesce(max(synced), '') FROM sources").fetchone()[0]
    return newest


def _jobs(files: Sequence[Path]) -> tuple[list[Job], list[Path]]:
    jobs, unknown = [], []
    for path in files:
        file = opened(path)
        found = next((each for each in feeds() if each.mine(file)), None)
        if found is None:
            unknown.append(path)
        else:
            jobs.append(
                Job(
                    found,
                    path,
                    file_digest(path),
                    found.as_of(file),
                    path.stat().st_size,
                    found.changes(file),
                )
            )
    return sorted(jobs, key=lambda job: -job.size), unknown


def _outdated(jobs: Sequence[Job]) -> Iterator[Job]:
    """Of feeds whose every file says all there is, those but the newest."""
    newest: dict[str, Job] = {}
    for job in jobs:
        if job.feed.whole and (job.as_of or "") >= (newest.setdefault(job.feed.id, job).as_of or ""):
            newest[job.feed.id] = job
    return (job for job in jobs if job.feed.whole and newest[job.feed.id] is not job)


def _workers(jobs: Sequence[Job]) -> int:
    if sum(job.size for job in jobs) < SMALL_BYTES:
        return 1
    return max(1, min(os.cpu_count() or 1, MOST_WORKERS, len(jobs)))


def _known_files(store: Path) -> dict[tuple[str, str], str]:
    if not store.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            made = connection.execute("SELECT value FROM meta WHERE key = 'edition'").fetchone()
            if made is None or made[0] != edition():
                return {}  # of other tables, or with keys of other orders: built anew
            rows = connection.execute(
                "SELECT s.name, f.name, f.digest FROM files f JOIN sources s ON s.id = f.source"
            )
            return {(source, name): digest for source, name, digest in rows}
    except sqlite3.DatabaseError:
        return {}  # no store of ours, or damaged: built anew


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold the place against another sync; a process that dies lets go of it."""
    with closing(sqlite3.connect(target.with_name(f".{target.name}.lock"), timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise InputError(BUSY, WAIT) from None
        yield


def settle(path: Path) -> None:
    """Have what was written to `path` on the disk before it is renamed."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
