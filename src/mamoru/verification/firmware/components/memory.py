"""What files showed, kept between runs in one SQLite file of bounded size.

Nothing here is trusted: a row whose digest does not fit counts as absent and is written anew, a file that
is no cache of ours is thrown away, and where none can be had, everything is simply looked at again.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 64 << 20  # of the file, before the longest unused rows go
_LARGEST_ROW = 1 << 20
_SEAL = 16
_STALE = 16  # sessions after which a row that is used is marked as used again
_LAST_SESSION = (1 << 31) - 2
_TABLE = "CREATE TABLE told (key BLOB PRIMARY KEY, used INTEGER NOT NULL, told BLOB NOT NULL)"
_SHAPE = [("index", "sqlite_autoindex_told_1", None), ("table", "told", _TABLE)]


class Memory:
    """The cache at `path`. Rows are read one at a time; `close` writes what was learnt, in one step."""

    def __init__(self, path: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._path, self._most = path, most_bytes
        self._learnt: dict[bytes, bytes] = {}
        self._learnt_bytes = 0
        self._stale: list[bytes] = []
        self._session = 0
        self._store: sqlite3.Connection | None = None
        with self._or_without():
            self._store = self._opened()

    def recall(self, key: bytes) -> bytes | None:
        """What was kept under `key`; None where nothing was, or only something damaged."""
        if key in self._learnt:
            return self._learnt[key]
        if self._store is None:
            return None
        row = None
        with self._or_without():
            row = self._store.execute(
                "SELECT used, told FROM told WHERE key = ? AND length(told) <= ?", (key, _LARGEST_ROW)
            ).fetchone()
        if row is None or not isinstance(row[0], int) or not isinstance(row[1], bytes):
            return None
        seal, told = row[1][:_SEAL], row[1][_SEAL:]
        if seal != _sealed(key, told):
            return None
        if not self._session - _STALE <= row[0] <= self._session:
            self._stale.append(key)
        return told

    def keep(self, key: bytes, told: bytes) -> None:
        """Keep `told` under `key`, unless it is too large or this session has learnt too much already."""
        size = len(key) + len(told) + _SEAL
        if size <= _LARGEST_ROW and self._learnt_bytes + size <= self._most // 2:
            self._learnt[key] = told
            self._learnt_bytes += size

    def another(self) -> "Memory":
        """The same cache, opened anew: for another process, which hands back `news`."""
        return Memory(self._path, most_bytes=self._most)

    def news(self) -> tuple[dict[bytes, bytes], list[bytes]]:
        """What was learnt, and which rows were of use, since it was opened."""
        return self._learnt, self._stale

    def take(self, learnt: dict[bytes, bytes], stale: list[bytes]) -> None:
        """Take in the news of another."""
        for key, told in learnt.items():
            self.keep(key, told)
        self._stale += stale

    def close(self) -> None:
        """Write what was learnt and let go of the file."""
        if self._store is None:
            return
        with self._or_without():
            if self._learnt or self._stale:
                self._write(self._store)
        if self._store is not None:
            self._store.close()
        self._store = None

    @contextlib.contextmanager
    def _or_without(self) -> Iterator[None]:
        """Go on without the cache where its file cannot be used; a damaged one is thrown away."""
        try:
            yield
        except sqlite3.OperationalError:  # locked for long, read-only, no room
            self._forsake()
        except (sqlite3.DatabaseError, OverflowError):
            self._forsake()
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        except OSError:
            self._forsake()

    def _forsake(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store = None

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and self._path.stat().st_size > 4 * self._most:
            self._path.unlink()  # never grown by us
        store = sqlite3.connect(self._path, timeout=5.0, isolation_level=None)
        self._store = store
        store.execute("PRAGMA trusted_schema = OFF")
        store.execute("PRAGMA cell_size_check = ON")
        store.execute("PRAGMA synchronous = NORMAL")
        shape = store.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type LIMIT 3").fetchall()
        if not shape:
            store.execute(_TABLE.replace("TABLE told", "TABLE IF NOT EXISTS told"))
        elif shape != _SHAPE:
            raise sqlite3.DatabaseError("not a cache of ours")
        self._session = store.execute("PRAGMA user_version").fetchone()[0]
        if not 0 <= self._session <= _LAST_SESSION:
            raise sqlite3.DatabaseError("its count of sessions is over")
        return store

    def _write(self, store: sqlite3.Connection) -> None:
        store.execute("BEGIN IMMEDIATE")
        session = min(store.execute("PRAGMA user_version").fetchone()[0] + 1, _LAST_SESSION)
        store.executemany("UPDATE told SET used = ? WHERE key = ?", ((session, key) for key in self._stale))
        store.executemany(
            "INSERT OR REPLACE INTO told (key, used, told) VALUES (?, ?, ?)",
            ((key, session, _sealed(key, told) + told) for key, told in self._learnt.items()),
        )
        self._let_go(store)
        store.execute(f"PRAGMA user_version = {session}")
        store.execute("COMMIT")

    def _let_go(self, store: sqlite3.Connection) -> None:
        """Delete what was not used for longest where the file has grown beyond its bound."""
        pages, free, size = (
            store.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        taken = (pages - free) * size
        if taken <= self._most:
            return
        sessions = store.execute(
            "SELECT used, sum(length(told) + length(key)) FROM told GROUP BY used ORDER BY used DESC"
        ).fetchall()
        left = sum(part for _, part in sessions) * self._most * 3 // (taken * 4)
        for number, (used, part) in enumerate(sessions):
            left -= part
            if left < 0 and number > 0:
                store.execute("DELETE FROM told WHERE used <= ?", (used,))
                return


def _sealed(key: bytes, told: bytes) -> bytes:
    return hashlib.blake2b(key + told, digest_size=_SEAL).digest()
