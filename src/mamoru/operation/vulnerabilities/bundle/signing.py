"""The key that signs this machine's bundles, and the metadata that it signs."""

import os
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from mamoru.document_store.whole_file import write_whole
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.bundle.archive import STORE

ROOT_DAYS = 3650
BAD_KEY = Text("署名の鍵として読めません: {path}", "It cannot be read as a signing key: {path}")
RESTORE = Text(
    "控えから戻すか、退けて新しい鍵をつくってください（受け取る側は新しい指紋を確かめ直します）。",
    "Restore it from a copy, or put it aside to have a new one made (receivers then check a new fingerprint).",
)


class Publisher:
    """The signer of bundles, whose key and root lie in `folder`; made on first use. Raises `InputError`."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self._folder, self._at = folder, at
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._signer = _signer(folder / "key.pem")
        root = folder / "root.json"
        if not root.exists():
            write_whole(root, self._root())
        self.root = root.read_bytes()

    def metadata(
        self, store: Path, custom: dict[str, object], valid: timedelta
    ) -> tuple[int, dict[str, bytes]]:
        """The next version number, and the metadata files that vouch for `store` until `valid` from now."""
        version, expires = self._next_version(), self._at + valid
        target = TargetFile.from_file(STORE, str(store), ["sha256"])
        target.unrecognized_fields["custom"] = custom
        targets = self._signed(Metadata(Targets(version=version, expires=expires, targets={STORE: target})))
        snapshot = self._signed(
            Metadata(
                Snapshot(version=version, expires=expires, meta={"targets.json": _meta(version, targets)})
            )
        )
        timestamp = self._signed(
            Metadata(Timestamp(version=version, expires=expires, snapshot_meta=_meta(version, snapshot)))
        )
        return version, {
            "root.json": self.root,
            "timestamp.json": timestamp,
            "snapshot.json": snapshot,
            "targets.json": targets,
        }

    def _root(self) -> bytes:
        root = Root(version=1, expires=self._at + timedelta(days=ROOT_DAYS), consistent_snapshot=False)
        for role in ("root", "timestamp", "snapshot", "targets"):
            root.add_key(self._signer.public_key, role)
        return self._signed(Metadata(root))

    def _signed(self, metadata: Metadata) -> bytes:  # type: ignore[type-arg] # of any role
        metadata.sign(self._signer)
        return metadata.to_bytes(JSONSerializer(compact=True))

    def _next_version(self) -> int:
        """Later than the last, and where that is lost later still by the clock."""
        path = self._folder / "version"
        last = int(path.read_text()) if path.exists() else 0
        version = max(last + 1, int(self._at.timestamp()))
        write_whole(path, str(version).encode())
        return version


def fingerprint(root: bytes) -> str:
    """What people compare: the SHA-256 of the root, in groups."""
    digest = sha256(root).hexdigest()
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether both mean the same, however they are grouped."""
    return _bare(one) == _bare(other)


def _bare(written: str) -> str:
    return written.lower().translate({ord(sign): None for sign in " :-\t"})


def _meta(version: int, body: bytes) -> MetaFile:
    return MetaFile(version=version, length=len(body), hashes={"sha256": sha256(body).hexdigest()})


def _signer(path: Path) -> CryptoSigner:
    if not path.exists():
        made = CryptoSigner.generate_ed25519()
        beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
        place = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(place, "wb") as file:
            file.write(made.private_bytes)
        beside.replace(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(BAD_KEY.fill(path=path), RESTORE)
    return CryptoSigner(key)
