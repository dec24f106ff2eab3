"""Credentials inside addresses (scheme://user:password@host)."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-005",
    title=Text("接続先のURLに認証情報が入っています", "An address holds a user and password"),
    why=Text(
        "全機器に共通の認証情報が、ログや画面にもそのまま現れます。",
        "All devices share it, and it shows up in logs and on screens as well.",
    ),
    remedy=Text(
        "URLから除き、機器ごとの認証情報を保護された場所から読みます。",
        "Take it out of the address and read a credential for each device from a protected place.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-798", "CWE-522"),
    claims=("secrets-not-in-clear", "no-shared-credential"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text("URLの形のものだけを見ます。", "Sees what has the form of a URL."),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for found in credentials(tree, CredentialKind.ADDRESS):
            yield CHECK.finding(at=found.at, proof=found.proof)
