"""Seal an evidence folder against intent: sign its head, or give its digest to publish.

The digest in a file's name tells damage; somebody who edits a file can rename it too. A signature by
a key that lies elsewhere, or a digest that was published, tells that.
"""

from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from mamoru.document_store.whole_file import write_whole
from mamoru.errors import InputError
from mamoru.evidence.folder import EvidenceFolder, head_of
from mamoru.language import Text

NOT_A_KEY = Text("Ed25519の秘密鍵（PEM）として読めません: {path}", "Not an Ed25519 private key (PEM): {path}")
MAKE_ONE = Text(
    "openssl genpkey -algorithm ed25519 -out FILE でつくれます。",
    "Make one with: openssl genpkey -algorithm ed25519 -out FILE",
)

UNREADABLE = Text("読めません", "cannot be read")
OTHER_LIST = Text("記録の一覧がダイジェストと合いません", "the list of runs does not fit its digest")
SEALED_GONE = Text("封印した記録がありません: {name}", "a sealed run is gone: {name}")
BAD_SIGNATURE = Text("署名が合いません", "the signature does not fit")
UNTRUSTED = Text("鍵 {key}… による有効な封印がありません", "there is no valid seal by the key {key}…")


class Seal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was sealed: the head over `runs` (names), when, and by which key (raw public key, hex)."""

    schema: str
    at: datetime
    head: str
    runs: tuple[str, ...]
    key: str | None = None
    signature: str | None = None


SCHEMA = "mamoru/seal/1"


def seal(folder: EvidenceFolder, *, at: datetime, key: Path | None) -> Seal:
    """Seal all finished runs, signed where a key is given; also written beside them as
    `HEAD.seal`. Raises `InputError` where the key is none."""
    bare = Seal(schema=SCHEMA, at=at, head=folder.head(), runs=tuple(folder.names()))
    sealed = bare if key is None else _signed(bare, key)
    folder.folder.mkdir(parents=True, exist_ok=True)
    target = folder.folder / f"{sealed.head[:32]}.seal"
    write_whole(target, msgspec.json.encode(sealed) + b"\n")
    return sealed


def broken_seals(folder: EvidenceFolder, trusted: str | None = None) -> list[tuple[str, Text]]:
    """The seals that no longer hold: a sealed run that is gone, a list of runs or a signature that does
    not fit. With `trusted` (a raw public key, hex) also where no seal by that key is there: whoever
    forges a folder can sign it anew, but not with your key."""
    faults: list[tuple[str, Text]] = []
    by_trusted = False
    for path in sorted(folder.folder.glob("*.seal")) if folder.folder.is_dir() else []:
        sealed = _read(path)
        wrong = [UNREADABLE] if sealed is None else _wrong(sealed, path, set(folder.names()))
        faults += [(path.name, what) for what in wrong]
        by_trusted |= (
            sealed is not None and not wrong and sealed.signature is not None and sealed.key == trusted
        )
    if trusted is not None and not by_trusted:
        faults.append(("*.seal", UNTRUSTED.fill(key=trusted[:16])))
    return faults


def _read(path: Path) -> Seal | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Seal)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _wrong(sealed: Seal, path: Path, there: set[str]) -> list[Text]:
    """What does not fit in one seal."""
    wrong = []
    if sealed.head != head_of(sealed.runs) or not sealed.head.startswith(path.stem):
        wrong.append(OTHER_LIST)
    if gone := [name for name in sealed.runs if name not in there]:
        wrong.append(SEALED_GONE.fill(name=gone[0]))
    if sealed.signature is not None and not _fits(sealed):
        wrong.append(BAD_SIGNATURE)
    return wrong


def _signed(bare: Seal, key: Path) -> Seal:
    try:
        private = load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(NOT_A_KEY.fill(path=key), MAKE_ONE) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError(NOT_A_KEY.fill(path=key), MAKE_ONE)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    named = msgspec.structs.replace(bare, key=public)
    return msgspec.structs.replace(named, signature=private.sign(_message(named)).hex())


def _fits(sealed: Seal) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sealed.key or ""))
        public.verify(bytes.fromhex(sealed.signature or ""), _message(sealed))
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(sealed: Seal) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(sealed, signature=None), order="sorted")


def new_key() -> bytes:
    """A fresh private key as PEM, for tests and first use."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
