"""Keys and certificates made on the spot, so that none is kept in the repository."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@cache
def key(bits: int = 0) -> Key:
    """An EC P-256 key, or an RSA key of `bits`."""
    return rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())


def pem(form: str = "PKCS8", *, passphrase: bytes | None = None) -> str:
    """A private key as text; `form` as in `serialization.PrivateFormat`."""
    guard = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return (
        key()
        .private_bytes(serialization.Encoding.PEM, getattr(serialization.PrivateFormat, form), guard)
        .decode()
    )


def der() -> bytes:
    """A private key in DER."""
    return key().private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public() -> str:
    """A public key as text."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key().public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def ssh_public() -> str:
    """A public key as SSH writes it."""
    return (
        key()
        .public_key()
        .public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        .decode()
    )


@cache
def certificate(
    *,
    bits: int = 0,
    ends: datetime = datetime(2099, 1, 1, tzinfo=UTC),
    name: str = "device",
    ca: bool = False,
) -> str:
    """A self-issued certificate that ends at `ends`."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key(bits).public_key())
        .serial_number(7)
        .not_valid_before(ends - timedelta(days=3650))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    return builder.sign(key(bits), hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
