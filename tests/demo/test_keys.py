import base64
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_public_key,
)

from mamoru.demo import keys


def test_a_key_is_the_same_each_time_and_another_for_another_name() -> None:
    again = keys.rsa_1024.__wrapped__("nc-100.local")
    assert again == keys.rsa_1024("nc-100.local")
    assert again != keys.rsa_1024("nc-200.local")


def test_the_private_key_is_one_that_a_library_accepts() -> None:
    key = load_pem_private_key(keys.rsa_1024("nc-100.local").pem, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert key.key_size == 1024


def test_the_weak_certificate_is_short_signed_by_sha1_expired_and_whole() -> None:
    text = keys.weak_certificate("nc-100.local", since=date(2019, 1, 1), until=date(2024, 1, 1))
    certificate = x509.load_pem_x509_certificate(text)
    algorithm = certificate.signature_hash_algorithm
    public = certificate.public_key()
    assert algorithm is not None and algorithm.name == "sha1"
    assert certificate.not_valid_after_utc.date() == date(2024, 1, 1)
    assert isinstance(public, rsa.RSAPublicKey) and public.key_size == 1024
    public.verify(certificate.signature, certificate.tbs_certificate_bytes, padding.PKCS1v15(), algorithm)


def test_the_root_certificate_is_strong_and_signs_itself() -> None:
    text = keys.root_certificate("Root", since=date(2025, 1, 1), until=date(2045, 1, 1))
    certificate = x509.load_pem_x509_certificate(text)
    certificate.verify_directly_issued_by(certificate)
    assert isinstance(certificate.public_key(), Ed25519PublicKey)


def test_the_authorized_key_and_the_public_key_are_read_by_a_library() -> None:
    line = keys.authorized_key("factory@mimamori.example")
    public = load_pem_public_key(keys.pem("PUBLIC KEY", keys.ed25519_public("factory@mimamori.example")))
    assert load_ssh_public_key(line) == public


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_itself_reads_the_authorized_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(keys.authorized_key("factory"))
    told = subprocess.run(["ssh-keygen", "-lf", tmp_path / "key"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("256 SHA256:")


def test_the_host_key_holds_type_private_and_public_half() -> None:
    whole = keys.dropbear_host_key("nc-100")
    blob = base64.b64decode(keys.authorized_key("nc-100").split()[1])
    assert whole.startswith(b"\0\0\0\x0bssh-ed25519\0\0\0\x40")
    assert whole.endswith(blob[-32:])
    assert len(whole) == 4 + 11 + 4 + 64
