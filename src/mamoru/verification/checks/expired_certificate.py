"""Certificates of the device that have run out, or do so soon."""

from collections.abc import Iterator
from datetime import date, timedelta

from mamoru.evidence import Check, NotApplicable, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.certificates import NO_CERTIFICATE, own_certificates
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-CERT-001",
    title=Text("証明書の期限が切れています", "A certificate has expired"),
    why=Text(
        "期限切れの証明書は相手に拒まれるか、検証を切る設定を招きます。どちらでも安全な通信ができません。",
        "Peers refuse it, or verification gets switched off; either way there is no safe connection.",
    ),
    remedy=Text(
        "有効な証明書に入れ替え、期限の前に更新する仕組みを用意します。",
        "Replace it by a valid one, and arrange for renewal before it runs out.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-298", "CWE-324"),
    claims=("trust-anchors-sound",),
    subject=SubjectKind.FIRMWARE,
    dated=True,
    limits=Text("公開ルート証明書の束は見ません。", "Stores of public root certificates are left out."),
)
SOON = timedelta(days=90)
SOON_TITLE = Text("証明書の期限が90日以内に切れます", "A certificate expires within 90 days")


def run(image: OpenedImage, on: date) -> Iterator[Observation]:
    """One finding for each certificate that has run out on day `on`, or does so soon."""
    seen = 0
    for tree in image.trees:
        for stored in own_certificates(tree):
            seen += 1
            ends = stored.certificate.not_valid_after_utc.date()
            if ends - on < SOON:
                yield CHECK.finding(
                    at=tree.at(stored.entry, offset=stored.offset or None),
                    proof=f"not after {ends.isoformat()}: {stored.certificate.subject.rfc4514_string()[:100]}",
                    title=None if ends < on else SOON_TITLE,
                    severity=None if ends < on else Severity.LOW,
                )
    if not seen:
        yield NotApplicable(reason=NO_CERTIFICATE)
