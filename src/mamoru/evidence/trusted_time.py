"""Bind a trusted time to a seal, and tell what the tokens that are kept say.

A token is kept beside the seals as a record of the chain of its own: a seal's digest is over its whole file,
so what is given for it can only lie outside it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
from cryptography import x509

from mamoru.document_store.chain import Chain, Link, counted
from mamoru.document_store.immutable_folder import Fault
from mamoru.document_store.places import OWN, TIMES
from mamoru.errors import InputError
from mamoru.evidence.seal import Sealed, seals_of
from mamoru.evidence.time_token import Token, asked_for, is_readable, read, why_not
from mamoru.language import Text

SCHEMA = "mamoru/time/1"
NO_SEAL = Text(
    "この証明に合う封印がありません（{digest}…）", "No seal here has the digest of this token ({digest}…)"
)
SEE_DIGEST = Text(
    "mamoru evidence seal --format json が示した digest に対する証明を渡してください。",
    "Give a token over the digest that mamoru evidence seal --format json printed.",
)
UNREADABLE = Text("時刻の証明として読めません", "cannot be read as a time stamp")
OTHER_DIGEST = Text("封印とは別のダイジェストの証明です", "is over another digest than that of its seal")
SEAL_GONE = Text("証明された封印がありません: {seal}", "the seal it was given for is not there: {seal}")
NOT_BY_IT = Text(
    "渡された証明書では、時刻の証明を確かめられません（{why}）",
    "does not hold by the certificate that was given ({why})",
)
DOES_NOT_FIT = "署名、有効期限、発行者のいずれかが合いません"
NONE_KEPT = Text("時刻の証明がありません", "there is no time stamp")


class Held(StrEnum):
    """What can be said of a token that is kept."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"  # no certificate was given
    UNREAD = "unread"  # the extra is not here
    FAULTY = "faulty"


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """The record: a token (the response that holds it) for the seal of that name and SHA-256."""

    schema: str
    chain: Link
    at: datetime
    seal: str
    digest: str
    token: bytes


class Stamped(msgspec.Struct, frozen=True, kw_only=True):
    """A seal's trusted time: `time` as the token says it, None where nothing reads it."""

    name: str
    seal: str
    time: datetime | None
    held: Held


class TimesTold(msgspec.Struct, frozen=True, kw_only=True):
    """Every token that is kept, and what is wrong with them."""

    times: tuple[Stamped, ...]
    faults: tuple[Fault, ...]


def bind(root: Path, token: Token, *, at: datetime) -> Sealed:
    """Keep `token` for the seal whose digest it is over; gives that. Raises `InputError` where none is."""
    sealed = next((each for each in seals_of(root) if each.digest == token.digest), None)
    if sealed is None:
        raise InputError(NO_SEAL.fill(digest=token.digest[:16]), SEE_DIGEST)
    found = sealed

    def made(link: Link) -> bytes:
        record = Bound(
            schema=SCHEMA, chain=link, at=at, seal=found.name, digest=found.digest, token=token.response
        )
        return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"

    Chain(root).keep(TIMES, made, at=at)
    return sealed


def stamp(root: Path, sealed: Sealed, url: str, *, at: datetime) -> Token:
    """Ask the server at `url` for a token over the seal, which sees its digest alone, and keep it. Raises
    `Unreachable`; the seal stays."""
    token = asked_for(root.joinpath(*OWN.parts, sealed.name).read_bytes(), url)
    bind(root, token, at=at)
    return token


def times_told(
    root: Path, seals: Sequence[Sealed], certificates: tuple[x509.Certificate, ...] | None
) -> TimesTold:
    """What the tokens say of `seals`. With the authority's `certificates` each must hold by them, and there
    must be one; without, a token is told and not verified."""
    digests = {each.name: each.digest for each in seals}
    times: list[Stamped] = []
    faults: list[Fault] = []
    for name, record in _kept(root):
        token = None if record is None else _token(record)
        what = UNREADABLE if record is None else _wrong(record, token, digests, certificates)
        if what is not None:
            faults.append(Fault(file=name, what=what))
        times.append(
            Stamped(
                name=name,
                seal="" if record is None else record.seal,
                time=token.at if isinstance(token, Token) else None,
                held=_held(what, token, certificates),
            )
        )
    if certificates is not None and not times:
        faults.append(Fault(file=f"{TIMES.name}/*", what=NONE_KEPT))
    return TimesTold(times=tuple(times), faults=tuple(faults))


def _kept(root: Path) -> Iterator[tuple[str, Bound | None]]:
    for name in sorted(counted(root, TIMES).names):
        try:
            record = msgspec.json.decode(root.joinpath(*OWN.parts, name).read_bytes(), type=Bound)
        except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
            yield name, None
            continue
        yield name, record if record.schema == SCHEMA else None


def _token(record: Bound) -> Token | InputError | None:
    """The token, why it is none, or None where the extra is not here."""
    if not is_readable():
        return None
    try:
        return read(record.token, record.seal)
    except InputError as error:
        return error


def _wrong(
    record: Bound,
    token: Token | InputError | None,
    digests: dict[str, str],
    certificates: tuple[x509.Certificate, ...] | None,
) -> Text | None:
    if isinstance(token, InputError):
        return UNREADABLE
    if record.seal not in digests:
        return SEAL_GONE.fill(seal=record.seal)
    if digests[record.seal] != record.digest or (token is not None and token.digest != record.digest):
        return OTHER_DIGEST
    if certificates is not None and token is not None and (reason := why_not(token, certificates)):
        return NOT_BY_IT.fill(why=Text(DOES_NOT_FIT, reason))
    return None


def _held(
    what: Text | None, token: Token | InputError | None, certificates: tuple[x509.Certificate, ...] | None
) -> Held:
    if what is not None:
        return Held.FAULTY
    if token is None:
        return Held.UNREAD
    return Held.NOT_VERIFIED if certificates is None else Held.VERIFIED
