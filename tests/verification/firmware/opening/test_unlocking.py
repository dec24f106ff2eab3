"""Encrypted images open with the key that their maker hands in, and stay shut with any other."""

import gzip
import hashlib
import hmac
import random
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, CTR
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from mamoru.verification.firmware import Limits, load
from mamoru.verification.firmware.opening.opening import open_image
from mamoru.verification.firmware.opening.package_keys import begins_as_something
from material import firmware as made
from material.device_trees import fit

_KEY = bytes(range(16))
_START = bytes(range(16, 32))


def pem(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def counter(content: bytes, key: bytes) -> bytes:
    return Cipher(AES(key), CTR(bytes(16))).encryptor().update(content)


def chained(content: bytes) -> bytes:
    fill = 16 - len(content) % 16
    return Cipher(AES(_KEY), CBC(_START)).encryptor().update(content + bytes((fill,)) * fill)


def integrated(shared: bytes, public: bytes) -> bytes:
    derived = HKDF(hashes.SHA256(), 48, None, b"MCUBoot_ECIES_v1").derive(shared)
    wrapped = counter(_KEY, derived[:16])
    return public + hmac.digest(derived[16:], wrapped, "sha256") + wrapped


def for_x25519() -> tuple[bytes, int, bytes]:
    owner, once = x25519.X25519PrivateKey.generate(), x25519.X25519PrivateKey.generate()
    raw = once.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return pem(owner), 0x33, integrated(owner.exchange(once.public_key()), raw)


def for_p256() -> tuple[bytes, int, bytes]:
    owner, once = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    point = once.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return pem(owner), 0x32, integrated(owner.exchange(ec.ECDH(), once.public_key()), point)


def for_rsa() -> tuple[bytes, int, bytes]:
    owner = rsa.generate_private_key(65537, 2048)
    scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    return pem(owner), 0x30, owner.public_key().encrypt(_KEY, scheme)


def for_wrapping() -> tuple[bytes, int, bytes]:
    return (
        b"00112233445566778899aabbccddeeff\n",
        0x31,
        aes_key_wrap(bytes.fromhex("00112233445566778899aabbccddeeff"), _KEY),
    )


def encrypted_mcuboot(tag: int, sealed: bytes) -> bytes:
    """As imgtool makes it: the hash is that of the image in clear."""
    body = made.cpio()
    head = struct.pack("<IIHHIIBBHII", 0x96F3B83D, 0, 32, 0, len(body), 4, 1, 2, 3, 0, 0)
    values = ((0x10, hashlib.sha256(head + body).digest()), (tag, sealed))
    tags = b"".join(struct.pack("<HH", kind, len(value)) + value for kind, value in values)
    return head + counter(body, _KEY) + struct.pack("<HH", 0x6907, len(tags) + 4) + tags


def opened_with(content: bytes, folder: Path, *keys: bytes):
    (folder / "image").write_bytes(content)
    open_image(folder / "image", folder / "work", Limits(), keys=keys)
    return load(folder / "work")


def passwd(image) -> str | None:
    return image.roots[0].text("/etc/passwd") if image.roots else None


@pytest.mark.parametrize("owner", [for_x25519, for_p256, for_rsa, for_wrapping])
def test_an_mcuboot_image_opens_with_its_key(owner, tmp_path: Path) -> None:
    key, tag, sealed = owner()

    image = opened_with(encrypted_mcuboot(tag, sealed), tmp_path, b"a passphrase beside it", key)

    assert passwd(image) == made.PASSWD.decode()
    assert [gap for gap in image.index.gaps if gap.serious] == []


@pytest.mark.parametrize(
    "keys", [(), (b"",), (for_x25519()[0],), (bytes(16),), (b"-----BEGIN PRIVATE KEY-----\nx",)]
)
def test_it_stays_shut_without_and_says_how_to_open_it(keys: tuple[bytes, ...], tmp_path: Path) -> None:
    _, tag, sealed = for_x25519()

    image = opened_with(encrypted_mcuboot(tag, sealed), tmp_path, *keys)

    assert image.trees == ()
    assert ["--key" in gap.instead.en for gap in image.index.gaps if gap.serious] == [True]


@pytest.mark.parametrize(
    "options", [("-pbkdf2",), (), ("-md", "md5"), ("-pbkdf2", "-aes-128-cbc")], ids=" ".join
)
def test_a_file_of_openssl_enc_opens_with_its_passphrase(options: tuple[str, ...], tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl")
    (tmp_path / "clear").write_bytes(made.squashfs())
    method = () if "-aes-128-cbc" in options else ("-aes-256-cbc",)
    command = [
        "openssl",
        "enc",
        *method,
        *options,
        "-pass",
        "pass:mimamori",
        "-in",
        tmp_path / "clear",
        "-out",
    ]
    subprocess.run([*command, tmp_path / "sealed"], check=True, capture_output=True)
    sealed = (tmp_path / "sealed").read_bytes()

    assert passwd(opened_with(sealed, tmp_path, b"mimamori\n")) == made.PASSWD.decode()
    assert opened_with(sealed, tmp_path, b"Mimamori\n").trees == ()


def test_an_encrypted_fit_opens_with_its_key(tmp_path: Path) -> None:
    node = {"cipher": {"algo": "aes128", "key-name-hint": "k", "iv": _START}}
    image = fit({"ramdisk-1": ("ramdisk", chained(made.cpio()))}, more=node)

    assert passwd(opened_with(image, tmp_path, _KEY)) == made.PASSWD.decode()
    assert opened_with(image, tmp_path, bytes(16)).trees == ()


def test_what_a_wrong_key_makes_of_it_is_nothing_even_where_its_padding_fits() -> None:
    wrong = [hashlib.shake_128(bytes((number,))).digest(4096) for number in range(64)]

    assert [head for head in wrong if begins_as_something(head)] == []
    assert begins_as_something(made.squashfs()[:4096])
    assert begins_as_something(gzip.compress(bytes(random.Random(1).randbytes(5000)))[:4096])


def swu(entry: str) -> bytes:
    """An update package of SWUpdate whose one image is encrypted."""
    description = f'software = {{\n version = "1.0";\n images: ({{ {entry} }});\n}}\n'.encode()
    sealed = chained(made.squashfs())
    return made.cpio({"sw-description": made.File(description), "r.enc": made.File(sealed)}, magic=b"070702")


_IVT = f'ivt = "{_START.hex()}";'
_ENTRY = 'filename = "r.enc"; properties = { atomic = "true"; }; encrypted = true;'


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (f"{_ENTRY} {_IVT}", _KEY.hex().encode() + b"\n"),
        (f"{_ENTRY} {_IVT}", f"{_KEY.hex()} {bytes(16).hex()}\n".encode()),
        (_ENTRY, f"{_KEY.hex()} {_START.hex()}\n".encode()),
        (f'"filename": "r.enc", "encrypted": true, "ivt": "{_START.hex()}"', _KEY),
    ],
    ids=["key and ivt", "ivt goes before the key file's", "the key file's start", "as JSON"],
)
def test_an_encrypted_swu_opens_with_its_key(entry: str, key: bytes, tmp_path: Path) -> None:
    image = opened_with(swu(entry), tmp_path, key)

    assert passwd(image) == made.PASSWD.decode()
    assert [gap for gap in image.index.gaps if gap.serious] == []


@pytest.mark.parametrize(
    ("entry", "keys"),
    [
        (f"{_ENTRY} {_IVT}", ()),
        (f"{_ENTRY} {_IVT}", (bytes(16),)),
        (_ENTRY, (_KEY,)),
        (f'filename = "r.enc"; {_IVT}', (_KEY,)),
    ],
    ids=["no key", "another key", "no start", "not said to be encrypted"],
)
def test_a_swu_without_what_opens_it_stays_shut(entry: str, keys: tuple[bytes, ...], tmp_path: Path) -> None:
    assert passwd(opened_with(swu(entry), tmp_path, *keys)) is None


def test_no_key_is_left_in_the_index(tmp_path: Path) -> None:
    key, tag, sealed = for_wrapping()

    opened_with(encrypted_mcuboot(tag, sealed), tmp_path, key)

    assert key.strip() not in (tmp_path / "work" / "index").read_bytes()
    assert _KEY not in (tmp_path / "work" / "index").read_bytes()
