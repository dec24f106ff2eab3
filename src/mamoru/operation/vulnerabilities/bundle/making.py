"""Make a bundle: the store packed small, vouched for, in one file written whole."""

import os
import secrets
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from mamoru.document_store.swapping import swap
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.bundle.archive import PIECE, STORE, written
from mamoru.operation.vulnerabilities.bundle.signing import Publisher, fingerprint
from mamoru.operation.vulnerabilities.store.reading import Store

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 9
DERIVED = (
    "affects_product", "affects_vulnerability", "statements_vulnerability", "affects_origin",
    "statements_origin", "aliases_vulnerability", "products_name",
)  # fmt: skip
NO_STORE = Text("まとめる脆弱性データがありません。", "There is no vulnerability data to make a bundle of.")
SYNC = Text("先に mamoru vulns sync を実行してください。", "Run mamoru vulns sync first.")


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was made: its size and that of the store (bytes), its version, the day of its data, until
    when it may be taken in, and the fingerprint of the root that receivers compare."""

    path: str
    bytes: int
    store_bytes: int
    version: int
    as_of: str | None
    expires: datetime
    fingerprint: str


def make(store: Path, target: Path, keys: Path, *, at: datetime, valid: timedelta) -> Made:
    """Write a bundle of the store at `store` to `target`, signed by the key in `keys`, which is made where there
    is none. Raises `InputError` where there is no store, `OSError` where a place fails."""
    if not store.is_file():
        raise InputError(NO_STORE, SYNC)
    with Store(store) as opened:
        as_of = max((source.as_of for source in opened.sources.values() if source.as_of), default=None)
    publisher = Publisher(keys, at)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".mamoru-", dir=target.resolve().parent) as work:
        bare, packed = Path(work) / "store.db", Path(work) / STORE
        _bare(store, bare)
        _pack(bare, packed)
        custom: dict[str, object] = {"bytes": bare.stat().st_size, "as_of": as_of or ""}
        version, metadata = publisher.metadata(packed, custom, valid)
        beside = Path(work) / secrets.token_hex(8)
        with beside.open("wb") as file:
            written(file, metadata, packed)
            file.flush()
            os.fsync(file.fileno())
        swap(beside, target.resolve())
    return Made(
        path=str(target),
        bytes=target.stat().st_size,
        store_bytes=store.stat().st_size,
        version=version,
        as_of=as_of[:10] if as_of else None,
        expires=at + valid,
        fingerprint=fingerprint(publisher.root),
    )


def _bare(store: Path, bare: Path) -> None:
    """The store without what can be made again: its indexes and its free pages."""
    middle = bare.with_name("middle.db")
    with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
        source.execute("VACUUM INTO ?", (str(middle),))
    with closing(sqlite3.connect(middle, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        for index in DERIVED:
            db.execute(f"DROP INDEX IF EXISTS {index}")
        db.execute("VACUUM INTO ?", (str(bare),))
    middle.unlink()


def _pack(source: Path, target: Path) -> None:
    with source.open("rb") as file, zstd.open(target, "wb", level=LEVEL) as packed:
        while piece := file.read(PIECE):
            packed.write(piece)
