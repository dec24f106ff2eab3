"""Make the vulnerability facts that the package ships, from feeds' files.

Facts only, of the products in `product/software` and the whole kernel: ids, ranges, scores, KEV marks and the
source files hit; no texts. Only sources whose terms let them be passed on are taken; each is named with its
terms and its day in `about.json` beside the data.
"""

import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from mamoru.operation.vulnerabilities.cpe import product_of_pair
from mamoru.operation.vulnerabilities.feeds import feed, feeds
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.kept import Kept, Statement, kept_in, statement_in
from mamoru.operation.vulnerabilities.store.layout import product_number
from mamoru.operation.vulnerabilities.store.opening import BUILT_IN
from mamoru.product.software import known_software

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ALLOWED = {  # feed: why its facts may be passed on
    "nvd": "public domain",
    "cve5": "CVE Program terms of use; CISA's containers CC0",
    "kev": "CC0",
    "kernel-older": "Apache-2.0",
    "osv": "Bitnami: Apache-2.0; OSS-Fuzz and the Python Software Foundation: CC-BY-4.0",
    "curl": "curl licence (MIT style), (c) Daniel Stenberg and contributors",
    "nginx": "BSD-2-Clause, (c) Nginx, Inc.",
    "node": "MIT, (c) Node.js Foundation",
    "mbedtls": "Apache-2.0",
    "zephyr": "Apache-2.0",
    "esp-idf": "Apache-2.0",
    "freebsd-vuxml": "BSD style, (c) Jacques Vidrine and contributors; no warranty",
}
NOT_OURS = ("debian-osv", "alpine-osv")  # no terms are stated
MOST_BYTES = 2_000_000
_encoder = msgspec.msgpack.Encoder()


def main() -> int:
    """Read the feeds' files below the folders that are named, and write the facts."""
    files = [file for folder in sys.argv[1:] for file in sorted(Path(folder).rglob("*")) if file.is_file()]
    taken = [file for file in files if _allowed(file)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "facts.db"
        build(taken, target, at=datetime.now(UTC).replace(microsecond=0).isoformat())
        cut(target)
        body = target.read_bytes()
    packed = zstd.compress(body, 22)
    if len(packed) > MOST_BYTES:
        print(f"too large: {len(packed):,} bytes")
        return 1
    BUILT_IN.parent.mkdir(exist_ok=True)
    BUILT_IN.write_bytes(packed)
    about = {"sources": {id: {"terms": terms, "as_of": _day(id, taken)} for id, terms in ALLOWED.items()}}
    (BUILT_IN.parent / "about.json").write_text(json.dumps(about, indent=2) + "\n")
    print(f"{len(body):,} bytes, packed {len(packed):,}")
    return 0


def cut(path: Path) -> None:
    """Leave only the products that are known, and of each vulnerability the facts."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
        db.executemany(
            "INSERT OR IGNORE INTO wanted VALUES (?)", [(product_number(name),) for name in wanted()]
        )
        db.execute("DELETE FROM affects WHERE product NOT IN wanted")
        db.execute("DELETE FROM statements WHERE vulnerability NOT IN (SELECT vulnerability FROM affects)")
        db.execute("DELETE FROM others WHERE id NOT IN (SELECT vulnerability FROM affects)")
        db.executescript("DELETE FROM aliases; DELETE FROM epss; DELETE FROM skipped; DELETE FROM changed;")
        db.execute("DELETE FROM products WHERE id NOT IN wanted")
        for table, shape in (("statements", _statement), ("affects", _affects)):
            rows = db.execute(f"SELECT rowid, body FROM {table}").fetchall()
            db.executemany(
                f"UPDATE {table} SET body = ? WHERE rowid = ?", [(shape(body), row) for row, body in rows]
            )
        db.execute("UPDATE files SET digest = ''")
        db.execute("VACUUM")


def wanted() -> Iterator[str]:
    """Every name of every known product, but for those of distributions."""
    for known in known_software():
        yield f"software:{known.id}"
        yield from (product_of_pair(pair.lower()) for pair in known.cpes)
        yield from (f"cna:{pair.lower()}" for pair in known.cna)


def _statement(body: bytes) -> bytes:
    said = statement_in(body)
    best = sorted(said.scores, key=lambda score: (score.vector[:8], score.base or 0.0))[-1:]
    return _encoder.encode(
        Statement(
            scores=tuple(best),
            weaknesses=said.weaknesses[:2],
            published=said.published,
            withdrawn=said.withdrawn,
            exploited=said.exploited,
            points=said.points,
        )
    )


def _affects(body: bytes) -> bytes:
    return _encoder.encode([_shorter(kept) for kept in kept_in(body)])


def _shorter(kept: Kept) -> Kept:
    needs = tuple(
        msgspec.structs.replace(need, names=need.names[:4], bounds=need.bounds[:4]) for need in kept.needs
    )
    return msgspec.structs.replace(kept, needs=needs)


def _allowed(path: Path) -> bool:
    if path.name.startswith(NOT_OURS):
        return False
    file = opened(path)
    found = next((each for each in feeds() if each.mine(file)), None)
    return found is not None and found.id in ALLOWED


def _day(id: str, files: list[Path]) -> str | None:
    source = feed(id)
    if source is None:
        return None
    days = [source.as_of(file) for file in map(opened, files) if source.mine(file)]
    return max((day[:10] for day in days if day), default=None)


if __name__ == "__main__":
    sys.exit(main())
