"""Keys and certificates of the demo, worked out from a name: the same bytes each time, none committed.

They protect nothing and must never be used outside the demo: whoever has this file can make them. Own
code writes them because a library rightly refuses what the demo must show: 1024-bit keys made from a
fixed start, and a signature over SHA-1.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mamoru.demo import der

_E = 65537
_RSA = der.sequence(der.identifier("1.2.840.113549.1.1.1"), der.null())
_ED25519 = der.sequence(der.identifier("1.3.101.112"))
_SHA1_WITH_RSA = der.sequence(der.identifier("1.2.840.113549.1.1.5"), der.null())
_SHA1 = der.sequence(der.identifier("1.3.14.3.2.26"), der.null())
_SMALL_PRIMES = [p for p in range(3, 2000, 2) if all(p % q for q in range(3, int(p**0.5) + 1, 2))]


class RsaKey(msgspec.Struct, frozen=True, kw_only=True):
    """An RSA key by its two primes."""

    p: int
    q: int

    @property
    def modulus(self) -> int:
        """The public modulus."""
        return self.p * self.q

    @property
    def private_exponent(self) -> int:
        """The secret exponent."""
        return pow(_E, -1, (self.p - 1) * (self.q - 1))

    @property
    def pem(self) -> bytes:
        """The private key as PKCS #1 PEM."""
        d, p, q = self.private_exponent, self.p, self.q
        numbers = (0, self.modulus, _E, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
        return pem("RSA PRIVATE KEY", der.sequence(*(der.integer(number) for number in numbers)))

    @property
    def public(self) -> bytes:
        """The public key as SubjectPublicKeyInfo."""
        numbers = der.sequence(der.integer(self.modulus), der.integer(_E))
        return der.sequence(_RSA, der.bits(numbers))

    def signature(self, message: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 over SHA-1 (RFC 8017, 8.2.1): weak, as the demo wants it."""
        digest = hashlib.sha1(message, usedforsecurity=False).digest()
        info = der.sequence(_SHA1, der.octets(digest))
        size = self.modulus.bit_length() // 8
        padded = b"\0\1" + b"\xff" * (size - len(info) - 3) + b"\0" + info
        return pow(int.from_bytes(padded, "big"), self.private_exponent, self.modulus).to_bytes(size, "big")


@cache
def rsa_1024(name: str) -> RsaKey:
    """The 1024-bit key that belongs to `name`."""
    return RsaKey(p=_prime(f"{name}/p"), q=_prime(f"{name}/q"))


@cache
def ed25519(name: str) -> Ed25519PrivateKey:
    """The Ed25519 key that belongs to `name`."""
    return Ed25519PrivateKey.from_private_bytes(next(_digests(name)))


def ed25519_public(name: str) -> bytes:
    """The public half of `ed25519(name)` as SubjectPublicKeyInfo."""
    return der.sequence(_ED25519, der.bits(ed25519(name).public_key().public_bytes_raw()))


def weak_certificate(name: str, *, since: date, until: date) -> bytes:
    """A self-signed certificate, as PEM, of `rsa_1024(name)`: short key, SHA-1."""
    key = rsa_1024(name)
    body = _to_be_signed(name, _SHA1_WITH_RSA, key.public, since, until)
    return pem("CERTIFICATE", der.sequence(body, _SHA1_WITH_RSA, der.bits(key.signature(body))))


def root_certificate(name: str, *, since: date, until: date) -> bytes:
    """A self-signed certificate authority, as PEM, of `ed25519(name)`."""
    body = _to_be_signed(name, _ED25519, ed25519_public(name), since, until)
    return pem("CERTIFICATE", der.sequence(body, _ED25519, der.bits(ed25519(name).sign(body))))


def dropbear_host_key(name: str) -> bytes:
    """A Dropbear host key file (`ssh-ed25519`): length-prefixed type and private plus public key."""
    key = ed25519(name)
    both_halves = key.private_bytes_raw() + key.public_key().public_bytes_raw()
    return _ssh_string(b"ssh-ed25519") + _ssh_string(both_halves)


def authorized_key(name: str) -> bytes:
    """A line for authorized_keys (RFC 8709)."""
    raw = ed25519(name).public_key().public_bytes_raw()
    blob = _ssh_string(b"ssh-ed25519") + _ssh_string(raw)
    return b"ssh-ed25519 " + base64.b64encode(blob) + f" {name}\n".encode()


def pem(label: str, content: bytes) -> bytes:
    """`content` as PEM (RFC 7468)."""
    text = base64.b64encode(content).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


def _to_be_signed(name: str, algorithm: bytes, public: bytes, since: date, until: date) -> bytes:
    """RFC 5280, 4.1.2: subject and issuer are the same; it may sign others."""
    common_name = der.sequence(der.identifier("2.5.4.3"), der.text(name))
    who = der.sequence(der.one(common_name))
    basic = der.sequence(der.identifier("2.5.29.19"), der.true(), der.octets(der.sequence(der.true())))
    serial = int.from_bytes(next(_digests(f"{name}/serial"))[:8], "big")
    return der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(serial),
        algorithm,
        who,
        der.sequence(der.utc_time(since), der.utc_time(until)),
        who,
        public,
        der.explicit(3, der.sequence(basic)),
    )


def _ssh_string(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def _digests(name: str) -> Iterator[bytes]:
    return (hashlib.sha256(f"mamoru demo/{name}/{number}".encode()).digest() for number in count())


def _prime(name: str) -> int:
    """The first 512-bit prime, both top bits set, upwards from a number worked out from `name`."""
    digests = _digests(name)
    start = int.from_bytes(next(digests) + next(digests), "big") | (3 << 510) | 1
    for candidate in count(start, 2):
        if any(candidate % p == 0 for p in _SMALL_PRIMES) or (candidate - 1) % _E == 0:
            continue
        if all(_witness(candidate, base) for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)):
            return candidate
    raise AssertionError("there is always a next prime")


def _witness(number: int, base: int) -> bool:
    """Whether `base` speaks for `number` being prime (Miller and Rabin)."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    power = pow(base, odd, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False
