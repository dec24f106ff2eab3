"""Decryption with the keys that the maker hands in: each attempt says by itself whether the key fitted.

A key is the bytes of a key file: a PEM or DER private key, 16, 24 or 32 raw bytes, the same as hex
digits, or a passphrase. Source: MCUboot, docs/encrypted_images.md; RFC 3394, RFC 5869; OpenSSL,
openssl-enc and EVP_BytesToKey; NIST SP 800-38A.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from itertools import product

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, CTR
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

_CHUNK = 1 << 20
_BLOCK = 16
_KEY_SIZES = (16, 24, 32)
_MAC = 32
_HEX = re.compile(rb"[0-9A-Fa-f]{32,64}")
_LABEL = b"MCUBoot_ECIES_v1"
_ROUNDS = (10_000, 0)  # of PBKDF2 as `openssl enc -pbkdf2` does by default; 0: EVP_BytesToKey
_METHODS = ("sha256", "md5")
_SIZES = (32, 16, 24)
_Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey


def raw_keys(keys: Sequence[bytes]) -> Iterator[bytes]:
    """The keys of a block cipher among `keys`, each as its bytes."""
    for key in keys:
        if len(key) in _KEY_SIZES:
            yield key
        text = key.strip()
        if _HEX.fullmatch(text) and len(text) // 2 in _KEY_SIZES:
            yield bytes.fromhex(text.decode("ascii"))


def private_keys(keys: Sequence[bytes]) -> Iterator[_Private]:
    """The private keys among `keys`, of the kinds that MCUboot encrypts for."""
    for key in keys:
        for load in (load_pem_private_key, load_der_private_key):
            try:
                loaded = load(key, password=None)
            except (ValueError, TypeError, UnsupportedAlgorithm):
                continue
            if isinstance(loaded, _Private):
                yield loaded
            break


def image_key(kind: int, sealed: bytes, keys: Sequence[bytes]) -> Iterator[bytes]:
    """The image keys that the tag `kind` of an MCUboot image, whose value is `sealed`, holds for `keys`."""
    if kind == 0x31:
        for key in raw_keys(keys):
            try:
                yield aes_key_unwrap(key, sealed)
            except (InvalidUnwrap, ValueError):
                continue
        return
    for private in private_keys(keys):
        if kind == 0x30 and isinstance(private, rsa.RSAPrivateKey):
            scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
            try:
                yield private.decrypt(sealed, scheme)
            except ValueError:
                continue
        elif kind == 0x32 and isinstance(private, ec.EllipticCurvePrivateKey):
            try:
                peer = ec.EllipticCurvePublicKey.from_encoded_point(private.curve, sealed[:65])
                shared = private.exchange(ec.ECDH(), peer)
            except (ValueError, UnsupportedAlgorithm):
                continue
            yield from _integrated(shared, sealed[65:])
        elif kind == 0x33 and isinstance(private, x25519.X25519PrivateKey):
            try:
                shared = private.exchange(x25519.X25519PublicKey.from_public_bytes(sealed[:32]))
            except ValueError:
                continue
            yield from _integrated(shared, sealed[32:])


def _integrated(shared: bytes, sealed: bytes) -> Iterator[bytes]:
    """The key behind a MAC (ECIES), where the MAC fits."""
    mac, wrapped = sealed[:_MAC], sealed[_MAC:]
    for size in (16, 32):
        derived = HKDF(hashes.SHA256(), size + _MAC, None, _LABEL).derive(shared)
        told = hmac.digest(derived[size:], wrapped, "sha256")
        if len(wrapped) in _KEY_SIZES and hmac.compare_digest(told, mac):
            yield b"".join(_counted(memoryview(wrapped), derived[:size]))


def counted(view: memoryview, key: bytes) -> Iterator[bytes]:
    """`view` decrypted in counter mode from 0, by chunks; nothing where `key` is none of AES."""
    return _counted(view, key) if len(key) in _KEY_SIZES else iter(())


def _counted(view: memoryview, key: bytes) -> Iterator[bytes]:
    context = Cipher(AES(key), CTR(bytes(_BLOCK))).decryptor()
    for at in range(0, len(view), _CHUNK):
        yield context.update(view[at : at + _CHUNK])


def chained(view: memoryview, key: bytes, start: bytes) -> Iterator[bytes] | None:
    """`view` decrypted by CBC from `start`, by chunks and without its padding; None where the key does
    not fit: the padding says so."""
    if len(view) < _BLOCK or len(view) % _BLOCK or len(key) not in _KEY_SIZES or len(start) != _BLOCK:
        return None
    before = start if len(view) == _BLOCK else bytes(view[-2 * _BLOCK : -_BLOCK])
    last = Cipher(AES(key), CBC(before)).decryptor().update(view[-_BLOCK:])
    fill = last[-1]
    if not 1 <= fill <= _BLOCK or last[-fill:] != bytes((fill,)) * fill:
        return None
    return _unchained(view, Cipher(AES(key), CBC(start)).decryptor(), len(view) - fill)


def _unchained(view: memoryview, context: CipherContext, left: int) -> Iterator[bytes]:
    for at in range(0, len(view), _CHUNK):
        chunk = context.update(view[at : at + _CHUNK])[:left]
        left -= len(chunk)
        yield chunk


def first_bytes(view: memoryview, key: bytes, start: bytes, most: int = 4096) -> bytes:
    """The first decrypted bytes by CBC, for a look at whether they are anything."""
    size = min(len(view), most) // _BLOCK * _BLOCK
    return Cipher(AES(key), CBC(start)).decryptor().update(view[:size])


def salted(salt: bytes, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, str]]:
    """Key, start and name of each way in which `openssl enc` may have made them of a passphrase."""
    for phrase, rounds, method, size in product(keys, _ROUNDS, _METHODS, _SIZES):
        phrase = phrase.rstrip(b"\r\n")
        if not phrase or len(phrase) > 1024 or (rounds and method == "md5"):
            continue
        if rounds:
            made = hashlib.pbkdf2_hmac(method, phrase, salt, rounds, size + _BLOCK)
        else:
            made = _stretched(phrase, salt, method, size + _BLOCK)
        how = f"aes-{size * 8}-cbc, {'pbkdf2 ' if rounds else ''}{method}"
        yield made[:size], made[size:], how


def _stretched(phrase: bytes, salt: bytes, method: str, size: int) -> bytes:
    made = block = b""
    while len(made) < size:
        block = hashlib.new(method, block + phrase + salt, usedforsecurity=False).digest()
        made += block
    return made[:size]
