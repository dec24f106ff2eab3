"""The signatures behind an ESP32 image: which kind, by which key, and whether they are of this very image.

Source: ESP-IDF, "Secure Boot v2", Signature Block Format (RSA-3072 and ECDSA; up to three blocks in one
sector), and "Secure Boot v1", image signature (ECDSA P-256, 68 bytes).
"""

import zlib
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from mamoru.verification.firmware.reading.reader import fields, span

SECTOR = 4096
_BLOCK, _CRC_AT = 1216, 1196
_MOST_BLOCKS = 3
_RSA, _ECDSA = 2, 3
_V1 = 68
_CURVES: dict[int, tuple[str, type[ec.EllipticCurve], int]] = {
    1: ("ECDSA P-192", ec.SECP192R1, 24),
    2: ("ECDSA P-256", ec.SECP256R1, 32),
}


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One signature: its kind in words, the digest of its public key ("" where the block holds none), and
    whether it is of this image (None: nobody here can tell)."""

    kind: str
    key: str
    fits: bool | None


def signatures(view: memoryview, at: int) -> tuple[Signature, ...]:
    """The blocks of Secure Boot v2 in the sector at `at`, over all that lies before it; () where none is."""
    found = []
    for number in range(_MOST_BLOCKS):
        place = at + number * _BLOCK
        if place + _BLOCK > len(view) or view[place] != 0xE7 or view[place + 1] not in (_RSA, _ECDSA):
            break
        block = bytes(span(view, place, _BLOCK))
        if zlib.crc32(block[:_CRC_AT]) != fields("<I", view, place + _CRC_AT)[0]:
            break
        found.append(_rsa(block, view, at) if block[1] == _RSA else _ecdsa(block, view, at))
    return tuple(found)


def old_signature(view: memoryview, at: int) -> bool:
    """Whether the 68 bytes at `at`, the last of the image, are a signature of Secure Boot v1."""
    if at + _V1 != len(view) or fields("<I", view, at)[0] != 0:
        return False
    return len(set(bytes(span(view, at + 4, 64)))) > 16  # no padding: a signature's bytes are all over


def _digest(view: memoryview, end: int) -> bytes:
    told = sha256()
    for start in range(0, end, 1 << 20):
        told.update(view[start : min(start + (1 << 20), end)])
    return told.digest()


def _rsa(block: bytes, view: memoryview, end: int) -> Signature:
    modulus, exponent = int.from_bytes(block[36:420], "little"), int.from_bytes(block[420:424], "little")
    digest = _digest(view, end)
    fits: bool | None = digest == block[4:36]
    try:
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        pss = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=32)
        key.verify(block[812:1196][::-1], digest, pss, Prehashed(SHA256()))
    except InvalidSignature:
        fits = False
    except (ValueError, UnsupportedAlgorithm):
        fits = None if fits else False
    return Signature(kind="RSA-3072", key=sha256(block[36:812]).hexdigest(), fits=fits)


def _ecdsa(block: bytes, view: memoryview, end: int) -> Signature:
    known = _CURVES.get(block[36])
    digest = _digest(view, end)
    fits: bool | None = digest == block[4:36]
    key = sha256(block[36:101]).hexdigest()
    if known is None:
        return Signature(kind="ECDSA", key=key, fits=None if fits else False)
    kind, curve, size = known
    x, y = (int.from_bytes(block[at : at + size], "little") for at in (37, 37 + size))
    r, s = (int.from_bytes(block[at : at + size], "little") for at in (101, 101 + size))
    try:
        public = ec.EllipticCurvePublicNumbers(x, y, curve()).public_key()
        public.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature:
        fits = False
    except (ValueError, UnsupportedAlgorithm):
        fits = None if fits else False
    return Signature(kind=kind, key=key, fits=fits)
