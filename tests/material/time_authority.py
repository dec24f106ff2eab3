"""A small time-stamp authority of our own, whose tokens `openssl ts` makes."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl, which makes the tokens")
_CONFIG = """
[tsa]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
certs = {folder}/root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
"""


class Authority:
    """A root and a signer below `folder`; the signer's certificate ends `ends_in` from now."""

    def __init__(self, folder: Path, *, ends_in: timedelta = timedelta(days=30)) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.root = folder / "root.pem"
        now = datetime.now(UTC)
        key, signer_key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
        start = now - timedelta(days=400)
        name = _name(f"Root {folder.name}")
        root = _certificate(name, name, key, key, start, now + timedelta(days=400), ca=True)
        signer = _certificate(_name("Signer"), name, signer_key, key, start, now + ends_in, ca=False)
        self.root.write_bytes(root.public_bytes(Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        (folder / "signer.key").write_bytes(
            signer_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))

    def answer(self, query: Path, *, bare: bool = False) -> Path:
        """The response to the query in a file, or the token alone."""
        made = query.with_suffix(".token" if bare else ".tsr")
        form = ["-token_out"] if bare else []
        self._ts("-reply", "-queryfile", query, "-section", "tsa", "-out", made, *form)
        return made

    def query(self, digest: str, *, algorithm: str = "sha256", certificates: bool = True) -> Path:
        """A query as a user makes it: over a digest, with the certificates asked for or not."""
        made = self.folder / f"{digest[:8]}-{algorithm}-{certificates}.tsq"
        asked = ["-cert"] if certificates else []
        self._ts("-query", "-digest", digest, f"-{algorithm}", "-out", made, *asked)
        return made

    def _ts(self, *arguments: object) -> None:
        line = ["openssl", "ts", *map(str, arguments), "-config", str(self.folder / "tsa.cnf")]
        subprocess.run(line, check=True, capture_output=True, timeout=60)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePrivateKey,
    by: EllipticCurvePrivateKey,
    start: datetime,
    end: datetime,
    *,
    ca: bool,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        purpose = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(purpose, critical=True)
    return made.sign(by, SHA256())
