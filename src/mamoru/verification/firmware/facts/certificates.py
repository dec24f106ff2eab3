"""Certificates, private keys and public keys that lie in files, in whatever form."""

import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from weakref import WeakKeyDictionary

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mamoru.language import Text
from mamoru.verification.firmware.facts.texts import example
from mamoru.verification.firmware.image import Entry, FileTree

NO_CERTIFICATE = Text("機器の証明書がイメージにありません。", "The image holds no certificate of the device.")
MOST_KEY_FILE_BYTES = 8 << 20
_SELF_TESTED = re.compile(
    r"/lib(?:gnutls|ssl|crypto|mbed|polarssl|wolfssl|tomcrypt|nss|freebl|softokn|gcrypt|matrixssl|cyassl)[^/]*\.so|\.a$"
)
_BEGIN = re.compile(rb"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_MOST_BLOCK_BYTES = 20000
_MOST_BLOCKS = 5000  # in one file
_DROPBEAR = re.compile(rb"^\0\0\0.(ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp\d{3})")
_HOST_KEY = re.compile(r"/(?:dropbear_\w+_host_key|ssh_host_(?:\w+_)?key)$|/etc/dropbear/")
_DER = re.compile(rb"^\x30(?:\x82..|\x81.)", re.DOTALL)


class PrivateKey(msgspec.Struct, frozen=True, kw_only=True):
    """A private key. `form` says how it is stored; `fingerprint` is the SHA-256 of its public key (DER,
    SubjectPublicKeyInfo), None where it could not be read; `encrypted` where a passphrase guards it."""

    entry: Entry
    offset: int
    form: str
    encrypted: bool
    fingerprint: str | None


class StoredCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate in a file; `among` is how many that file holds."""

    entry: Entry
    offset: int
    among: int
    certificate: x509.Certificate


def fingerprint(key: object) -> str | None:
    """The SHA-256 of a public key's SubjectPublicKeyInfo, None for a key that has none."""
    try:
        encoded: bytes = key.public_bytes(  # type: ignore[attr-defined]  # the classes share no base
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    except (AttributeError, ValueError, UnsupportedAlgorithm):
        return None
    return hashlib.sha256(encoded).hexdigest()


_BYTES: WeakKeyDictionary[FileTree, tuple[tuple[Entry, int, str, bytes], ...]] = WeakKeyDictionary()


def _blocks(tree: FileTree) -> tuple[tuple[Entry, int, str, bytes], ...]:
    """Each PEM block, DER file and dropbear key: its file, offset, label and bytes."""
    if tree not in _BYTES:
        _BYTES[tree] = tuple(_all_blocks(tree))
    return _BYTES[tree]


def _all_blocks(tree: FileTree) -> Iterator[tuple[Entry, int, str, bytes]]:
    for entry in tree.files:
        if (
            not 30 <= entry.size <= MOST_KEY_FILE_BYTES
            or example(entry.path)
            or _SELF_TESTED.search(entry.path)
        ):
            continue
        content = tree.read(entry, most=MOST_KEY_FILE_BYTES)
        if found := _DROPBEAR.match(content):
            if entry.size < 20000:
                yield entry, 0, "dropbear " + found[1].decode(), content
        elif _DER.match(content) and entry.size < 20000:
            yield entry, 0, "DER", content
        elif b"-----BEGIN " in content:
            for offset, label, block in _pem_blocks(content):
                yield entry, offset, label, block


def _pem_blocks(content: bytes) -> Iterator[tuple[int, str, bytes]]:
    for found, _ in zip(_BEGIN.finditer(content), range(_MOST_BLOCKS), strict=False):
        mark = b"-----END " + found[1] + b"-----"
        end = content.find(mark, found.end(), found.end() + _MOST_BLOCK_BYTES)
        if end > 0 and content.find(b"-----BEGIN ", found.end(), end) < 0:
            block = content[found.start() : end + len(mark)]
            yield found.start(), found[1].decode(), block.replace(b"\\n", b"\n")  # as in a string literal


def private_keys(tree: FileTree) -> Iterator[PrivateKey]:
    """The private keys in `tree`'s files, also inside programs."""
    for entry, offset, label, content in _blocks(tree):
        if label.startswith("dropbear"):
            yield PrivateKey(entry=entry, offset=offset, form=label, encrypted=False, fingerprint=None)
        elif label == "DER" or label.endswith("PRIVATE KEY"):
            key = _private(entry, offset, label, content)
            if key is not None:
                yield key


def _private(entry: Entry, offset: int, label: str, content: bytes) -> PrivateKey | None:
    head = content[:400]
    if label == "ENCRYPTED PRIVATE KEY" or b"Proc-Type: 4,ENCRYPTED" in head:
        return PrivateKey(entry=entry, offset=offset, form=label, encrypted=True, fingerprint=None)
    try:
        if label == "DER":
            key: object = serialization.load_der_private_key(content, None)
        elif label == "OPENSSH PRIVATE KEY":
            key = serialization.load_ssh_private_key(content, None)
        else:
            key = serialization.load_pem_private_key(content, None, unsafe_skip_rsa_key_validation=True)
    except TypeError:
        return PrivateKey(entry=entry, offset=offset, form=label, encrypted=True, fingerprint=None)
    except (ValueError, UnsupportedAlgorithm) as error:
        guarded = "assword" in str(error) or "ncrypted" in str(error)
        if guarded:
            return PrivateKey(entry=entry, offset=offset, form=label, encrypted=True, fingerprint=None)
        whole = label != "DER" and len(content) > 200 and isinstance(error, UnsupportedAlgorithm)
        return (
            PrivateKey(entry=entry, offset=offset, form=label, encrypted=False, fingerprint=None)
            if whole
            else None
        )
    public = fingerprint(key.public_key())  # type: ignore[attr-defined]  # every private key has one
    return PrivateKey(entry=entry, offset=offset, form=label, encrypted=False, fingerprint=public)


def host_key(key: PrivateKey) -> bool:
    """Whether a private key is that of an SSH server."""
    return key.form.startswith("dropbear") or bool(_HOST_KEY.search(key.entry.path))


def certificates(tree: FileTree) -> tuple[StoredCertificate, ...]:
    """The certificates in `tree`'s files, PEM or DER."""
    found: list[StoredCertificate] = []
    per_file: dict[str, int] = {}
    blocks = [
        b for b in _blocks(tree) if b[2] in ("DER", "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
    ]
    for entry, *_ in blocks:
        per_file[entry.path] = per_file.get(entry.path, 0) + 1
    for entry, offset, label, content in blocks:
        if per_file[entry.path] > 2000:
            continue
        with warnings.catch_warnings(), suppress(ValueError, UnsupportedAlgorithm):
            warnings.simplefilter("ignore")  # old certificates break rules that newer ones keep
            load = x509.load_der_x509_certificate if label == "DER" else x509.load_pem_x509_certificate
            found.append(
                StoredCertificate(
                    entry=entry, offset=offset, among=per_file[entry.path], certificate=load(content)
                )
            )
    return tuple(found)


def own_certificates(tree: FileTree) -> Iterator[StoredCertificate]:
    """The certificates that the device presents or pins itself: all but stores of public roots."""
    stored = certificates(tree)
    keys = {key.fingerprint for key in private_keys(tree) if key.fingerprint}
    crowded = {folder for folder in map(_folder, stored) if sum(_folder(s) == folder for s in stored) >= 15}
    for one in stored:
        with suppress(ValueError, UnsupportedAlgorithm):
            if fingerprint(one.certificate.public_key()) in keys:
                yield one
                continue
        packaged = one.entry.path.startswith("/usr/share/") and root(one.certificate)
        if one.among <= 4 and _folder(one) not in crowded and not packaged:
            yield one


def _folder(one: StoredCertificate) -> str:
    return one.entry.path.rpartition("/")[0]


def weaknesses(certificate: x509.Certificate) -> tuple[str, ...]:
    """What is too weak in a certificate: a short key, an old signature (not that of a root)."""
    found = []
    with suppress(ValueError, UnsupportedAlgorithm):
        key = certificate.public_key()
        size = getattr(key, "key_size", None)
        least = 2048 if isinstance(key, rsa.RSAPublicKey) else 224
        if size is not None and size < least and "Ed" not in type(key).__name__:
            found.append(f"{type(key).__name__.removeprefix('_').removesuffix('PublicKey')} {size} bit")
    with suppress(ValueError, UnsupportedAlgorithm):
        name = getattr(certificate.signature_hash_algorithm, "name", "")
        if name in ("md5", "md2", "sha1") and not root(certificate):
            found.append(f"{name.upper()} signature")
    return tuple(found)


def root(certificate: x509.Certificate) -> bool:
    """Whether it is a self-issued authority, whose own signature nobody relies on."""
    with warnings.catch_warnings(), suppress(ValueError, x509.ExtensionNotFound):
        warnings.simplefilter("ignore")
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        return basic.ca and certificate.issuer == certificate.subject
    return False


@cache
def published_keys() -> dict[str, str]:
    """Fingerprints of private keys that anybody can download, with where they come from."""
    text = (files("mamoru.verification.firmware") / "data" / "published_keys.txt").read_text("utf-8")
    rows = (line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}
