"""Cases of the checks on SSH, keys and certificates."""

from datetime import UTC, datetime
from struct import pack

from material.check_cases import Cases, Given
from material.keys import certificate, der, pem, public, ssh_public

_DROPBEAR = pack(">I", 7) + b"ssh-rsa" + bytes(range(200)) * 3
_BUNDLE = "".join(
    certificate(name=f"Root {n}", ends=datetime(2019, 1, 1, tzinfo=UTC), ca=True) for n in range(6)
)
_EXPIRED = certificate(ends=datetime(2019, 1, 1, tzinfo=UTC))
_VAGRANT = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1"
    "Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL"
    "+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc"
    "9c9WhQ== vagrant\n"
)


def _published_certificate() -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    from material.keys import key

    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    stolen = serialization.load_ssh_public_key(_VAGRANT.encode())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(stolen)
        .serial_number(1)
    )
    builder = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2099, 1, 1, tzinfo=UTC)
    )
    return builder.sign(key(), hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


CASES = [
    Cases(
        "FW-SSH-001",
        fails={
            "dropbear": (
                {"/etc/dropbear/dropbear_rsa_host_key": (_DROPBEAR, 0o600)},
                ("/etc/dropbear/dropbear_rsa_host_key",),
            ),
            "OpenSSH": (
                {"/etc/ssh/ssh_host_ed25519_key": (pem("OpenSSH"), 0o600)},
                ("/etc/ssh/ssh_host_ed25519_key",),
            ),
            "in a settings partition": (
                Given({}, others={"jffs2": {"/ssh/ssh_host_rsa_key": pem("OpenSSH")}}),
                ("/ssh/ssh_host_rsa_key",),
            ),
        },
        passes={"made at first boot": {"/etc/init.d/S50dropbear": "#!/bin/sh\ndropbear -R\n"}},
        near_misses={
            "the public half": {"/etc/ssh/ssh_host_rsa_key.pub": ssh_public()},
            "an example": {"/usr/share/doc/ssh/ssh_host_rsa_key": pem("OpenSSH")},
        },
    ),
    Cases(
        "FW-SSH-002",
        fails={
            "root's": (
                {"/root/.ssh/authorized_keys": f"# factory\n{ssh_public()} rd@acme\n"},
                ("/root/.ssh/authorized_keys:2",),
            ),
            "dropbear's": (
                {"/etc/dropbear/authorized_keys": f'command="x" {ssh_public()}\n'},
                ("/etc/dropbear/authorized_keys:1",),
            ),
            "a published key": ({"/root/.ssh/authorized_keys": _VAGRANT}, ("/root/.ssh/authorized_keys:1",)),
        },
        passes={"an empty file": {"/root/.ssh/authorized_keys": "\n"}},
        near_misses={
            "a commented key": {"/root/.ssh/authorized_keys": f"# {ssh_public()}\n"},
            "known hosts": {"/root/.ssh/known_hosts": f"h {ssh_public()}\n"},
        },
    ),
    Cases(
        "FW-SSH-003",
        fails={
            "sshd": ({"/etc/ssh/sshd_config": "PermitEmptyPasswords yes\n"}, ("/etc/ssh/sshd_config:1",)),
            "dropbear -B": (
                {"/etc/init.d/S50dropbear": "#!/bin/sh\nDAEMON=/usr/sbin/dropbear\n$DAEMON -R -B\n"},
                ("/etc/init.d/S50dropbear:3",),
            ),
        },
        passes={"refused": {"/etc/ssh/sshd_config": "PermitEmptyPasswords no\n"}},
        near_misses={
            "the commented default": {"/etc/ssh/sshd_config": "#PermitEmptyPasswords yes\n"},
            "a banner option": {"/etc/init.d/S50dropbear": "#!/bin/sh\ndropbear -b /etc/banner\n"},
        },
    ),
    Cases(
        "FW-SSH-004",
        fails={
            "sshd": ({"/etc/ssh/sshd_config": "Port 22\nPermitRootLogin yes\n"}, ("/etc/ssh/sshd_config:2",)),
            "OpenWrt": (
                {
                    "/etc/config/dropbear": "config dropbear\n\toption PasswordAuth 'on'\n\toption RootPasswordAuth 'on'\n"
                },
                ("/etc/config/dropbear:3",),
            ),
        },
        passes={"keys only": {"/etc/ssh/sshd_config": "PermitRootLogin prohibit-password\n"}},
        near_misses={
            "passwords are off": {"/etc/ssh/sshd_config": "PermitRootLogin yes\nPasswordAuthentication no\n"},
            "a comment": {"/etc/ssh/sshd_config": "#PermitRootLogin yes\n"},
        },
    ),
    Cases(
        "FW-KEY-001",
        fails={
            "PKCS#8": ({"/etc/ssl/private/device.key": pem()}, ("/etc/ssl/private/device.key",)),
            "EC, beside its certificate": (
                {"/etc/server.pem": certificate() + pem("TraditionalOpenSSL")},
                ("/etc/server.pem",),
            ),
            "DER": ({"/etc/device.der": der()}, ("/etc/device.der",)),
            "inside a program": (
                {"/usr/bin/app": b"\x7fELF" + bytes(100) + pem().encode() + b"\0"},
                ("/usr/bin/app",),
            ),
            "encrypted": ({"/etc/k.pem": pem(passphrase=b"x")}, ("/etc/k.pem",)),
        },
        passes={"a certificate": {"/etc/ssl/device.crt": certificate()}},
        near_misses={
            "a public key": {"/etc/update.pub": public()},
            "an example": {"/usr/share/doc/openssl/examples/key.pem": pem()},
            "only the words": {
                "/usr/lib/libx.so": b"\x7fELF\0-----BEGIN PRIVATE KEY-----\0-----END PRIVATE KEY-----\0"
            },
            "a crypto library's self-test": {
                "/usr/lib/libgnutls.so.30": b"\x7fELF" + bytes(60) + pem().encode()
            },
        },
    ),
    Cases(
        "FW-KEY-002",
        fails={
            "a certificate over a published key": (
                {"/etc/device.crt": _published_certificate()},
                ("/etc/device.crt",),
            )
        },
        passes={"a key of one's own": {"/etc/k.pem": pem()}},
        near_misses={"a certificate of one's own": {"/etc/device.crt": certificate()}},
    ),
    Cases(
        "FW-CERT-001",
        fails={
            "long past": ({"/etc/ssl/certs/device.crt": _EXPIRED}, ("/etc/ssl/certs/device.crt",)),
            "soon": ({"/etc/d.pem": certificate(ends=datetime(2026, 12, 20, tzinfo=UTC))}, ("/etc/d.pem",)),
        },
        passes={"still good": {"/etc/d.pem": certificate()}},
        near_misses={
            "a bundle of public roots": {"/etc/ssl/certs/ca-certificates.crt": _BUNDLE},
            "an example": {"/usr/share/doc/x/d.pem": _EXPIRED},
        },
    ),
    Cases(
        "FW-CERT-002",
        fails={"RSA of 1024 bit": ({"/etc/d.pem": certificate(bits=1024)}, ("/etc/d.pem",))},
        passes={"P-256": {"/etc/d.pem": certificate()}},
        near_misses={
            "RSA of 2048 bit": {"/etc/d.pem": certificate(bits=2048)},
            "a bundle of public roots": {"/etc/ca.pem": _BUNDLE},
        },
    ),
]
