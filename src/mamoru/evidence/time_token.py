"""Read a time-stamp token (RFC 3161), ask a server for one, and verify one offline.

The token says that a digest was there at a moment, signed by somebody who keeps time. Reading it needs the
extra `timestamp` (rfc3161-client); without it a kept token stays what it is, unread.

Source: RFC 3161, 2.4.2 (the response: a status, then the token) and 2.3 (the certificate's purpose).
"""

import hashlib
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from mamoru.errors import InputError, Unreachable, why
from mamoru.evidence.token_der import SIGNED_DATA, parts_of, response_of, sequence
from mamoru.language import Text, both

MOST_BYTES = 1 << 20
TIMEOUT_S = 30.0
_LOCAL = ("localhost", "127.0.0.1", "::1")
_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
# What cryptography raises on a certificate that is broken has no common root.
_BROKEN_CERTIFICATE = (ValueError, x509.InvalidVersion, x509.DuplicateExtension, UnsupportedAlgorithm)
_GRANTED = (0, 1)  # granted, granted with modifications (RFC 3161, 2.4.2)

NO_READER = Text(
    "時刻の証明（RFC 3161）を読むには rfc3161-client が要ります。",
    "Reading a time stamp (RFC 3161) needs rfc3161-client.",
)
INSTALL = Text(
    "`pipx inject mamoru rfc3161-client` で入ります。", "`pipx inject mamoru rfc3161-client` brings it."
)
NO_TOKEN = Text("時刻の証明（RFC 3161）として読めません: {path}", "Not a time stamp of RFC 3161: {path}")
NO_FILE = Text("読めません: {path}（{why}）", "Cannot be read: {path} ({why})")
HOW = Text(
    "mamoru evidence seal --format json が示す digest を、openssl ts -query -digest DIGEST -sha256 -cert で時刻認証局に送り、返ってきたファイルを渡してください。",
    "Send the digest that mamoru evidence seal --format json prints to a time-stamp authority (openssl ts -query -digest DIGEST -sha256 -cert), and give the file that it answers with.",
)
NOT_GRANTED = Text("時刻認証局が断りました（{why}）", "the time-stamp authority refused ({why})")
NOT_SHA256 = Text(
    "SHA-256でないダイジェストの証明です: {path}", "It is over a digest other than SHA-256: {path}"
)
NO_CERTIFICATE = Text("証明書（PEM）として読めません: {path}", "Not a certificate (PEM): {path}")
NO_ROOT = Text(
    "自分で署名した（ルートの）証明書がありません: {path}",
    "It holds no self-signed (root) certificate: {path}",
)
GIVE_ROOT = Text(
    "時刻認証局のルート証明書をPEMで渡してください（途中の証明書も続けて書けます）。",
    "Give the authority's root certificate as PEM (intermediate ones may follow it).",
)
NOT_SAFE = Text("httpsでない所には尋ねません: {url}", "Nothing is asked but over https: {url}")
NO_ANSWER = Text("時刻の証明を受け取れません: {url}（{why}）", "No time stamp came from {url} ({why})")
AGAIN = Text(
    "封印 {digest} は残っています。あとで、受け取った証明を --token で渡せます。",
    "The seal {digest} stays: a token for it can be given later with --token.",
)
STRANGE = Text("尋ねたことへの答えではありません", "it is no answer to what was asked")


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token as the response that holds it: which SHA-256 (hex) was there, and when the token says so."""

    response: bytes
    digest: str
    at: datetime
    nonce: int | None


def read(body: bytes, path: object) -> Token:
    """The token in `body`, a response or a bare token. Raises `InputError` where it is none of a SHA-256, was
    refused, or nothing here reads it."""
    require_reader()
    from rfc3161_client import decode_timestamp_response

    try:
        token = _granted(body)
        response = response_of(token)
        told = decode_timestamp_response(response).tst_info
        digest, at, algorithm = (
            told.message_imprint.message,
            told.gen_time,
            told.message_imprint.hash_algorithm,
        )
    except ValueError as error:
        raise InputError(NO_TOKEN.fill(path=path), HOW) from error
    if algorithm != _SHA256:
        raise InputError(NOT_SHA256.fill(path=path), HOW)
    return Token(response=response, digest=digest.hex(), at=at, nonce=told.nonce)


def read_from(path: Path) -> Token:
    """The token in the file at `path`. Raises `InputError` where it cannot be had."""
    try:
        with path.open("rb") as file:
            return read(file.read(MOST_BYTES + 1), path)
    except OSError as error:
        raise InputError(NO_FILE.fill(path=path, why=why(error)), HOW) from error


def why_not(token: Token, certificates: tuple[x509.Certificate, ...]) -> str | None:
    """Why `token` does not hold by the authority's `certificates`; None where it does. They must have been
    valid at the token's moment, not now."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    answer = decode_timestamp_response(token.response)
    builder = VerifierBuilder()
    try:
        if not answer.signed_data.certificates:  # asked for without -cert: the signer's is ours to give
            signers = [each for each in certificates if each.issuer != each.subject]
            builder = builder.tsa_certificate(signers[0]) if signers else builder
        for each in certificates:
            builder = builder.add_root_certificate(each)
        builder.build().verify(answer, bytes.fromhex(token.digest))
    except (VerificationError, *_BROKEN_CERTIFICATE) as error:
        return str(error)[:200]
    return None


def certificates_in(path: Path) -> tuple[x509.Certificate, ...]:
    """The authority's certificates. Raises `InputError` where there is none, or no root among them."""
    try:
        found = tuple(dict.fromkeys(x509.load_pem_x509_certificates(path.read_bytes())))
    except (OSError, *_BROKEN_CERTIFICATE) as error:
        raise InputError(NO_CERTIFICATE.fill(path=path), GIVE_ROOT) from error
    if not any(each.issuer == each.subject for each in found):
        raise InputError(NO_ROOT.fill(path=path), GIVE_ROOT)
    return found


def asked_for(body: bytes, url: str) -> Token:
    """A token over the SHA-256 of `body` from the server at `url` (https, or this machine). Raises
    `InputError` for another address, `Unreachable` where no token comes that answers the question."""
    require_reader()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    digest = hashlib.sha256(body).hexdigest()
    wanted = TimestampRequestBuilder(data=body, hash_algorithm=HashAlgorithm.SHA256).build()
    try:
        token = read(_post(url, wanted.as_bytes()), url)
    except InputError as error:
        raise Unreachable(NO_ANSWER.fill(url=url, why=error.message), AGAIN.fill(digest=digest)) from error
    except HTTPError as error:
        reason = both(f"HTTP {error.code}")
        raise Unreachable(NO_ANSWER.fill(url=url, why=reason), AGAIN.fill(digest=digest)) from error
    except (OSError, URLError, HTTPException) as error:
        reason = why(error) if isinstance(error, OSError) else both(type(error).__name__)
        if isinstance(error, URLError):
            reason = why(error.reason) if isinstance(error.reason, OSError) else both(str(error.reason)[:200])
        raise Unreachable(NO_ANSWER.fill(url=url, why=reason), AGAIN.fill(digest=digest)) from error
    if token.digest != digest or token.nonce != wanted.nonce:
        raise Unreachable(NO_ANSWER.fill(url=url, why=STRANGE), AGAIN.fill(digest=digest))
    return token


def require_safe(url: str) -> None:
    """Raises `InputError` where `url` is neither https nor this machine."""
    try:
        place = urlsplit(url)
        host = place.hostname
    except ValueError:
        host = None
    if host is None or not (place.scheme == "https" or (place.scheme == "http" and host in _LOCAL)):
        raise InputError(NOT_SAFE.fill(url=url[:200]), HOW)


def is_readable() -> bool:
    """Whether the extra that reads tokens is here."""
    try:
        import rfc3161_client  # noqa: F401 -- an extra
    except ImportError:
        return False
    return True


def require_reader() -> None:
    """Raises `InputError` where the extra is not here."""
    if not is_readable():
        raise InputError(NO_READER, INSTALL)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        """None is followed: the server is the one that was named."""


def _post(url: str, question: bytes) -> bytes:
    request = Request(  # noqa: S310 -- the scheme is checked in require_safe
        url, data=question, headers={"Content-Type": "application/timestamp-query", "User-Agent": "mamoru"}
    )
    with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S) as answer:
        body: bytes = answer.read(MOST_BYTES + 1)
    return body if len(body) <= MOST_BYTES else b""


def _granted(body: bytes) -> bytes:
    """The token in `body`. `ValueError` where there is none, `InputError` where it was refused."""
    from rfc3161_client import decode_timestamp_response

    status, token = parts_of(body) if len(body) <= MOST_BYTES else (b"", b"")
    if status == SIGNED_DATA:  # a bare token begins with its type, a response with its status
        return body
    answer = decode_timestamp_response(sequence(status))
    if answer.status not in _GRANTED:
        told = "; ".join(answer.status_string)[:200] or str(answer.status)
        raise InputError(NOT_GRANTED.fill(why=both(told)), HOW)
    return token
