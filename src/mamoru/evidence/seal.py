"""Seal the records of a workspace against intent: sign what they are, or give its digest to publish.

The chain tells damage and loss; somebody who may write everything can also write the chain anew. A signature
by a key that lies elsewhere, a digest that was published, or a trusted time tells that. A seal is a record of
the chain itself, so that one that was stripped, exchanged or removed is missed as any other.
"""

import hashlib
from collections.abc import Iterator, Sequence
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

from mamoru.document_store.chain import Chain, Link, counted
from mamoru.document_store.chain.counting import whole
from mamoru.document_store.immutable_folder import Fault
from mamoru.document_store.places import EVIDENCE, OWN, SEALS, TIMES
from mamoru.errors import InputError
from mamoru.language import Text

NOT_A_KEY = Text("Ed25519の秘密鍵（PEM）として読めません: {path}", "Not an Ed25519 private key (PEM): {path}")
MAKE_ONE = Text(
    "openssl genpkey -algorithm ed25519 -out FILE でつくれます。",
    "Make one with: openssl genpkey -algorithm ed25519 -out FILE",
)

UNREADABLE = Text("読めません", "cannot be read")
OTHER_LIST = Text("記録の一覧がダイジェストと合いません", "the list of records does not fit its digest")
SEALED_GONE = Text("封印した記録がありません: {name}", "a sealed record is gone: {name}")
BAD_SIGNATURE = Text("署名が合いません", "the signature does not fit")
UNTRUSTED = Text("鍵 {key}… による有効な封印がありません", "there is no valid seal by the key {key}…")
OTHER_KEY = Text(
    "その前の封印（{before}…）とは別の鍵 {key}… による封印です",
    "is by the key {key}…, another than that of the seal before ({before}…)",
)
UNSIGNED = Text(
    "署名がありません（その前の封印には鍵 {before}… の署名がありました）",
    "is not signed, and the seal before was signed by the key {before}…",
)
SCHEMA = "mamoru/seal/2"
FIRST_SCHEMA = "mamoru/seal/1"


class Seal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was sealed: the head over `records` (their names below `.mamoru`), when, after which seal, and by
    which key (raw public key, hex). `runs` are the names that the first form of a seal listed."""

    schema: str
    chain: Link | None = None
    at: datetime
    head: str
    records: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    earlier: str | None = None
    key: str | None = None
    signature: str | None = None

    @property
    def covers(self) -> tuple[str, ...]:
        """The records that it covers, by their names below `.mamoru`."""
        return self.records or tuple(f"{EVIDENCE.name}/{name}" for name in self.runs)


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A seal with the name of its file below `.mamoru` and its SHA-256, which a trusted time is given for."""

    name: str
    digest: str
    seal: Seal


class SealsTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the seals say: all of them, what is wrong, the newest sound one, and what that does not cover."""

    seals: tuple[Sealed, ...]
    faults: tuple[Fault, ...]
    newest: Sealed | None
    uncovered: int


def head_of(names: Sequence[str]) -> str:
    """One SHA-256 over the names of records, which hold their digests."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def seal(root: Path, *, at: datetime, key: Path | None) -> Sealed:
    """Seal all records that count, signed where a key is given; kept as a record. Raises `InputError` where
    the key is none."""
    private = None if key is None else _private(key)
    names = whole(root).names
    earlier = max(seals_of(root), key=_order, default=None)

    def made(link: Link) -> bytes:
        bare = Seal(
            schema=SCHEMA,
            chain=link,
            at=at,
            head=head_of(names),
            records=names,
            earlier=earlier.digest if earlier else None,
        )
        sealed = bare if private is None else _signed(bare, private)
        return msgspec.json.format(msgspec.json.encode(sealed), indent=1) + b"\n"

    digest = Chain(root).keep(SEALS, made, at=at)
    return next(each for each in seals_of(root) if each.digest.startswith(digest))


def seals_of(root: Path) -> Iterator[Sealed]:
    """Every seal that can be read, those of the first form too; whether it holds is for `seals_told`."""
    counts = counted(root, SEALS).names
    for name in sorted(counts):
        sealed = _read(root, name)
        if sealed is not None:
            yield sealed
    folder = root.joinpath(*EVIDENCE.parts)
    for path in sorted(folder.glob("*.seal")) if folder.is_dir() else []:
        if not path.is_symlink() and (sealed := _read(root, f"{EVIDENCE.name}/{path.name}")):
            yield sealed


def _order(each: Sealed) -> tuple[datetime, int, str]:
    return each.seal.at, each.seal.chain.number if each.seal.chain else 0, each.name


def seals_told(root: Path, names: Sequence[str], trusted: str | None = None) -> SealsTold:
    """What the seals say of the records `names` that count.

    Wrong is a sealed record that is gone, a list or a signature that does not fit, a seal without the
    signature that the one before had. With `trusted` (a raw public key, hex) also that no seal by that key is
    there: whoever forges a folder can sign it anew, but not with your key. A seal by another key than the one
    before is told, for two people may each have one; with `trusted` it is wrong: it may stand in for yours.
    """
    there = set(names)
    faults: list[Fault] = []
    sound: list[Sealed] = []
    seals = sorted(seals_of(root), key=_order)
    seals = [
        each for each in seals if each.seal.chain is None or each.name in there
    ]  # others are told already
    known = {each.name for each in seals}
    for path in sorted(root.joinpath(*EVIDENCE.parts).glob("*.seal")):
        if f"{EVIDENCE.name}/{path.name}" not in known:
            faults.append(Fault(file=f"{EVIDENCE.name}/{path.name}", what=UNREADABLE))
    before: str | None = None
    for each in seals:
        wrong = _wrong(each, there)
        faults += [Fault(file=each.name, what=what, seen=each.digest) for what in wrong]
        if wrong:
            continue
        key = each.seal.key if each.seal.signature is not None else None
        if before is not None and key is None:
            faults.append(Fault(file=each.name, what=UNSIGNED.fill(before=before[:16]), harmless=True))
        elif before is not None and key != before:
            told = OTHER_KEY.fill(key=(key or "")[:16], before=before[:16])
            strange = bool(sound) and key != trusted
            faults.append(Fault(file=each.name, what=told, harmless=trusted is None or not strange))
        before = key or before
        if trusted is None or key == trusted:
            sound.append(each)
    if trusted is not None and not sound:
        faults.append(Fault(file=f"{SEALS.name}/*", what=UNTRUSTED.fill(key=trusted[:16])))
    newest = sound[-1] if sound else None
    later = {name for name in there if name.startswith(f"{TIMES.name}/")}  # given for a seal, always after it
    left = there - set(newest.seal.covers) - {newest.name} - later if newest else there
    return SealsTold(seals=tuple(seals), faults=tuple(faults), newest=newest, uncovered=len(left))


def _read(root: Path, name: str) -> Sealed | None:
    try:
        body = root.joinpath(*OWN.parts, name).read_bytes()
        seal = msgspec.json.decode(body, type=Seal)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None
    digest = hashlib.sha256(body).hexdigest()
    return Sealed(name=name, digest=digest, seal=seal) if seal.schema in (SCHEMA, FIRST_SCHEMA) else None


def _wrong(sealed: Sealed, there: set[str]) -> list[Text]:
    """What does not fit in one seal."""
    seal, wrong = sealed.seal, []
    fits = seal.schema == SCHEMA or seal.head.startswith(sealed.name.rpartition("/")[2].removesuffix(".seal"))
    if seal.head != head_of(seal.records or seal.runs) or not fits:
        wrong.append(OTHER_LIST)
    if gone := [name for name in seal.covers if name not in there]:
        wrong.append(SEALED_GONE.fill(name=gone[0]))
    if seal.signature is not None and not _fits(seal):
        wrong.append(BAD_SIGNATURE)
    return wrong


def _private(key: Path) -> Ed25519PrivateKey:
    try:
        private = load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(NOT_A_KEY.fill(path=key), MAKE_ONE) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError(NOT_A_KEY.fill(path=key), MAKE_ONE)
    return private


def _signed(bare: Seal, private: Ed25519PrivateKey) -> Seal:
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
