"""Certificates of the device with a short key or an old signature."""

from collections.abc import Iterator

from mamoru.evidence import Check, NotApplicable, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.certificates import NO_CERTIFICATE, own_certificates, weaknesses
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-CERT-002",
    title=Text("証明書の鍵か署名が弱いです", "A certificate has a weak key or signature"),
    why=Text(
        "1024ビットのRSAや SHA-1・MD5 の署名は、いまの計算力では偽造の対象です。多くの相手が拒みます。",
        "RSA of 1024 bit and SHA-1 or MD5 signatures are within reach of forgery, and many peers refuse them.",
    ),
    remedy=Text(
        "ECDSA P-256 か RSA 2048ビット以上の鍵と、SHA-256 以上の署名でつくり直します。",
        "Make it anew with ECDSA P-256 or RSA of 2048 bit or more, signed with SHA-256 or better.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-326", "CWE-327"),
    claims=("trust-anchors-sound", "strong-cryptography"),
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each certificate, with all that is weak in it."""
    seen = 0
    for tree in image.trees:
        for stored in own_certificates(tree):
            seen += 1
            if weak := weaknesses(stored.certificate):
                proof = f"{', '.join(weak)}: {stored.certificate.subject.rfc4514_string()[:100]}"
                yield CHECK.finding(at=tree.at(stored.entry, offset=stored.offset or None), proof=proof)
    if not seen:
        yield NotApplicable(reason=NO_CERTIFICATE)
