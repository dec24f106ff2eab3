"""What stood at the last watch, on disk: one file, changed as a whole or not at all."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec

from mamoru.document_store.permissions import PRIVATE, made_folder, shared_with_group
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.store.layout import vulnerability_number
from mamoru.operation.vulnerabilities.watching.standing import Key, Standing

LAYOUT = "2"
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE releases (
    id INTEGER PRIMARY KEY, product TEXT NOT NULL, version TEXT NOT NULL, parts TEXT NOT NULL,
    UNIQUE (product, version)
);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE standings (
    number INTEGER NOT NULL, release INTEGER NOT NULL, body INTEGER NOT NULL, PRIMARY KEY (number, release)
) WITHOUT ROWID;
CREATE INDEX standings_release ON standings (release);
CREATE TABLE declared (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE waiting (target TEXT PRIMARY KEY, news BLOB NOT NULL) WITHOUT ROWID;
"""
BUSY = Text("別の mamoru watch が動いています。", "Another mamoru watch is at work.")
WAIT = Text("終わってから、もう一度実行してください。", "Run it again when that one has ended.")
_STOOD = "SELECT s.release, s.body, b.body FROM standings s JOIN bodies b ON b.id = s.body"
_several = msgspec.msgpack.Decoder(tuple[Standing, ...])
_AT_ONCE = 500
_PLACE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class Memory:
    """The open memory, within one transaction that `keep` ends: what is not kept has not happened."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._bodies: set[int] = set()

    def keep(self) -> None:
        """Make all changes hold, together."""
        self._db.execute("DELETE FROM standings WHERE release NOT IN (SELECT id FROM releases)")
        self._db.execute("COMMIT")

    def said(self, key: str) -> bytes | None:
        """What was noted under `key`."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def note(self, key: str, value: bytes) -> None:
        """Note `value` under `key`."""
        self._db.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))

    def declared(self, key: str) -> bytes | None:
        """What was read before from files of this digest."""
        row = self._db.execute("SELECT body FROM declared WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def declare(self, read: Mapping[str, bytes]) -> None:
        """Keep what was read from files, by their digest, and let go of all else that was."""
        old = {row[0] for row in self._db.execute("SELECT key FROM declared")}
        self._db.executemany("DELETE FROM declared WHERE key = ?", [(key,) for key in old - read.keys()])
        new = [(key, body) for key, body in read.items() if key not in old]
        self._db.executemany("INSERT INTO declared VALUES (?, ?)", new)

    def releases(self) -> dict[tuple[str, str], tuple[int, str]]:
        """By product and release: its number here, and the digest of its parts."""
        rows = self._db.execute("SELECT product, version, id, parts FROM releases")
        return {(product, version): (id, parts) for product, version, id, parts in rows}

    def enter(self, product: str, version: str, parts: str) -> int:
        """Enter a release with the digest of its parts; gives its number."""
        row = self._db.execute(
            "INSERT INTO releases (product, version, parts) VALUES (?, ?, ?) ON CONFLICT (product, version)"
            " DO UPDATE SET parts = excluded.parts RETURNING id",
            (product, version, parts),
        ).fetchone()
        return int(row[0])

    def forget(self, release: int) -> None:
        """Take a release out."""
        self._db.execute("DELETE FROM standings WHERE release = ?", (release,))
        self._db.execute("DELETE FROM releases WHERE id = ?", (release,))

    def of_release(self, release: int) -> dict[Key, Standing]:
        """All that stood of a release."""
        rows = self._db.execute(
            "SELECT b.body FROM standings s JOIN bodies b ON b.id = s.body WHERE s.release = ?", (release,)
        )
        return {each.key: each for (body,) in rows for each in _several.decode(body)}

    def of_numbers(self, numbers: Sequence[int]) -> dict[int, dict[Key, Standing]]:
        """By release, all that stood of the vulnerabilities with these numbers."""
        found: dict[int, dict[Key, Standing]] = {}
        known: dict[int, tuple[Standing, ...]] = {}
        for first in range(0, len(numbers), _AT_ONCE):
            part = numbers[first : first + _AT_ONCE]
            marks = ",".join("?" * len(part))
            asked = f"{_STOOD} WHERE s.number IN ({marks})"
            for release, id, body in self._db.execute(asked, part):
                if id not in known:
                    known[id] = _several.decode(body)
                found.setdefault(release, {}).update((each.key, each) for each in known[id])
        return found

    def replace(self, release: int, before: Iterable[Key], now: Iterable[Standing]) -> None:
        """Let `now` stand where `before` stood."""
        gathered: dict[int, list[Standing]] = {}
        for each in now:
            gathered.setdefault(vulnerability_number(each.vulnerability), []).append(each)
        gone = {vulnerability_number(key.vulnerability) for key in before} - gathered.keys()
        self._db.executemany(
            "DELETE FROM standings WHERE number = ? AND release = ?", [(n, release) for n in gone]
        )
        rows = []
        for number, several in gathered.items():
            body = msgspec.msgpack.encode(
                sorted(several, key=lambda each: (each.component, each.version or ""))
            )
            id = int.from_bytes(blake2b(body, digest_size=8).digest(), "big") >> 1
            if id not in self._bodies:
                self._bodies.add(id)
                self._db.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (id, body))
            rows.append((number, release, id))
        self._db.executemany("REPLACE INTO standings VALUES (?, ?, ?)", rows)

    def tidy(self) -> None:
        """Let go of what no release has any more."""
        self._db.execute("DELETE FROM bodies WHERE id NOT IN (SELECT body FROM standings)")
        self._bodies.clear()

    def waiting(self, target: str) -> bytes:
        """The news that `target` did not get yet; b"" where there are none."""
        row = self._db.execute("SELECT news FROM waiting WHERE target = ?", (target,)).fetchone()
        return bytes(row[0]) if row else b""

    def wait(self, target: str, news: bytes) -> None:
        """Keep `news` for `target` until they reach it; b"" where they did."""
        if news:
            self._db.execute("REPLACE INTO waiting VALUES (?, ?)", (target, news))
        else:
            self._db.execute("DELETE FROM waiting WHERE target = ?", (target,))


@contextmanager
def opened(path: Path) -> Iterator[Memory]:
    """The memory at `path`, made where there is none or what lies there is none.

    Raises `InputError` where another watch has it, `OSError` where the place cannot be written.
    """
    made_folder(path.parent, path.parents[2])
    if not path.exists():  # before SQLite makes it, open to whoever the process says
        path.touch(mode=PRIVATE)
        shared_with_group(path, path.parents[2])
    with closing(_connected(path)) as db:
        yield Memory(db)
        if db.in_transaction:
            db.execute("ROLLBACK")


def _connected(path: Path) -> sqlite3.Connection:
    try:
        return _begun(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise InputError(BUSY, WAIT) from None
        if error.sqlite_errorcode & 0xFF in _PLACE:
            raise OSError(errno.EACCES, str(error), str(path)) from None
    except sqlite3.DatabaseError:
        pass
    path.unlink()  # no memory of ours, or damaged: what stands is told anew
    return _begun(path)


def _begun(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        db.execute("BEGIN IMMEDIATE")
        layout = None
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            layout = db.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone()
            if layout is None or layout[0] != LAYOUT:
                raise sqlite3.DatabaseError
        if layout is None:
            for statement in filter(str.strip, TABLES.split(";")):
                db.execute(statement)
            db.execute("INSERT INTO meta VALUES ('layout', ?)", (LAYOUT,))
    except sqlite3.Error:
        db.close()
        raise
    return db
