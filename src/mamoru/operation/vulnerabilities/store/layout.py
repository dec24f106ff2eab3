"""The tables of the store, and the numbers that stand for ids and names in them."""

import re
import sqlite3
from functools import cache
from hashlib import blake2b

from mamoru.operation.vulnerabilities.versions import fingerprint

EDITION = 2
_CVE = re.compile(r"CVE-(\d{4})-(\d{4,9})")
YEAR = 10**9

# `low` and `high` of affects are keys around all that the row says in `ordering` (null: no bound, or not to
# be said), so that a version far from it never fetches the row.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, as_of TEXT, synced TEXT NOT NULL
);
CREATE TABLE files (
    source INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, records INTEGER NOT NULL,
    skipped INTEGER NOT NULL, PRIMARY KEY (source, name)
) WITHOUT ROWID;
CREATE TABLE skipped (source INTEGER NOT NULL, file TEXT NOT NULL, place TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE others (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE aliases (alias TEXT NOT NULL, vulnerability INTEGER NOT NULL, PRIMARY KEY (alias, vulnerability)) WITHOUT ROWID;
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE changed (vulnerability INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE statements (
    vulnerability INTEGER NOT NULL, source INTEGER NOT NULL, origin INTEGER, body BLOB NOT NULL
);
CREATE TABLE epss (vulnerability INTEGER PRIMARY KEY, probability REAL NOT NULL, percentile REAL NOT NULL);
CREATE TABLE affects (
    product INTEGER NOT NULL, vulnerability INTEGER NOT NULL, source INTEGER NOT NULL, origin INTEGER,
    ordering TEXT, low BLOB, high BLOB, body BLOB NOT NULL
);
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS affects_product ON affects (product, vulnerability, source);
CREATE INDEX IF NOT EXISTS affects_vulnerability ON affects (vulnerability, source);
CREATE INDEX IF NOT EXISTS statements_vulnerability ON statements (vulnerability, source);
CREATE INDEX IF NOT EXISTS affects_origin ON affects (origin, source) WHERE origin IS NOT NULL;
CREATE INDEX IF NOT EXISTS statements_origin ON statements (origin, source) WHERE origin IS NOT NULL;
CREATE INDEX IF NOT EXISTS aliases_vulnerability ON aliases (vulnerability);
CREATE INDEX IF NOT EXISTS products_name ON products (name);
"""
QUICK = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;
"""  # of a file that nobody reads before it is whole and renamed


def vulnerability_number(id: str) -> int:
    """The number of a vulnerability: of a CVE it holds the year and number; of others it is negative."""
    if match := _CVE.fullmatch(id):
        return int(match[1]) * YEAR + int(match[2])
    return -_hashed(id)


def cve_id(number: int) -> str | None:
    """The CVE id that `number` stands for; None where it is another's."""
    return f"CVE-{number // YEAR}-{number % YEAR:04}" if number > 0 else None


@cache
def product_number(name: str) -> int:
    """The number of a product's name."""
    return _hashed(name)


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1 or 1


def edition() -> str:
    """What a store must be of to be read: these tables, and keys made by these orders of versions."""
    return f"{EDITION}:{fingerprint()}"


def fresh(connection: sqlite3.Connection) -> None:
    """Lay the tables into an empty file."""
    connection.executescript(TABLES)
    connection.execute("INSERT INTO meta VALUES ('edition', ?)", (edition(),))
