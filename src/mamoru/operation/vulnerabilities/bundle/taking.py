"""Take a bundle in: verified whole before anything is put in place."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import msgspec
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.ngclient import FetcherInterface, TargetFile, Updater

from mamoru.document_store.whole_file import write_whole
from mamoru.errors import FormatError, InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.bundle.archive import STORE, Archive, read
from mamoru.operation.vulnerabilities.bundle.signing import fingerprint, same_fingerprint
from mamoru.operation.vulnerabilities.store.building import alone, mark_as_copy, settle
from mamoru.operation.vulnerabilities.store.layout import INDEXES, QUICK
from mamoru.operation.vulnerabilities.store.reading import Store

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_STORE_BYTES = 8 << 30
KEPT = ("timestamp.json", "snapshot.json")
_PIECE = 1 << 20
BROKEN = Text("バンドルとして読めません: {path}（{why}）", "It cannot be read as a bundle: {path} ({why})")
AGAIN = Text("もう一度受け取ってください。", "Have it sent again.")
UNTRUSTED = Text(
    "このバンドルの署名者は、まだ信頼されていません: {path}",
    "The signer of this bundle is not trusted yet: {path}",
)
OTHER = Text(
    "このバンドルの署名者は、--trust の指紋と違います: {path}",
    "The signer of this bundle is not the one of --trust: {path}",
)
COMPARE = Text(
    "指紋を別の手段（電話など）でつくった人に確かめ、同じなら --trust '{fingerprint}' を付けてください。",
    "Compare the fingerprint with its maker by another way (a call), and if it is the same give --trust '{fingerprint}'.",
)
EXPIRED = Text("バンドルの期限が切れています: {path}", "The bundle has expired: {path}")
NEWER = Text("新しいバンドルをつくってもらってください。", "Have a new one made.")
OLDER = Text(
    "前に取り込んだものより古いバンドルです: {path}",
    "The bundle is older than the one taken in before: {path}",
)
ALLOW = Text("古いものに戻すなら --allow-older を付けてください。", "To go back to it, give --allow-older.")
NOT_SIGNED = Text("バンドルの署名か中身が合いません: {path}", "The bundle is not what was signed: {path}")


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was taken in: the day of its data, its version, its signer's fingerprint."""

    path: str
    as_of: str | None
    version: int
    fingerprint: str


def take(
    path: Path, target: Path, trusted: Path, *, trust: str | None = None, older_too: bool = False
) -> TakenIn:
    """Put the store in the bundle at `path` to `target` in one step.

    It must be signed by a root kept in `trusted`, or by the one with the fingerprint `trust`, which is then
    kept. `older_too` lets a bundle older than the last come back. Raises `InputError` where
    anything is not as it must be; nothing has changed then.
    """
    try:
        archive = read(path)
    except FormatError as error:
        raise InputError(BROKEN.fill(path=path, why=error.why), AGAIN) from None
    root = archive.metadata["root.json"]
    kept = trusted / sha256(root).hexdigest()
    _trusted(path, root, kept, trust)
    target.parent.mkdir(parents=True, exist_ok=True)
    with alone(target), tempfile.TemporaryDirectory(prefix=".mamoru-", dir=target.parent) as work:
        metadata = Path(work) / "metadata"
        metadata.mkdir()
        for name in () if older_too else KEPT:
            if (kept / name).is_file():
                (metadata / name).write_bytes((kept / name).read_bytes())
        packed = Path(work) / STORE
        told = _verified(archive, metadata, packed)
        unpacked = Path(work) / "store.db"
        _unpack(path, packed, unpacked, told)
        version = _version(metadata / "timestamp.json")
        settle(unpacked)
        unpacked.replace(target)
        kept.mkdir(parents=True, exist_ok=True)
        write_whole(kept / "root.json", root)
        for name in KEPT:
            write_whole(kept / name, (metadata / name).read_bytes())
    as_of = str(_custom(told).get("as_of") or "")[:10] or None
    return TakenIn(path=str(path), as_of=as_of, version=version, fingerprint=fingerprint(root))


def _trusted(path: Path, root: bytes, kept: Path, trust: str | None) -> None:
    own = fingerprint(root)
    if trust is not None:
        if not same_fingerprint(trust, own):
            raise InputError(OTHER.fill(path=path), COMPARE.fill(fingerprint=own))
    elif not (kept / "root.json").is_file():
        raise InputError(UNTRUSTED.fill(path=path), COMPARE.fill(fingerprint=own))


class _Inside(FetcherInterface):
    """Gives the files of an archive as a server would."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.rpartition("/")[2]
        if name == STORE:
            return self._archive.pieces()
        if name not in self._archive.metadata:
            raise DownloadHTTPError("not there", 404)
        return iter((self._archive.metadata[name],))


def _verified(archive: Archive, metadata: Path, packed: Path) -> TargetFile:
    """The store of `archive`, written to `packed` once signatures, versions, expiry and digests hold."""
    path = archive.path
    try:
        updater = Updater(
            str(metadata),
            "bundle:/metadata/",
            target_base_url="bundle:/targets/",
            fetcher=_Inside(archive),
            bootstrap=archive.metadata["root.json"],
        )
        updater.refresh()
        told = updater.get_targetinfo(STORE)
        if told is None:
            raise RepositoryError(f"no {STORE} among its targets")
        updater.download_target(told, str(packed))
    except ExpiredMetadataError:
        raise InputError(EXPIRED.fill(path=path), NEWER) from None
    except BadVersionNumberError:
        raise InputError(OLDER.fill(path=path), ALLOW) from None
    except (RepositoryError, DownloadError, ValueError, RecursionError):
        raise InputError(NOT_SIGNED.fill(path=path), AGAIN) from None
    return told


def _custom(told: TargetFile) -> dict[str, object]:
    custom = told.unrecognized_fields.get("custom")
    return custom if isinstance(custom, dict) else {}


def _unpack(path: Path, packed: Path, unpacked: Path, told: TargetFile) -> None:
    size = _custom(told).get("bytes")
    most = size if isinstance(size, int) and 0 < size <= MOST_STORE_BYTES else 0
    written = 0
    try:
        with zstd.open(packed, "rb") as source, unpacked.open("wb") as file:
            while written <= most and (piece := source.read(_PIECE)):
                written += len(piece)
                file.write(piece)
        if written != most:
            raise InputError(BROKEN.fill(path=path, why=f"{written} of {most} bytes"), AGAIN)
        with closing(sqlite3.connect(unpacked, isolation_level=None)) as db:
            db.executescript(QUICK)
            db.executescript(INDEXES)
            mark_as_copy(db)
        Store(unpacked).close()
    except (zstd.ZstdError, EOFError, sqlite3.DatabaseError) as error:
        raise InputError(BROKEN.fill(path=path, why=str(error)[:100]), AGAIN) from None


def _version(timestamp: Path) -> int:
    return int(msgspec.json.decode(timestamp.read_bytes())["signed"]["version"])
